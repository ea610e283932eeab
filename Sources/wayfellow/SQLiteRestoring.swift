import Accounts
import Foundation
import Storage
import Web

#if canImport(Glibc)
    import Glibc
#endif

/// Puts a copy of an SQLite file in the place of another. Nobody else may have either open.
struct SQLiteRestoring: Sendable {
    /// The file itself: of a link only its name would be taken, and the copy would become the database.
    private let copy: String
    private let target: String
    private let replaces: Bool

    init(copy: String, target: String, replaces: Bool) {
        func resolved(_ path: String) -> String {
            URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
        }
        (self.copy, self.target, self.replaces) = (resolved(copy), resolved(target), replaces)
    }

    private static let companions = ["-wal", "-shm", "-journal", "-lock"]
    /// The copy while it is worked on: beside the target, so that it can take its place in one step.
    private var draft: String { target + ".restoring" }

    func run<Done: Sendable>(_ prepare: (Database) async throws -> Done) async throws -> Done {
        try checkFile()
        try await checkTarget()
        clearDraft()
        defer { clearDraft() }
        try makeDraft()
        let database = try await openDraft()
        let done: Done
        do {
            guard try await database.wasMigrated(for: "Accounts") else {
                throw CommandError(
                    """
                    \(copy) is not a database of Wayfellow. If a file with the same name and -wal lay beside the original, it \
                    belongs to it: stop the server, or copy both.
                    """)
            }
            done = try await prepare(database)
            try await database.close()
        } catch {
            try await database.close()
            throw error
        }
        try moveIntoPlace()
        return done
    }

    private func checkFile() throws {
        guard copy != target else { throw CommandError("\(copy) is the database itself, and no copy.") }
        let beginning = try FileHandle(forReadingFrom: URL(filePath: copy)).read(upToCount: 16)
        guard beginning == Data("SQLite format 3\0".utf8) else {
            throw CommandError("\(copy) is not an SQLite file, or it is damaged.")
        }
    }

    /// Leaves the log of the database that is there empty, so that none is left beside the copy later, and nothing is lost
    /// where the last step fails.
    private func checkTarget() async throws {
        let size = try? FileManager.default.attributesOfItem(atPath: target)[.size] as? Int
        guard let size, size > 0 else { return }
        do {
            let database = try await Database.sqlite(path: target)
            let members = try? await AccountsFeature.countMembers(in: database)
            try await database.close()
            guard members == 0 || replaces else { throw CommandError(Restoring.inUse) }
        } catch is StorageError {
            // Too damaged to be opened: maybe that is why there is a restore.
            guard replaces else {
                throw CommandError("\(target) is there and cannot be read. With --replace the copy takes its place.")
            }
        }
    }

    private func makeDraft() throws {
        for companion in ["", "-wal"] where FileManager.default.fileExists(atPath: copy + companion) {
            do {
                try FileManager.default.copyItem(atPath: copy + companion, toPath: draft + companion)
            } catch {
                throw CommandError("\(copy) cannot be copied to \(draft): there may be no room.")
            }
            chmod(draft + companion, 0o600)
        }
    }

    private func openDraft() async throws -> Database {
        let damaged = CommandError("\(copy) is damaged.")
        do {
            let database = try await Database.sqlite(path: draft)
            if (try? await database.integrityProblems()) == [] { return database }
            try await database.close()
            throw damaged
        } catch is StorageError {
            throw damaged
        }
    }

    private func moveIntoPlace() throws {
        let folder = open((target as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        defer { if folder >= 0 { close(folder) } }
        // A log that a damaged database left would be taken for the copy's.
        for companion in ["-wal", "-shm", "-journal"] { unlink(target + companion) }
        if folder >= 0 { fsync(folder) }
        guard rename(draft, target) == 0 else {
            throw CommandError("\(draft) cannot be moved: \(String(cString: strerror(errno))).")
        }
        if folder >= 0 { fsync(folder) }
    }

    private func clearDraft() {
        for companion in [""] + Self.companions { unlink(draft + companion) }
    }
}
