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

    /// Makes the folder or closes it to others (mode 0700) and takes its lock. Only who listens to requests for releases (`isServer`) leaves its
    /// number, since the signal that asks would end any other command.
    static func open(_ url: URL, exclusively: Bool, isServer: Bool) throws -> DataFolder {
        try PrivateFolder.prepare(url, knownBy: ["wayfellow.lock", "wayfellow.sqlite", "account.key"])
        let descriptor = Glibc.open(lockPath(url), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ValidationError("\(url.path()) cannot be written. Choose another folder with --data.")
        }
        // A request that comes before the server listens must not end it.
        if isServer { signal(SIGUSR1, SIG_IGN) }
        if exclusively {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw ValidationError(
                    """
                    Another Wayfellow works on \(url.path()), and one SQLite file takes one process.
                    Stop it or wait for it, or choose another folder with --data.
                    """)
            }
            ftruncate(descriptor, 0)
            let text = isServer ? "\(getpid())\n" : "a command\n"
            _ = text.withCString { write(descriptor, $0, text.utf8.count) }
        }
        return DataFolder(url: url, descriptor: descriptor)
    }

    /// The server that holds the folder, when one does.
    static func holder(_ url: URL) -> pid_t? {
        let descriptor = Glibc.open(lockPath(url), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        let text = try? String(contentsOf: url.appending(path: "wayfellow.lock"), encoding: .utf8)
        return text.flatMap { pid_t($0.filter { $0 != "\n" }) }
    }

    private static func lockPath(_ url: URL) -> String { url.appending(path: "wayfellow.lock").path() }
}
