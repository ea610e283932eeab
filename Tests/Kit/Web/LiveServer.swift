import Foundation
import Glibc
import Hummingbird
import NIOCore
import Synchronization

@testable import Web

/// The test site behind a real socket on a free port, for as long as the body runs.
func withServer(_ test: TestSite, _ body: @Sendable @escaping (Wire) async throws -> Void) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let application = test.site.application(host: "127.0.0.1", port: 0) { port.yield($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        for await number in ports {
            try await body(Wire(port: number))
            break
        }
        group.cancelAll()
        while let result = await group.nextResult() {
            if case .failure(let error) = result, !(error is CancellationError) { throw error }
        }
    }
}

/// Bytes to the server and back, as they are.
struct Wire: Sendable {
    let port: Int

    struct Closed: Error {}

    /// Sends pieces one after another, each when the one before has been taken, and reads until the server closes or
    /// `until` has been seen. Blocking calls on a thread of their own. Fails when the server is silent for 20 seconds.
    func send(_ pieces: [String], until: String? = nil) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try exchange(pieces, until: until) }) }
            thread.start()
        }
    }

    func get(_ path: String) async throws -> String {
        try await send(["GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"])
    }

    /// Sends a request, waits, and reads in small pieces with a pause before each; answers how many bytes came.
    /// Times in microseconds.
    func read(_ request: String, wait: UInt32, pause: UInt32) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result {
                        let socket = try opened()
                        defer { Glibc.close(socket) }
                        var room: Int32 = 65_536
                        setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
                        _ = Glibc.send(socket, request, request.utf8.count, Int32(MSG_NOSIGNAL))
                        usleep(wait)
                        var (buffer, all) = ([UInt8](repeating: 0, count: 65_536), 0)
                        while true {
                            usleep(pause)
                            let count = recv(socket, &buffer, buffer.count, 0)
                            guard count > 0 else { return all }
                            all += count
                        }
                    })
            }
            thread.start()
        }
    }

    /// Sends pieces and goes away.
    func cut(_ pieces: [String]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let thread = Thread {
                continuation.resume(
                    with: Result {
                        let socket = try opened()
                        for piece in pieces { _ = Glibc.send(socket, piece, piece.utf8.count, Int32(MSG_NOSIGNAL)) }
                        Glibc.close(socket)
                    })
            }
            thread.start()
        }
    }

    private func opened() throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        // The address is NIO's: which module the C structure's fields come from depends on the order of compiling.
        let connected = try SocketAddress(ipAddress: "127.0.0.1", port: port).withSockAddr { address, size in
            connect(socket, address, socklen_t(size))
        }
        guard connected == 0 else { throw Closed() }
        return socket
    }

    private func exchange(_ pieces: [String], until: String?) throws -> String {
        let socket = try opened()
        defer { Glibc.close(socket) }
        for piece in pieces {
            let bytes = Array(piece.utf8)
            // The server may have closed already; what it said is still to be read.
            _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count < 0, errno == EAGAIN { throw Closed() }
            guard count > 0 else { break }
            answer.append(contentsOf: buffer.prefix(count))
            if let until, String(decoding: answer, as: UTF8.self).contains(until) { break }
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
