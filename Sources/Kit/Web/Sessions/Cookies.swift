import Hummingbird

/// The cookies of this site, received and set.
struct Cookies: Sendable {
    let names: CookieHeader
    private let isSecure: Bool

    init(isSecure: Bool) {
        names = CookieHeader(isSecure: isSecure)
        self.isSecure = isSecure
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
