import CLibpq
import Dispatch

/// A PostgreSQL server on which databases may be made and dropped: for setting up, and for tests.
package struct PostgresServer: Sendable {
    private let url: String

    /// The address of any database of the server, with a user who may create databases.
    package init(url: String) {
        self.url = url
    }

    /// The address of another database of the server.
    package func url(of name: String) -> String {
        // postgres://authority/name?parameters
        let (address, parameters) = url.splitOnce(at: UInt8(ascii: "?"))
        let slashes = address.utf8.enumerated().filter { $0.element == UInt8(ascii: "/") }.map(\.offset)
        let authority = slashes.count > 2 ? String(decoding: address.utf8.prefix(slashes[2]), as: UTF8.self) : address
        return authority + "/" + name + (parameters.isEmpty ? "" : "?" + parameters)
    }

    /// Makes a database that sorts by bytes, a copy of `template` where one is named.
    package func create(_ name: String, from template: String? = nil) async throws {
        let (name, template) = (try quoted(name), try quoted(template ?? "template0"))
        try await run("CREATE DATABASE \(name) TEMPLATE \(template) ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    }

    /// Removes a database, whoever is connected to it.
    package func drop(_ name: String) async throws {
        try await run("DROP DATABASE IF EXISTS \(quoted(name)) WITH (FORCE)")
    }

    package func rename(_ name: String, to other: String) async throws {
        try await run("ALTER DATABASE \(quoted(name)) RENAME TO \(quoted(other))")
    }

    package func has(_ name: String) async throws -> Bool {
        do {
            try await run("DO $$ BEGIN ASSERT EXISTS (SELECT FROM pg_database WHERE datname = '\(name)'); END $$")
            return true
        } catch StorageError.other {
            return false
        }
    }

    /// Names are ours; anything but letters, digits and `_` is refused.
    private func quoted(_ name: String) throws(StorageError) -> String {
        let isPlain = name.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
        }
        guard isPlain, !name.isEmpty, name.utf8.count < 64 else { throw .other("a database cannot be named so") }
        return "\"\(name)\""
    }

    /// One statement outside any transaction, on a connection of its own and a thread that may wait.
    private func run(_ statement: String) async throws {
        let url = url
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        let connection = try PostgresConnection(url: url, readTimeout: .seconds(60))
                        try connection.script("SET default_transaction_read_only = off")
                        try connection.script(statement)
                    })
            }
        }
    }
}

extension String {
    /// What stands before and after the first byte of that kind; nothing after where there is none.
    fileprivate func splitOnce(at byte: UInt8) -> (String, String) {
        let parts = utf8.split(separator: byte, maxSplits: 1, omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
        return (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    }
}
