import Hummingbird

/// The cookies of this site, received and set.
struct Cookies: Sendable {
    let names: CookieHeader
    private let isSecure: Bool
    private let sessionDays: Int
    private let signer: TextSigner

    init(isSecure: Bool, sessionDays: Int, signer: TextSigner) {
        names = CookieHeader(isSecure: isSecure)
        self.isSecure = isSecure
        self.sessionDays = sessionDays.clamped(to: 1...400)
        self.signer = signer
    }

    /// The session's cookie, kept for days or only until the browser is closed.
    func session(_ value: String, isKept: Bool) -> String {
        setting(names.session, value, seconds: isKept ? sessionDays * 86_400 : nil)
    }

    /// The cookie of a sentence to show once: its key, signed, so that nobody else can make a page say something.
    func flash(_ key: String) -> String {
        setting(names.flash, signer.sign(key, for: "flash"), seconds: 60)
    }

    /// The key in a flash cookie that this server set; nil for any other.
    func flashKey(in value: String?) -> String? {
        value.flatMap { signer.verify($0, for: "flash") }
    }

    func received(_ headers: HTTPFields) -> CookieHeader.Received {
        var received = CookieHeader.Received()
        for header in headers[values: .cookie] { names.read(header, into: &received) }
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
}
