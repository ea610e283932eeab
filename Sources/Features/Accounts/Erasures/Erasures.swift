import Foundation
import Logging
import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps what `wayfellow restore` needs to erase again: a row in the transaction of the erasure, and a line in a file that
/// is in no backup of the database.
struct Erasures: Sendable {
    let database: Database
    let key: ErasureKey
    /// The server's folder; nil where no file is kept.
    let folder: String?
    let logger: Logger

    /// Notes that a member is erased, in the transaction of it; answers the mark for `writeDown`.
    func noteErased(_ member: ID<Person>, in tx: Transaction) throws -> [UInt8] {
        let mark = key.erased(member)
        try ErasureMarkStore.note(ErasureMark(mark: mark, kind: .erased), in: tx)
        return mark
    }

    /// Notes what a member decided about their health data; answers the mark.
    func noteConsent(_ isGranted: Bool, of member: ID<Person>, in tx: Transaction) throws -> [UInt8] {
        let mark = key.consent(member)
        if isGranted {
            try ErasureMarkStore.revoke(mark, in: tx)
        } else {
            try ErasureMarkStore.note(ErasureMark(mark: mark, kind: .withdrawn), in: tx)
        }
        return mark
    }

    /// Brings the file up to date, after commit: with these marks, or with all (nil). What cannot be written now is at the
    /// next start, and every night; it is no reason to tell a member that their account is still there.
    func writeDown(_ marks: [[UInt8]]? = nil) async {
        guard let folder else { return }
        let path = ErasureBook.path(in: folder)
        do {
            try await write(marks, to: path)
        } catch {
            logger.error("an erasure could not be written into its file", metadata: ["path": "\(path)"])
        }
    }

    private func write(_ marks: [[UInt8]]?, to path: String) async throws {
        // What the database holds is read with the file locked: of two processes the later one writes the later state.
        let file = try await LockedFile.open(path)
        defer { file.close() }
        let contents = try file.contents()
        if let marks, var book = try? ErasureBook(contents, path: path, key: key) {
            let rows = try await database.read { tx in try marks.compactMap { try ErasureMarkStore.find($0, in: tx) } }
            return try file.append(book.adding(rows, toEmpty: false))
        }
        let rows = try await database.read { try ErasureMarkStore.all(in: $0) }
        var book = ErasureBook(key: key)
        if !contents.isEmpty {
            do {
                book = try ErasureBook(contents, path: path, key: key)
            } catch {
                // The database knows all that the file said, for a restored one was told it.
                logger.error(
                    "the file of erasures is damaged or another server's, and is written anew",
                    metadata: ["path": "\(path)"])
                try contents.write(to: URL(filePath: path + ".damaged"), options: .atomic)
                chmod(path + ".damaged", 0o600)
                try file.empty()
                return try file.append(book.adding(rows, toEmpty: true))
            }
        }
        try file.append(book.adding(rows, toEmpty: contents.isEmpty))
    }
}

/// A file that one process at a time appends to, and only its owner may read (mode 0600).
private struct LockedFile {
    private let descriptor: CInt
    private let path: String

    /// Opens or makes it, and waits for whoever else writes, at most five seconds.
    static func open(_ path: String) async throws -> LockedFile {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AccountKeysError.unreadable(path: path) }
        fchmod(descriptor, 0o600)
        for _ in 0..<500 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return LockedFile(descriptor: descriptor, path: path) }
            try? await Task.sleep(for: .milliseconds(10))
        }
        Glibc.close(descriptor)
        throw AccountKeysError.unreadable(path: path)
    }

    func contents() throws -> Data {
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw AccountKeysError.unreadable(path: path)
        }
        return contents
    }

    func empty() throws {
        guard ftruncate(descriptor, 0) == 0 else { throw AccountKeysError.unreadable(path: path) }
    }

    /// Returns when it is on disk.
    func append(_ text: String) throws {
        guard !text.isEmpty else { return }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { throw AccountKeysError.unreadable(path: path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(descriptor) == 0 else { throw AccountKeysError.unreadable(path: path) }
        // And that there is such a file.
        let folder = Glibc.open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            Glibc.close(folder)
        }
    }

    func close() { Glibc.close(descriptor) }
}
