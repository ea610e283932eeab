import Accounts
import Configuration
import Foundation
import Post
import Web

/// How mail leaves this server, and how it is signed; without one of the ways none is sent, and members are offered none.
struct PostSettings: Sendable {
    enum Way: Sendable {
        case smtp(SMTPSettings)
        /// Files in a folder, for a machine that sends nothing.
        case folder(URL)
        /// A page that everybody reads: `/demo/mail`.
        case demonstration
    }

    var way: Way
    var from: MailAddress
    /// What mails call the site.
    var name: String
    /// `https://example.org`, without a slash at the end.
    var address: String
    /// The time zone of members who have not said theirs.
    var zone = TimeZone.current.identifier
    /// Where replies by mail come in; nil: none do.
    var replies: MailAddress?

    /// How the site signs its mail.
    var terms: MailTerms {
        var terms = MailTerms(from: from, name: name, address: address)
        (terms.zone, terms.replies) = (zone, replies)
        return terms
    }

    /// Nil where no way is set. Throws `SettingsError` where one is set by halves: mail that waits for nothing, or that
    /// leads nowhere, must not be found out by a member.
    static func read(_ config: ConfigReader, siteName: String, isDevelopment: Bool) throws(SettingsError)
        -> PostSettings?
    {
        let (host, folder) = (config.string(forKey: "smtp.host"), config.string(forKey: "mail.folder"))
        let way: Way
        switch (host, folder) {
        case (nil, nil): return nil
        case (_?, _?): throw SettingsError(description: "Set WAYFELLOW_SMTP_HOST or WAYFELLOW_MAIL_FOLDER, not both.")
        case (let host?, nil): way = .smtp(try smtp(host, config))
        case (nil, let folder?): way = .folder(URL(filePath: folder, directoryHint: .isDirectory))
        }
        guard let from = config.string(forKey: "mail.from").flatMap({ MailAddress($0) }) else {
            throw SettingsError(
                description: "WAYFELLOW_MAIL_FROM is the address that mail comes from, such as post@example.org.")
        }
        let name = config.string(forKey: "mail.name", default: siteName)
        guard Mail.isName(name) else {
            throw SettingsError(
                description:
                    "WAYFELLOW_MAIL_NAME (without it WAYFELLOW_NAME) is what mails call the site: up to 200 bytes.")
        }
        return PostSettings(
            way: way, from: from, name: name,
            address: try SiteAddress.needed(config, isDevelopment: isDevelopment), zone: try zone(config),
            replies: try replies(config))
    }

    /// The machine's own may be a name that is in no list, such as `/etc/localtime`.
    static func zone(_ config: ConfigReader) throws(SettingsError) -> String {
        guard let name = config.string(forKey: "mail.zone") else {
            let own = TimeZone.current.identifier
            return MailHabits.isZone(own) ? own : "UTC"
        }
        guard MailHabits.isZone(name) else {
            throw SettingsError(
                description: "WAYFELLOW_MAIL_ZONE is the name of a time zone, such as America/New_York.")
        }
        return name
    }

    private static func replies(_ config: ConfigReader) throws(SettingsError) -> MailAddress? {
        guard let text = config.string(forKey: "mail.replies") else { return nil }
        guard let address = MailAddress(text), MailedReplies.canTakeReplies(address) else {
            throw SettingsError(
                description:
                    "WAYFELLOW_MAIL_REPLIES is an address such as reply@example.org, with at most eleven letters before the "
                    + "@, whose server hands on what comes to reply+…@example.org.")
        }
        return address
    }

    private static func smtp(_ host: String, _ config: ConfigReader) throws(SettingsError) -> SMTPSettings {
        let encryption: SMTPSettings.Encryption
        switch config.string(forKey: "smtp.encryption", default: "starttls") {
        case "starttls": encryption = .startTLS
        case "tls": encryption = .implicitTLS
        default:
            throw SettingsError(description: "WAYFELLOW_SMTP_ENCRYPTION is starttls or tls; there is no way without.")
        }
        let settings = SMTPSettings(
            host: host,
            port: try Settings.number("smtp.port", in: 1...65_535, else: encryption == .startTLS ? 587 : 465, config),
            encryption: encryption, credentials: try credentials(config), authorities: try authorities(config),
            connections: try Settings.number("smtp.connections", in: 1...16, else: 2, config))
        guard let settings else {
            throw SettingsError(
                description: "WAYFELLOW_SMTP_HOST is the name or address of a mail server, and nothing else.")
        }
        return settings
    }

    private static func credentials(_ config: ConfigReader) throws(SettingsError) -> SMTPSettings.Credentials? {
        let user = config.string(forKey: "smtp.user", isSecret: true)
        let password = config.string(forKey: "smtp.password", isSecret: true)
        guard user != nil || password != nil else { return nil }
        guard let user, let password,
            let both = SMTPSettings.Credentials(user: Secret(user), password: Secret(password))
        else {
            throw SettingsError(description: "WAYFELLOW_SMTP_USER and WAYFELLOW_SMTP_PASSWORD go together.")
        }
        return both
    }

    private static func authorities(_ config: ConfigReader) throws(SettingsError) -> String? {
        guard let file = config.string(forKey: "smtp.authorities") else { return nil }
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw SettingsError(description: "WAYFELLOW_SMTP_AUTHORITIES names \(file), which cannot be read.")
        }
        return file
    }
}
