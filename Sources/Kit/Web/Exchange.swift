import CZlib
import HTTPTypes
import Hummingbird
import NIOCore

/// A response in memory, for tests.
package struct Exchange: Sendable {
    package let status: Int
    /// Names in lower case; of a repeated field all values, in order.
    package let headers: [(name: String, value: String)]
    /// Decompressed.
    package let body: [UInt8]
    /// Bytes of the body that would have gone out.
    package let wireBytes: Int

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The first value of a header field.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name.lowercased() }?.value
    }

    /// Ids that more than one element of the page has: labels and links lead to the first of them only.
    package var doubledIDs: [String] {
        var met: Set<String> = []
        let parts = text.split(separator: " id=\"", omittingEmptySubsequences: false).dropFirst()
        return parts.compactMap { String($0.utf8.prefix { $0 != UInt8(ascii: "\"") }) }.filter {
            !met.insert($0).inserted
        }
    }

    /// `name=value` of every cookie set; the value is empty where one is cleared.
    package var cookies: [String] {
        headers.filter { $0.name == "set-cookie" }.compactMap { $0.value.split(separator: ";").first.map(String.init) }
    }
}

extension Site {
    /// Answers a request without a socket, through the same code as with one: routes, access, tokens, limits, pages.
    ///
    /// - Parameters:
    ///   - target: path and query.
    ///   - headers: `Host` is added if absent; for a POST and with a body, `Content-Type` and `Content-Length` too.
    ///   - body: as it is sent; of a form (`name=Ana&csrf=…`).
    ///   - bytes: in the place of `body`, for what is no text.
    ///   - address: where the request seems to come from.
    package func respond(
        _ method: String, _ target: String, headers: [String: String] = [:], body: String = "",
        bytes: [UInt8]? = nil, address: String = "127.0.0.1"
    ) async -> Exchange {
        var fields = HTTPFields()
        var host = settings.hosts?.min() ?? "localhost"
        for (name, value) in headers {
            if name.lowercased() == "host" {
                host = value
            } else if let name = HTTPField.Name(name) {
                fields[name] = value
            }
        }
        let body = bytes ?? Array(body.utf8)
        if method == "POST" || !body.isEmpty {
            if fields[.contentType] == nil { fields[.contentType] = "application/x-www-form-urlencoded" }
            if fields[.contentLength] == nil { fields[.contentLength] = String(body.count) }
        }
        let request = Request(
            head: HTTPRequest(
                method: HTTPRequest.Method(method) ?? .get, scheme: nil, authority: host, path: target,
                headerFields: fields),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let context = SiteContext(
            remoteAddress: try? SocketAddress(ipAddress: address, port: 0), logger: logger)
        do {
            let response = try await SiteResponder(site: self, listening: nil).respond(to: request, context: context)
            return try await Self.exchange(response)
        } catch {
            return Exchange(status: 599, headers: [], body: Array(String(describing: error).utf8), wireBytes: 0)
        }
    }

    private static func exchange(_ response: Response) async throws -> Exchange {
        let collector = BodyCollector()
        do {
            try await response.body.write(collector)
        } catch {
            // The connection is cut behind what was sent.
            let sent = Array(collector.bytes.readableBytesView)
            return Exchange(
                status: 599, headers: [], body: sent + Array(String(describing: error).utf8), wireBytes: sent.count)
        }
        let bytes = Array(collector.bytes.readableBytesView)
        let isCompressed = response.headers[.contentEncoding] == "gzip"
        return Exchange(
            status: response.status.code,
            headers: response.headers.map { ($0.name.canonicalName, $0.value) },
            body: isCompressed ? Gzip.decompress(bytes) ?? [] : bytes, wireBytes: bytes.count)
    }
}

/// Gathers what a response writes. One exchange owns one.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
        bytes.writeImmutableBuffer(buffer)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension Gzip {
    /// The bytes behind a gzip stream of at most 16 MiB; nil when it is broken or larger.
    static func decompress(_ bytes: [UInt8], limit: Int = 16 * 1_024 * 1_024) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var status = Z_OK
        return bytes.withUnsafeBufferPointer { input -> [UInt8]? in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(input.count)
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while status == Z_OK, output.count <= limit {
                let written = chunk.withUnsafeMutableBufferPointer { space in
                    stream.next_out = space.baseAddress
                    stream.avail_out = UInt32(space.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return space.count - Int(stream.avail_out)
                }
                output.append(contentsOf: chunk.prefix(written))
            }
            return status == Z_STREAM_END ? output : nil
        }
    }
}
