import HTTPTypes
import Hummingbird

extension HTTPField.Name {
    // The names are constant and valid, but the library only offers a failable initialiser for them.
    static let referrerPolicy = named("Referrer-Policy")
    static let permissionsPolicy = named("Permissions-Policy")
    static let openerPolicy = named("Cross-Origin-Opener-Policy")
    static let resourcePolicy = named("Cross-Origin-Resource-Policy")
    static let clearSiteData = named("Clear-Site-Data")
    static let fetchSite = named("Sec-Fetch-Site")
    static let forwardedFor = named("X-Forwarded-For")

    private static func named(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .server
    }
}

/// The header fields that every response carries, built once.
struct SecurityHeaders: Sendable {
    /// Nothing comes from another site, nothing runs inline, nobody frames us.
    static let contentPolicy = """
        default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
        connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    /// On 100% of responses.
    let always: HTTPFields
    /// A page of somebody signed in, or one with a form token: never stored.
    let privatePage: HTTPFields
    /// A page that is the same for every visitor: stored, but asked for again.
    let publicPage: HTTPFields
    /// JSON that is the same for everybody.
    let publicJSON: HTTPFields
    /// A web feed that is the same for everybody.
    let publicFeed: HTTPFields

    /// A file that is the same for everybody, whatever their language.
    func publicFile(type: String) -> HTTPFields {
        var fields = publicJSON
        fields[.contentType] = type
        return fields
    }

    init(secure: Bool) {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] = Self.contentPolicy
        fields[.xContentTypeOptions] = "nosniff"
        // `same-origin` rather than `no-referrer`: other sites learn nothing either way, and older browsers without
        // Sec-Fetch-Site then still say in `Origin` where a form came from.
        fields[.referrerPolicy] = "same-origin"
        fields[.openerPolicy] = "same-origin"
        fields[.resourcePolicy] = "same-origin"
        fields[.permissionsPolicy] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        if secure { fields[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        always = fields
        fields[.contentType] = "text/html; charset=utf-8"
        fields[.vary] = "Accept-Encoding, Accept-Language, Cookie"
        fields[.cacheControl] = "no-store"
        privatePage = fields
        fields[.cacheControl] = "no-cache"
        publicPage = fields
        fields[.contentType] = "application/atom+xml; charset=utf-8"
        publicFeed = fields
        fields[.contentType] = "application/json"
        fields[.vary] = "Accept-Encoding"
        publicJSON = fields
    }
}
