/// The server that takes our mail, and how to reach it: an MTA or a provider's submission service (RFC 6409).
package struct SMTPSettings: Sendable {
    /// How the connection comes to be encrypted. There is no way without.
    package enum Encryption: Sendable {
        /// `STARTTLS` after the greeting, port 587 as a rule; a server that has none is not spoken to.
        case startTLS
        /// From the first byte, port 465 as a rule.
        case implicitTLS
    }

    /// Who we are to the server.
    package struct Credentials: Sendable {
        package let user: Secret
        package let password: Secret

        /// `nil` where one of them holds a NUL, which would cut it short.
        package init?(user: Secret, password: Secret) {
            guard !user.revealed.utf8.contains(0), !password.revealed.utf8.contains(0) else { return nil }
            (self.user, self.password) = (user, password)
        }
    }

    /// A name, an IPv4 address or an IPv6 address; the server's certificate must be for it.
    package let host: String
    package let port: Int
    package let encryption: Encryption
    package let credentials: Credentials?
    /// A file of certificates (PEM) to trust instead of the machine's.
    package let authorities: String?
    /// Connections at most, each with a thread while there is something to send.
    package let connections: Int
    /// For reaching the server, greeting and TLS and all.
    package let connectTimeout: Duration
    /// For one mail in all.
    package let timeout: Duration

    /// `nil` where there can be no such host, port or file.
    package init?(
        host: String, port: Int, encryption: Encryption, credentials: Credentials? = nil, authorities: String? = nil,
        connections: Int = 2, connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(60)
    ) {
        let signs = Set("-.:".utf8)
        guard (1...255).contains(host.utf8.count), host.utf8.allSatisfy({ $0.isLetterOrDigit || signs.contains($0) }),
            (1...65_535).contains(port), authorities?.utf8.contains(0) != true
        else { return nil }
        (self.host, self.port, self.encryption) = (host, port, encryption)
        (self.credentials, self.authorities) = (credentials, authorities)
        (self.connections, self.connectTimeout, self.timeout) = (max(1, connections), connectTimeout, timeout)
    }
}
