import ArgumentParser
import Foundation
import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// The folder of one server. With SQLite exactly one process may write it: the lock says which.
///
/// Debian's SQLite 3.40.1 can damage a file that two processes write or checkpoint at once, so a second process is
/// refused, kindly, rather than let in.
final class DataFolder: Sendable {
    let url: URL
    private let descriptor: CInt

    private init(url: URL, descriptor: CInt) {
        self.url = url
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Makes the folder (mode 0700) and takes its lock. A server (`isServer`) says so in
    /// it: commands are sent to it, and to nobody else.
    static func open(_ url: URL, exclusively: Bool, isServer: Bool) async throws -> DataFolder {
        try PrivateFolder.prepare(url, knownBy: ["wayfellow.lock", "wayfellow.sqlite", "account.key"])
        let descriptor = Glibc.open(lockPath(url), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ValidationError(
                "\(url.path(percentEncoded: false)) cannot be written. Choose another folder with --data.")
        }
        if exclusively {
            guard await lock(descriptor) else {
                close(descriptor)
                throw ValidationError(
                    """
                    Another Wayfellow works on \(url.path(percentEncoded: false)), and one SQLite file takes one process.
                    Stop it or wait for it, or choose another folder with --data.
                    """)
            }
            ftruncate(descriptor, 0)
            let text = isServer ? "server \(getpid())\n" : "a command\n"
            _ = text.withCString { write(descriptor, $0, text.utf8.count) }
        }
        return DataFolder(url: url, descriptor: descriptor)
    }

    /// Whoever asks whether a server runs holds the lock for a moment, too; a server keeps it.
    private static func lock(_ descriptor: CInt) async -> Bool {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// Whether a server holds the folder.
    static func isServed(_ url: URL) -> Bool {
        let descriptor = Glibc.open(lockPath(url), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return false }
        let text = try? String(contentsOf: url.appending(path: "wayfellow.lock"), encoding: .utf8)
        return text?.hasPrefix("server ") ?? false
    }

    private static func lockPath(_ url: URL) -> String {
        url.appending(path: "wayfellow.lock").path(percentEncoded: false)
    }
}
