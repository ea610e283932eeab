import HTTPTypes
import HummingbirdCore
package import Markup

extension Visit {
    /// This site as the browser calls it, for passkeys: the name they are bound to, and the origin that a browser states.
    ///
    /// From `Host`, which was found to be one of ours before any page's code ran. Nil where the site is reached by an
    /// address, for browsers bind passkeys to names only.
    package var passkeySite: (name: String, origin: String)? {
        guard let authority = request.head.authority, let name = HostRule.host(of: authority) else { return nil }
        let isAddress = name.utf8.contains(UInt8(ascii: "[")) || name.utf8.allSatisfy { (46...57).contains($0) }
        guard !isAddress else { return nil }
        return (name, (settings.secureCookies ? "https://" : "http://") + authority.lowercased())
    }
}

extension Visit {
    /// An address of this site with its host, for what is read elsewhere: a web feed. From `Host`, which was found to be one of
    /// ours before any page's code ran.
    package func absolute(_ link: Link) -> String {
        guard let authority = request.head.authority else { return link.text }
        return (settings.secureCookies ? "https://" : "http://") + authority.lowercased() + link.text
    }
}
