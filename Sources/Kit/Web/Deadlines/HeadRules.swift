import NIOHTTP1

/// What a request head must be before anything looks at it (RFC 9112): one name, one path, one way to tell its length.
/// Whatever two servers in a row could read differently is refused.
enum HeadRules {
    /// Bytes of path and query together.
    static let longestTarget = 8_192

    /// The status to refuse with; nil when the head is in order.
    static func refusal(of head: HTTPRequestHead) -> HTTPResponseStatus? {
        guard head.version.major == 1 else { return .badRequest }
        let hosts = head.headers["host"]
        guard hosts.count == 1, let host = hosts.first, HostRule.host(of: host) != nil else { return .badRequest }
        guard head.uri.utf8.count <= longestTarget else { return .uriTooLong }
        guard head.uri.utf8.first == UInt8(ascii: "/"), head.uri.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return .badRequest
        }
        // No page takes a body of unknown length: browsers always say how long a form is.
        guard !head.headers.contains(name: "transfer-encoding") else { return .lengthRequired }
        let lengths = head.headers["content-length"]
        guard lengths.count <= 1 else { return .badRequest }
        if head.method == .GET || head.method == .HEAD, let length = lengths.first, length != "0" {
            return .badRequest
        }
        return nil
    }
}
