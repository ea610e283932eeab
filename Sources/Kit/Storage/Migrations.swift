package import Foundation

/// The migrations of one feature: files `Migrations/NNN_name.sql` of its bundle, applied in order of their numbers.
///
/// A file may hold several statements, each ended by `;`. What was applied is never edited: its checksum is kept. What stands
/// below a line `-- sqlite:` or `-- postgres:`, up to the next such line or `-- both:`, is for that engine alone.
package struct Migrations: Sendable {
    /// One file: its number, its name without the number, its text.
    package struct File: Sendable, Hashable {
        package let number: Int
        package let name: String
        package let text: String

        /// `name` is a file's name as in `001_people.sql`; `nil` if it is not of that shape.
        package init?(name: String, text: String) {
            let parts = name.utf8.split(separator: UInt8(ascii: "_"), maxSplits: 1)
            guard parts.count == 2, name.utf8.suffix(4).elementsEqual(".sql".utf8),
                let digits = String(parts[0]), let number = Int(digits), number > 0,
                let rest = String(parts[1].dropLast(4))
            else { return nil }
            (self.number, self.name, self.text) = (number, rest, text)
        }

        /// The statements for one engine.
        func text(for engine: Engine) -> String {
            var isMeant = true
            let meant = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).filter {
                line in
                if line.elementsEqual("-- both:".utf8) { isMeant = true }
                if line.elementsEqual("-- sqlite:".utf8) { isMeant = engine == .sqlite }
                if line.elementsEqual("-- postgres:".utf8) { isMeant = engine == .postgres }
                return isMeant
            }
            return String(decoding: Array(meant.joined(separator: "\n".utf8)), as: UTF8.self)
        }

        /// Of the text, 32 hexadecimal digits; finds an edited file, protects against nobody.
        var checksum: String {
            let text = String(fingerprint(text.utf8), radix: 16)
            return String(repeating: "0", count: 32 - text.utf8.count) + text
        }
    }

    package let feature: String
    private let read: @Sendable () throws -> [File]

    /// Reads the folder `Migrations` of a feature's `Bundle.module` when they are applied.
    package init(feature: String, bundle: Bundle) {
        self.feature = feature
        let folder = bundle.resourceURL?.appendingPathComponent("Migrations", isDirectory: true)
        read = {
            guard let folder else { throw StorageError.other("\(feature) has no folder of migrations") }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            return try names.filter { $0.hasSuffix(".sql") }.map { name in
                let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                guard let file = File(name: name, text: text) else {
                    throw StorageError.other("\(feature)/Migrations/\(name) is not named like 001_name.sql")
                }
                return file
            }
        }
    }

    /// Migrations from memory.
    package init(feature: String, files: [File]) {
        self.feature = feature
        read = { files }
    }

    /// The files by number; two of one number throw.
    package func files() throws -> [File] {
        let files = try read().sorted { $0.number < $1.number }
        for (one, next) in zip(files, files.dropFirst()) where one.number == next.number {
            throw StorageError.other("\(feature) has two migrations \(one.number): \(one.name), \(next.name)")
        }
        return files
    }
}

extension Database {
    /// Brings the schema up to date: features in order, each file in a transaction of its own, forward only.
    ///
    /// Throws `.other` with the file's name for a file that was edited after it was applied, for one that the database
    /// knows and the program does not, for a whole feature of that kind, and for a file that fails. Nothing is applied
    /// to a database that is refused. Several processes may do it at once.
    package func migrate(_ features: [Migrations]) async throws {
        let features = try ([Self.ownMigrations] + features).map { (name: $0.feature, files: try $0.files()) }
        // Of several processes that make the table at once PostgreSQL refuses all but one; then it is there.
        do {
            try await write { try $0.prepareMigrations() }
        } catch is StorageError {
            try await write { try $0.prepareMigrations() }
        }
        try await write { tx in
            try tx.checkFeatures(features.map(\.name))
            for (name, files) in features { try tx.checkMigrations(of: name, files) }
        }
        for (name, files) in features {
            for file in files { try await write { try $0.apply(file, of: name) } }
        }
    }

    /// Whether a feature's migrations were applied here: tells our databases from others.
    package func wasMigrated(for feature: String) async throws -> Bool {
        try await read { try $0.wasMigrated(for: feature) }
    }
}
