/// Which names may stand in `Host`: a foreign name means a rebound DNS name or a misdirected request.
struct HostRule: Sendable {
    private let names: Set<String>

    /// - Parameter listening: the address that the server is bound to, allowed when no names are set.
    init(hosts: Set<String>?, listening: String?) {
        if let hosts {
            names = Set(hosts.map { $0.lowercased() })
        } else {
            var names: Set<String> = ["localhost", "127.0.0.1", "[::1]", "::1"]
            if let listening, listening != "0.0.0.0", listening != "::" { names.insert(listening.lowercased()) }
            self.names = names
        }
    }

    func allows(_ authority: String) -> Bool {
        if names.contains(authority) { return true }
        guard let host = Self.host(of: authority) else { return false }
        return names.contains(host)
    }

    /// The name without its port, lower case; nil for anything that is not `name`, `name:port`, `[v6]` or `[v6]:port`.
    static func host(of authority: String) -> String? {
        var bytes = Array(authority.utf8)
        guard !bytes.isEmpty, bytes.count <= 260 else { return nil }
        let searchFrom = bytes.first == UInt8(ascii: "[") ? bytes.firstIndex(of: UInt8(ascii: "]")) ?? 0 : 0
        if let colon = bytes[searchFrom...].firstIndex(of: UInt8(ascii: ":")) {
            let port = bytes[(colon + 1)...]
            guard port.count <= 5, port.allSatisfy({ (48...57).contains($0) }) else { return nil }
            bytes.removeSubrange(colon...)
        }
        let isPlain = bytes.allSatisfy { $0.isLetterOrDigit || [45, 46, 58, 91, 93, 95].contains($0) }
        guard isPlain, !bytes.isEmpty else { return nil }
        return String(decoding: bytes.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
