import Foundation
import Synchronization
import Web

#if canImport(Glibc)
    import Glibc
#endif

/// The Unix socket `wayfellow.sock` of a data folder.
final class SocketFile: Sendable {
    private let descriptor: CInt
    private let isStopped = Atomic(false)

    private init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    static func listening(in folder: URL) throws -> SocketFile {
        let failure = CommandError(
            "\(folder.path(percentEncoded: false)) takes no socket: commands cannot reach the server.")
        unlink(folder.appending(path: "wayfellow.sock").path(percentEncoded: false))
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0, withAddress(in: folder, { bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, 16) == 0
        else { throw failure }
        chmod(folder.appending(path: "wayfellow.sock").path(percentEncoded: false), 0o600)
        return SocketFile(descriptor: descriptor)
    }

    static func connect(in folder: URL) -> LineConnection? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0, withAddress(in: folder, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return LineConnection(descriptor: descriptor)
    }

    /// The next connection; nil once stopped.
    func accept() async -> LineConnection? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                let connection = acceptOne()
                let isOpen = connection >= 0 && !isStopped.load(ordering: .acquiring)
                if connection >= 0, !isOpen { close(connection) }
                continuation.resume(returning: isOpen ? LineConnection(descriptor: connection) : nil)
            }
        }
    }

    /// Waits for a connection; -1 once the socket is closed. One that broke off, or too many open files for a while, is
    /// no reason to stop listening: the server would end with it.
    private func acceptOne() -> CInt {
        while true {
            let connection = Glibc.accept(descriptor, nil, nil)
            if connection >= 0 || isStopped.load(ordering: .acquiring) { return connection }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(100_000)
            default: return -1
            }
        }
    }

    func stop() {
        isStopped.store(true, ordering: .releasing)
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// The socket's address through the folder's descriptor: a path of any length fits.
    private static func withAddress(
        in folder: URL, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        let directory = open(folder.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return -1 }
        defer { close(directory) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(directory)/wayfellow.sock".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { space in
            for (place, byte) in zip(space.indices.dropLast(), path) { space[place] = byte }
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// One end of a conversation in lines of JSON, each at most a mebibyte.
final class LineConnection: Sendable {
    private let descriptor: CInt
    private let unread = Mutex<[UInt8]>([])

    /// - Parameter patience: how long the other end may leave unread what was sent; then it is hung up on.
    init(descriptor: CInt, patience: Duration = .seconds(10)) {
        self.descriptor = descriptor
        let (seconds, attoseconds) = patience.components
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    func close() { Glibc.close(descriptor) }

    /// Ends the conversation from this side: whoever waits for the other's next line waits no longer.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Sends a message; one that cannot be sent ends the conversation: the other end is gone, or does not read.
    func send(_ message: CommandSocket.Message) {
        guard let json = try? JSONEncoder().encode(message) else { return }
        var rest = (Array(json) + [10])[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return hangUp() }
            rest = rest.dropFirst(sent)
        }
    }

    /// The next message; nil when the other end is gone or speaks something else.
    func receive() async -> CommandSocket.Message? {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                let line = readLine()
                continuation.resume(
                    returning: line.flatMap { try? JSONDecoder().decode(CommandSocket.Message.self, from: Data($0)) })
            }
        }
    }

    private func readLine() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let line = unread.withLock { unread -> [UInt8]? in
                guard let end = unread.firstIndex(of: 10) else { return nil }
                defer { unread.removeSubrange(...end) }
                return Array(unread[..<end])
            }
            if let line { return line }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            let isTooLong = unread.withLock { unread in
                if count > 0 { unread += chunk.prefix(count) }
                return unread.count > 1_048_576
            }
            guard count > 0, !isTooLong else { return nil }
        }
    }
}
