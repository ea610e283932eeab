/// Reads the `Cookie` header field: only this site's names, and each value only if it looks as this site writes it.
/// Pure and strict: it is fed by anybody.
struct CookieHeader: Sendable {
    /// The names; `__Host-` binds a cookie to the host and to HTTPS. Without HTTPS (development) browsers refuse that
    /// prefix, so the plain names are used.
    let session: String
    let form: String
    let seen: String
    let language = "language"
    let flash = "flash"

    struct Received: Sendable, Hashable {
        /// The session's cookie: token and what is sealed beside it.
        var token: String?
        /// What a visitor's form tokens are made from.
        var form: String?
        var language: String?
        /// Text key of a sentence to show once, under the server's mark.
        var flash: String?
        /// What a member has seen, sealed for them.
        var seen: String?
    }

    init(isSecure: Bool) {
        session = isSecure ? "__Host-wayfellow" : "wayfellow"
        form = isSecure ? "__Host-wayfellow-form" : "wayfellow-form"
        seen = isSecure ? "__Host-wayfellow-seen" : "wayfellow-seen"
    }

    func received(_ header: String) -> Received {
        var received = Received()
        read(header, into: &received)
        return received
    }

    /// The first cookie of a name counts, as browsers send the most specific one first.
    func read(_ header: String, into received: inout Received) {
        for pair in header.utf8.split(separator: UInt8(ascii: ";"), maxSplits: 50) {
            let pair = pair.drop { $0 == 32 }
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            let value = pair[name.endIndex...].dropFirst()
            if name.elementsEqual(session.utf8) {
                received.token = received.token ?? Self.hex(value)
            } else if name.elementsEqual(form.utf8) {
                received.form = received.form ?? Self.hex(value)
            } else if name.elementsEqual(language.utf8) {
                received.language = received.language ?? Self.key(value)
            } else if name.elementsEqual(flash.utf8) {
                received.flash = received.flash ?? Self.key(value)
            } else if name.elementsEqual(seen.utf8) {
                received.seen = received.seen ?? Self.hex(value, most: Self.mostSeen)
            }
        }
    }

    /// Most digits of the cookie of what was seen: all cookies of a site share a few KiB.
    static let mostSeen = 2_000

    /// At least 128 bits as hexadecimal digits.
    private static func hex(_ bytes: Substring.UTF8View, most: Int = 256) -> String? {
        guard (32...most).contains(bytes.count) else { return nil }
        let isHex = bytes.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        return isHex ? String(bytes) : nil
    }

    /// A text key or a language: letters, digits, dots and hyphens.
    private static func key(_ bytes: Substring.UTF8View) -> String? {
        guard (1...120).contains(bytes.count) else { return nil }
        return bytes.allSatisfy { $0.isLetterOrDigit || $0 == 45 || $0 == 46 } ? String(bytes) : nil
    }
}
