import Configuration
import Foundation

/// `WAYFELLOW_ADDRESS`: where people and programs reach the site. Mail leads there, and secrets of webhooks are bound to it.
enum SiteAddress {
    /// Without a slash at its end; nil where it was not said. Throws for what is more or less than scheme and host.
    static func read(_ config: ConfigReader) throws(SettingsError) -> String? {
        guard var text = config.string(forKey: "address"), !text.isEmpty else { return nil }
        if text.utf8.last == UInt8(ascii: "/") { text.removeLast() }
        guard text.utf8.count <= 200, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), text == text.lowercased(),
            let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, url.user == nil, url.path.isEmpty, url.query == nil, url.fragment == nil
        else { throw problem }
        return text
    }

    /// Where there must be one, as mail needs it: HTTPS outside development, for what a link opens is between two people.
    static func needed(_ config: ConfigReader, isDevelopment: Bool) throws(SettingsError) -> String {
        guard let address = try read(config) else { throw missing }
        guard isDevelopment || address.hasPrefix("https:") else { throw unencrypted }
        return address
    }

    private static let problem = SettingsError(
        description:
            "WAYFELLOW_ADDRESS is where members reach the site, such as https://example.org: mail leads there.")
    private static let missing = SettingsError(
        description: "Mail leads to WAYFELLOW_ADDRESS: set it to where members reach the site, \(place).")
    private static let unencrypted = SettingsError(
        description: """
            Mail needs WAYFELLOW_ADDRESS with https, \(place). With http it does in development only \
            (WAYFELLOW_ENVIRONMENT=development, as in bin/demo).
            """)
    private static let place =
        "such as https://example.org, in the environment or as wayfellow.address in the file that WAYFELLOW_CONFIG names"
}
