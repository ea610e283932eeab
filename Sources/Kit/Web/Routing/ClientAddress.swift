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

    /// What counts as one caller: an IPv4 address, the first 64 bits of an IPv6 address (one household has them all), or
    /// the machine itself.
    enum Network: Hashable, Sendable {
        case v4(UInt32)
        case v6(UInt64)
        case local
    }

    var network: Network {
        switch self {
        case .socket(.v4(let address)):
            // sockaddr_in: family and port (2 + 2 bytes), then the 4 bytes of the address.
            return withUnsafeBytes(of: address.address) {
                .v4(UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            }
        case .socket(.v6(let address)):
            // sockaddr_in6: family and port (2 + 2 bytes), flow (4), then the 16 bytes of the address.
            return withUnsafeBytes(of: address.address) { bytes in
                let (first, second) = (
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
                )
                // IPv4 that came to an IPv6 socket: else all of it would count as one.
                return first == 0 && second >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: second)) : .v6(first)
            }
        case .socket, .unknown:
            return .local
        }
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
