package import Storage

func withPostgres(
    _ address: String, _ migrations: [Migrations], _ body: (Database) async throws -> Void
) async throws {
    try await withPostgresAddress(on: address, migrations: migrations) { address in
        try await using(try await Database.postgres(url: address), [], body)
    }
}

/// Runs a body with the address of a fresh database that has these migrations, and removes it afterwards.
package func withPostgresAddress<Value>(
    on server: String, migrations: [Migrations] = [], _ body: (String) async throws -> Value
) async throws -> Value {
    let server = PostgresServer(url: server)
    let template = try await Templates.shared.template(for: migrations, on: server)
    // A server allows a hundred connections; tests all begin at once.
    await Places.shared.take()
    let name = freshName("test")
    let result: Result<Value, any Error>
    do {
        try await server.create(name, from: template)
        result = .success(try await body(server.url(of: name)))
    } catch {
        result = .failure(error)
    }
    try? await server.drop(name)
    await Places.shared.giveBack()
    return try result.get()
}

private func freshName(_ kind: String) -> String {
    "wayfellow_\(kind)_\(ID<Backend>.random().description.split(separator: "-").joined())"
}

/// Databases that were migrated once and are copied for each test; they stay on the server for the next run.
private actor Templates {
    static let shared = Templates()
    private var made: [String: Task<String, any Error>] = [:]

    func template(for migrations: [Migrations], on server: PostgresServer) async throws -> String {
        let name = "wayfellow_template_\(try migrations.digest())"
        let task =
            made[name]
            ?? Task {
                if try await server.has(name) { return name }
                let fresh = freshName("making")
                try await server.create(fresh)
                let database = try await Database.postgres(url: server.url(of: fresh), connections: 1)
                try await database.migrate(migrations)
                try await database.close()
                do {
                    try await server.rename(fresh, to: name)
                } catch {
                    // Another process was first, or it truly failed, which the copying will show.
                    try await server.drop(fresh)
                }
                return name
            }
        made[name] = task
        return try await task.value
    }
}

/// How many databases are open at a time.
private actor Places {
    static let shared = Places()
    private var free = 6
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
