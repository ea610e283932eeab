import Crypto
import HTTPTypes
import Hummingbird
import NIOCore

/// What a finished visitor's page is kept under. A release of new figures has a new version, so all its pages are new
/// at once, and so they are when words were taken from sight; the old ones are evicted in time.
struct PublishedKey: Hashable, Sendable {
    let version: String
    /// `Database.takedowns` when the page was asked for, read before anything that stands on it.
    let takedowns: Int
    let language: String
    let path: String
    let query: String
}

/// A visitor's page as it goes out, made by `Visit.published`: bytes and header fields, made once.
package final class PublishedPage: Sendable {
    private let identity: Response
    private let compressed: Response?
    private let notModified: Response
    private let tag: String
    /// Bytes that it takes in memory, roughly.
    let cost: Int

    init(html: [UInt8], headers: HTTPFields) {
        tag = EntityTag.of(html)
        var fields = headers
        fields[.eTag] = EntityTag.header(tag)
        notModified = Response(status: .notModified, headers: fields)
        identity = Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: html)))
        if let gzip = Gzip.compress(html, level: Gzip.keptLevel) {
            fields[.contentEncoding] = "gzip"
            compressed = Response(status: .ok, headers: fields, body: .init(byteBuffer: gzip))
            cost = html.count + gzip.readableBytes + 2_048
        } else {
            compressed = nil
            cost = html.count + 2_048
        }
    }

    func response(to headers: HTTPFields) -> Response {
        if EntityTag.matches(headers[.ifNoneMatch], tag) { return notModified }
        if let compressed, Gzip.isAccepted(by: headers) { return compressed }
        return identity
    }
}

/// Entity tags (RFC 9110, 8.8.3): weak, for the same page goes out plain and compressed.
enum EntityTag {
    static func of(_ bytes: [UInt8]) -> String {
        Hex.text(Array(SHA256.hash(data: bytes)).prefix(12))
    }

    static func header(_ tag: String) -> String {
        "W/\"\(tag)\""
    }

    /// Whether `If-None-Match` names the tag. Tags are hexadecimal, so finding it anywhere between quotes is enough.
    static func matches(_ header: String?, _ tag: String) -> Bool {
        guard let header, header.utf8.count <= 2_000 else { return false }
        return header.utf8.split(separator: UInt8(ascii: ",")).contains { item in
            let plain = item.filter { $0 != 32 }
            let bare = plain.starts(with: "W/".utf8) ? plain.dropFirst(2) : plain[...]
            return bare.elementsEqual("\"\(tag)\"".utf8) || plain.elementsEqual("*".utf8)
        }
    }
}
