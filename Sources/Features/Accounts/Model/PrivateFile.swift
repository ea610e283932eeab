import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A file that only its owner may read (mode 0600): keys, and the passphrases of a demonstration.
enum PrivateFile {
    /// Makes a new file; never replaces one. Made with its mode, so that at no moment others can read it.
    static func create(_ path: String, contents: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw AccountKeysError.unreadable(path: path) }
        defer { close(file) }
        var rest = Array(contents.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard written > 0 else { throw AccountKeysError.unreadable(path: path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(file) == 0 else { throw AccountKeysError.unreadable(path: path) }
    }

    /// Reads a file that nobody else may read; refuses one that others may.
    static func read(_ path: String) throws -> [UInt8] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = attributes?[.posixPermissions] as? Int else { throw AccountKeysError.unreadable(path: path) }
        guard mode & 0o077 == 0 else { throw AccountKeysError.readableByOthers(path: path) }
        guard let contents = FileManager.default.contents(atPath: path) else {
            throw AccountKeysError.unreadable(path: path)
        }
        return Array(contents)
    }
}
