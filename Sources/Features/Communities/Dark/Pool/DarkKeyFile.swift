import Crypto
import Foundation
import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// `dark.key`: the key of the oldest day that any cell needs, in a folder of its own that no backup should take along.
///
/// The key stands in two places of the file, which are written over one after the other, each brought to the disk before the
/// next: a crash in between leaves one of them whole, and when both are done nothing of the older key is left in the file.
/// (A disk that moves what is written over, or a file system that keeps copies, may keep it for longer: docs/configuration.md.)
struct DarkKeyFile: Sendable {
    /// Why there is no key in hand.
    struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        let description: String
    }

    /// Nil: nothing outlives the process, and the key is kept in memory only.
    let folder: String?
    /// The folder was named by the operator: one that is missing is a disk that is not there, not the first start.
    let isNamed: Bool

    static let name = "dark.key"
    /// Bytes of a slot: whatever a disk writes at once lies in one of them.
    static let slotSize = 4_096

    private var path: String? { folder.map { "\($0)/\(Self.name)" } }

    /// The key in the file; nil where there is none. What a crash left half done is done.
    func read() throws -> DarkKey? {
        guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
        return try Self.locked(path, creating: false) { file in
            let slots = try (0..<2).map { try Self.slot($0, of: file) }
            guard let newest = slots.compactMap({ $0 }).max(by: { $0.day < $1.day }) else {
                throw Refusal(
                    description: "\(path) holds no key: put back the one that belongs there, or remove the file")
            }
            try Self.write(newest, over: slots, in: file)
            return newest
        }
    }

    /// Keeps a first key; answers it, or the one that another process kept meanwhile.
    func keep(_ key: DarkKey) throws -> DarkKey {
        guard let path else { return key }
        try prepareFolder()
        return try Self.locked(path, creating: true) { file in
            let slots = try (0..<2).map { try Self.slot($0, of: file) }
            if let other = slots.compactMap({ $0 }).max(by: { $0.day < $1.day }) { return other }
            try Self.write(key, over: slots, in: file)
            try syncFolder()
            return key
        }
    }

    /// So that after a power cut the file is in it.
    private func syncFolder() throws {
        guard let folder else { return }
        let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw Self.failure("be kept") }
        defer { close(opened) }
        guard fsync(opened) == 0 else { throw Self.failure("be kept") }
    }

    /// Writes a later key over the one there is. Another process may have been there first, or further on.
    func advance(to key: DarkKey) throws {
        guard let path else { return }
        try Self.locked(path, creating: true) { file in
            let slots = try (0..<2).map { try Self.slot($0, of: file) }
            if slots.contains(where: { ($0?.day ?? .min) > key.day }) { return }
            try Self.write(key, over: slots, in: file)
        }
    }

    /// Throws where the folder must be there and is not.
    func checkFolder() throws {
        guard let folder, isNamed else { return }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw Refusal(description: "the folder of WAYFELLOW_DARK_KEY is not there: \(folder)")
        }
    }

    /// Closed to others, and marked so that programs which make copies leave it out (bford.info/cachedir).
    private func prepareFolder() throws {
        guard let folder else { return }
        try checkFolder()
        try PrivateFolder.prepare(URL(filePath: folder, directoryHint: .isDirectory), knownBy: [Self.name])
        let tag = """
            Signature: 8a477f597d28d172789f06886806bc55
            # Copies of this folder, kept beside copies of the database, would show when something was asked.

            """
        try Data(tag.utf8).write(to: URL(filePath: "\(folder)/CACHEDIR.TAG"))
    }
}

// MARK: - Bytes

extension DarkKeyFile {
    private static let magic = Array("dark key 1      ".utf8)

    /// The mark of the file (16), the day (8), the key (32), and by what a torn slot is known (32, SHA-256).
    private static func bytes(of key: DarkKey) -> [UInt8] {
        let bytes = magic + withUnsafeBytes(of: Int64(key.day).bigEndian) { Array($0) } + key.bytes
        return bytes + SHA256.hash(data: bytes)
    }

    private static func key(in bytes: [UInt8]) -> DarkKey? {
        guard bytes.count == 88, bytes.starts(with: magic),
            Array(SHA256.hash(data: bytes.prefix(56))) == Array(bytes.suffix(32))
        else { return nil }
        let day = bytes[16..<24].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return Int(exactly: Int64(bitPattern: day)).map { DarkKey(day: $0, bytes: Array(bytes[24..<56])) }
    }

    /// Nil where a slot is empty or torn.
    private static func slot(_ number: Int, of file: CInt) throws -> DarkKey? {
        var bytes = [UInt8](repeating: 0, count: 88)
        let count = pread(file, &bytes, bytes.count, number * slotSize)
        guard count >= 0 else { throw failure("be read") }
        return count == bytes.count ? key(in: bytes) : nil
    }

    /// Whatever is no copy of the key is written over; the slot that is torn or older first, so that one is whole at any time.
    private static func write(_ key: DarkKey, over slots: [DarkKey?], in file: CInt) throws {
        let order = slots.indices.sorted { (slots[$0]?.day ?? .min) < (slots[$1]?.day ?? .min) }
        for number in order where slots[number] != key {
            let bytes = bytes(of: key)
            let padded = bytes + [UInt8](repeating: 0, count: slotSize - bytes.count)
            guard pwrite(file, padded, padded.count, number * slotSize) == padded.count, fsync(file) == 0 else {
                throw failure("be written")
            }
        }
    }

    /// Runs a body with the file open, closed to other accounts and to other processes that would do the same.
    private static func locked<Value>(_ path: String, creating: Bool, _ body: (CInt) throws -> Value) throws -> Value {
        let file = open(path, (creating ? O_RDWR | O_CREAT : O_RDWR) | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("be opened") }
        defer { close(file) }
        guard flock(file, LOCK_EX) == 0, fchmod(file, 0o600) == 0 else { throw failure("be locked") }
        return try body(file)
    }

    private static func failure(_ what: String) -> Refusal {
        Refusal(description: "dark.key cannot \(what): \(String(cString: strerror(errno)))")
    }
}
