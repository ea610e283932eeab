import Hummingbird

/// The cookies of this site. `__Host-` binds them to the host and to HTTPS; without HTTPS (development) browsers
/// refuse that prefix, so the plain names are used.
struct Cookies: Sendable {
    let session: String
    let form: String
    static let language = "language"
    static let flash = "flash"
    private let isSecure: Bool

    init(secure: Bool) {
        session = secure ? "__Host-wayfellow" : "wayfellow"
        form = secure ? "__Host-wayfellow-form" : "wayfellow-form"
        isSecure = secure
    }

    /// What a request carries, each only if it looks as this site writes it.
    struct Received: Sendable {
        var token: String?
        var form: String?
        var language: String?
        var flash: String?
    }

    func received(_ headers: HTTPFields) -> Received {
        var received = Received()
        for header in headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";"), maxSplits: 50) {
                let pair = pair.drop { $0 == 32 }
                let name = pair.prefix { $0 != UInt8(ascii: "=") }
                let value = pair[name.endIndex...].dropFirst()
                if name.elementsEqual(session.utf8) {
                    received.token = Self.hex(value)
                } else if name.elementsEqual(form.utf8) {
                    received.form = Self.hex(value)
                } else if name.elementsEqual(Self.language.utf8) {
                    received.language = value.count <= 8 ? String(value) : nil
                } else if name.elementsEqual(Self.flash.utf8) {
                    received.flash = Self.key(value)
                }
            }
        }
        return received
    }

    /// A `Set-Cookie` value. Nil seconds: until the browser is closed.
    func setting(_ name: String, _ value: String, seconds: Int?) -> String {
        var cookie = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let seconds { cookie += "; Max-Age=\(seconds)" }
        if isSecure { cookie += "; Secure" }
        return cookie
    }

    func clearing(_ name: String) -> String {
        setting(name, "", seconds: 0)
    }

    private static func hex(_ bytes: Substring.UTF8View) -> String? {
        guard (32...128).contains(bytes.count) else { return nil }
        let isHex = bytes.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        return isHex ? String(bytes) : nil
    }

    /// A text key: letters, digits, dots and hyphens.
    static func key(_ bytes: Substring.UTF8View) -> String? {
        guard (1...80).contains(bytes.count) else { return nil }
        let isKey = bytes.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
        }
        return isKey ? String(bytes) : nil
    }
}
