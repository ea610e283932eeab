import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A long answer that is written as its reader takes it: of any length, and never in memory as a whole.
package struct Stream: Sendable {
    let type: String
    /// The name of the file to keep, plain ASCII; nil for what is read at once.
    let name: String?
    let write: @Sendable (inout StreamWriter) async throws -> Void

    /// - Parameter write: writes it all. What it throws ends the answer in its middle, and whoever reads sees that it is
    ///   not whole.
    package init(
        type: String, name: String? = nil, _ write: @escaping @Sendable (inout StreamWriter) async throws -> Void
    ) {
        (self.type, self.name, self.write) = (type, name, write)
    }
}

/// Takes the pieces of a long answer; waits while the reader is behind.
package struct StreamWriter {
    /// Bytes that are gathered before they go out: small pieces would cost a packet each.
    private static let piece = 32_768

    private var writer: any ResponseBodyWriter
    private var gathered = ByteBuffer()
    let isStopping = Flag()

    /// Set once, from another thread.
    final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    package mutating func write(_ bytes: some Sequence<UInt8>) async throws {
        gathered.writeBytes(bytes)
        if gathered.readableBytes >= Self.piece { try await flush() }
    }

    /// Sends what is gathered.
    package mutating func flush() async throws {
        if isStopping.isSet { throw CancellationError() }
        guard gathered.readableBytes > 0 else { return }
        let bytes = gathered
        gathered = ByteBuffer()
        try await writer.write(bytes)
    }

    func finish() async throws {
        var last = self
        try await last.flush()
        try await writer.finish(nil)
    }
}

extension Visit {
    /// A stream as it goes out.
    func response(_ stream: Stream) -> Response {
        var fields = site.headers.always
        fields[.contentType] = stream.type
        fields[.cacheControl] = "no-store"
        if let name = stream.name { fields[.contentDisposition] = Self.attachment(name) }
        let visit = self
        let body = ResponseBody { writer in
            do {
                try await Self.write(stream, to: StreamWriter(writer))
            } catch let error where !(error is CancellationError || error is IOError || error is ChannelError) {
                // Who went away while they read is no fault of ours.
                visit.logBroken(error)
                throw error
            }
        }
        return Response(status: .ok, headers: fields, body: body)
    }

    /// Until the server is asked to stop: a slow reader would hold that up for hours, and sees that the file is not whole.
    private static func write(_ stream: Stream, to writer: StreamWriter) async throws {
        var writer = writer
        let isStopping = writer.isStopping
        try await withGracefulShutdownHandler {
            try await stream.write(&writer)
            try await writer.finish()
        } onGracefulShutdown: {
            isStopping.set()
        }
    }
}
