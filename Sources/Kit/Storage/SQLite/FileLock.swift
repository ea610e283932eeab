import Foundation
import Synchronization

/// Keeps a second process, or a second database in this one, away from a file: SQLite 3.7.0 to 3.51.2 can corrupt one
/// that two connections write or checkpoint at once (the WAL-reset bug). The lock ends with the process, however it
/// ends.
final class FileLock: Sendable {
    private let descriptor: Mutex<CInt?>

    init(path: String) throws(StorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .other("\(path) cannot be opened: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .other("the database is in use by another process (\(path) is locked)")
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    func release() {
        descriptor.withLock { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }
}
