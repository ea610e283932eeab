import Storage

func withPostgres<Value: Sendable>(
    _ server: String, _ migrations: [Migrations], _ body: (Database) async throws -> Value
) async throws -> Value {
    throw StorageError.other("PostgreSQL comes next")
}
