import Dispatch
import Foundation
import Synchronization
import SystemPackage

/// A file on its way through: written once, read from the start as often as wanted, and without a name, so that nobody
/// else can open it and nothing of it is left behind, also when the process is killed.
package final class SpooledFile: Sendable {
    package enum Failure: Error, Sendable, Hashable {
        /// The disk would not take or give it.
        case disk(String)
    }

    let descriptor: FileDescriptor
    /// On whose disk it lies.
    let folder: String
    private let count = Mutex(0)
    /// Disks can make one wait, and the threads of requests must not.
    private static let threads = DispatchQueue(label: "spooled files", qos: .utility, attributes: .concurrent)

    /// - Parameter folder: on whose disk it lies; enough room there is the caller's business.
    package init(in folder: String) throws(Failure) {
        self.folder = folder
        descriptor = FileDescriptor(rawValue: try Self.nameless(in: folder))
    }

    deinit {
        try? descriptor.close()
    }

    /// Bytes written so far.
    package var size: Int { count.withLock { $0 } }

    /// Adds to the end.
    package func append(_ bytes: [UInt8]) async throws(Failure) {
        let place = size
        try await onThread { [descriptor] in
            _ = try bytes.withUnsafeBytes { try descriptor.writeAll(toAbsoluteOffset: Int64(place), $0) }
        }
        count.withLock { $0 += bytes.count }
    }

    /// At most so many bytes from a place on; none at the end.
    package func bytes(from place: Int, atMost most: Int) async throws(Failure) -> [UInt8] {
        try await onThread { [descriptor] in
            try [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
                count = try descriptor.read(
                    fromAbsoluteOffset: Int64(place), into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    /// Lets whoever is handed the descriptor read from the start.
    func rewind() throws(Failure) {
        do { _ = try descriptor.seek(offset: 0, from: .start) } catch { throw .disk("\(error)") }
    }

    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws(Failure)
        -> Value
    {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            Self.threads.async { continuation.resume(returning: Result(catching: work)) }
        }
        do { return try result.get() } catch { throw .disk("\(error)") }
    }

    private static func nameless(in folder: String) throws(Failure) -> CInt {
        // Linux 3.11 and most file systems; the constant is O_TMPFILE, which Swift does not import.
        let file = open(folder, O_RDWR | O_CLOEXEC | O_DIRECTORY | 0o20000000, 0o600)
        if file >= 0 { return file }
        let path = "\(folder)/upload-\(UUID().uuidString)"
        let named = open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        guard named >= 0 else { throw .disk("\(folder): \(String(cString: strerror(errno)))") }
        unlink(path)
        return named
    }
}
