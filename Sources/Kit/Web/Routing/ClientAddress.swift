import NIOCore

/// Who is calling. Written out only when somebody asks: most requests never need it.
enum ClientAddress: Sendable {
    case socket(SocketAddress)
    case unknown

    var text: String {
        switch self {
        case .socket(let address): address.ipAddress ?? "local"
        case .unknown: "local"
        }
    }

    /// The address that counts for limits: IPv6 by its first 64 bits, for one household has them all.
    var network: String {
        guard case .socket(.v6(let address)) = self else { return text }
        // sockaddr_in6: family and port (2 + 2 bytes), flow (4), then the 16 bytes of the address.
        let bytes = withUnsafeBytes(of: address.address) { Array($0.dropFirst(8).prefix(16)) }
        if bytes.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            // IPv4 that came to an IPv6 socket: else all of it would count as one.
            return bytes.suffix(4).map { String($0) }.joined(separator: ".")
        }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// True for the machine itself.
    static func isLoopback(_ address: SocketAddress) -> Bool {
        switch address {
        case .v4, .v6:
            let text = address.ipAddress ?? ""
            return text == "::1" || text.utf8.starts(with: "127.".utf8) || text.utf8.starts(with: "::ffff:127.".utf8)
        case .unixDomainSocket:
            return true
        }
    }

    /// The address of the socket, or the last hop of `X-Forwarded-For` when the socket is a trusted proxy's.
    static func resolve(
        socket: SocketAddress?, forwarded: @autoclosure () -> String?, trustedProxies: Set<String>
    ) -> ClientAddress {
        guard let socket else { return .unknown }
        guard !trustedProxies.isEmpty, let ip = socket.ipAddress, trustedProxies.contains(ip),
            let last = forwarded()?.split(separator: ",").last
        else { return .socket(socket) }
        let text = last.filter { $0 != " " }
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return .socket(socket) }
        return .socket(address)
    }
}
