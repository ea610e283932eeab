import Hummingbird
import Logging
import NIOCore

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

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    package mutating func write(_ bytes: some Sequence<UInt8>) async throws {
        gathered.writeBytes(bytes)
        if gathered.readableBytes >= Self.piece { try await flush() }
    }

    /// Sends what is gathered.
    package mutating func flush() async throws {
        guard gathered.readableBytes > 0 else { return }
        let bytes = gathered
        gathered = ByteBuffer()
        try await writer.write(bytes)
    }

    consuming func finish() async throws {
        try await flush()
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
        let (site, route, request) = (site, route, request)
        let body = ResponseBody { writer in
            do {
                var pieces = StreamWriter(writer)
                try await stream.write(&pieces)
                try await pieces.finish()
            } catch let error where !(error is CancellationError || error is IOError || error is ChannelError) {
                // Who went away while they read is no fault of ours.
                site.log(failure: error, id: Hex.text(RandomBytes.make(6)), status: 200, request: request, route: route)
                throw error
            }
        }
        return Response(status: .ok, headers: fields, body: body)
    }
}
