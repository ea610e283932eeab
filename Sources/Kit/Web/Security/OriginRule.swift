import Hummingbird

/// Whether what changes something was sent from a page of this site, as far as the browser tells.
enum OriginRule {
    /// `Sec-Fetch-Site` decides where there is one (a page cannot forge it); else `Origin`; else the token must do.
    static func allows(_ headers: HTTPFields, authority: String?) -> Bool {
        if let site = headers[.fetchSite] {
            return site == "same-origin" || site == "none"
        }
        guard let origin = headers[.origin] else { return true }
        return isOurs(origin, authority)
    }

    /// The same where nothing else vouches: either the browser says that it was this site, or it is not.
    static func isOurs(_ headers: HTTPFields, authority: String?) -> Bool {
        if let site = headers[.fetchSite] { return site == "same-origin" }
        return headers[.origin].map { isOurs($0, authority) } ?? false
    }

    private static func isOurs(_ origin: String, _ authority: String?) -> Bool {
        guard let authority else { return false }
        for scheme in ["https://", "http://"] where origin.utf8.starts(with: scheme.utf8) {
            return origin.utf8.dropFirst(scheme.utf8.count).elementsEqual(authority.utf8)
        }
        return false
    }
}
