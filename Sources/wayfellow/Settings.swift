import Communities
import Configuration
import Foundation
import Storage
import SystemPackage
import Web

/// What the operator decides (docs/configuration.md). Read once at the front door and handed down as values.
struct Settings: Sendable {
    /// Folder for the SQLite file and the keys.
    var data: URL
    /// Folder that holds `Public/` and `Vocabulary/`.
    var content: URL
    /// `postgres://…`; nil means the SQLite file in `data`.
    var databaseURL: String?
    var host: String
    var port: Int
    /// Where people and programs reach the site, `https://example.org`; nil: not said.
    var address: String?
    /// Counted up to change the secrets of webhooks.
    var webhookGeneration: Int
    /// The secrets that senders of webhooks made themselves, by sender.
    var webhookSecrets: [String: [WebhookSecret]]
    /// Names allowed in `Host`; empty means loopback names.
    var hosts: [String]
    /// Addresses of the proxies in front, whose word for who is calling is believed.
    var trustedProxies: [String]
    var isDevelopment: Bool
    var name: String
    var crisisNumber: String
    var emergencyNumber: String
    /// The server's root secret, 64 hexadecimal digits; nil: the file `account.key` in `data`.
    var key: String?
    /// Hour and minute, UTC, of the nightly release.
    var releaseAt: (hour: Int, minute: Int)
    /// How many processes serve the same site.
    var processes: Int
    /// Asking in the dark.
    var dark: DarkSetting
    /// How mail leaves; nil: it does not.
    var post: PostSettings?
    /// `full` unless a bench asks for its blind control.
    var sqliteIsDurable: Bool
    /// Off only in benches: one machine plays hundreds of people there.
    var rateLimits: Bool
    /// Off only in a bench's blind control, where development is on: kept pages then show what was taken down.
    var takedowns: Bool
    var countsTakedowns: Bool { takedowns || !isDevelopment }

    /// The generated language that finds untranslated and cut-off words; only where development is on, too.
    var pseudoLanguage: Bool
    var hasPseudoLanguage: Bool { pseudoLanguage && isDevelopment }

    /// Reads the environment over the JSON file named by `WAYFELLOW_CONFIG`; the folder and port that a command was
    /// given win over both. Throws `SettingsError`.
    static func read(
        data override: String?, port: Int? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Settings {
        let environment = EnvironmentVariablesProvider(environmentVariables: environment)
        var providers: [any ConfigProvider] = [environment]
        if let file = ConfigReader(provider: environment).string(forKey: "wayfellow.config") {
            providers.append(try await provider(of: file))
        }
        let all = ConfigReader(providers: providers)
        let config = all.scoped(to: "wayfellow")
        let data = URL(filePath: override ?? config.string(forKey: "data", default: "var"), directoryHint: .isDirectory)
        let isDevelopment = config.string(forKey: "environment", default: "production") == "development"
        let name = config.string(forKey: "name", default: "Wayfellow")
        return Settings(
            data: data,
            content: URL(filePath: config.string(forKey: "content", default: "."), directoryHint: .isDirectory),
            databaseURL: all.string(forKey: "database.url", isSecret: true),
            host: config.string(forKey: "host", default: "127.0.0.1"),
            port: try Self.port(port, config),
            address: try SiteAddress.read(config),
            webhookGeneration: try number("webhook.generation", in: 1...1_000, else: 1, config),
            webhookSecrets: try WebhookSettings.secrets(config),
            hosts: list("hosts", config),
            trustedProxies: list("trusted.proxies", config),
            isDevelopment: isDevelopment, name: name,
            crisisNumber: config.string(forKey: "crisis.number", default: "988"),
            emergencyNumber: config.string(forKey: "emergency.number", default: "911"),
            key: config.string(forKey: "key", isSecret: true),
            releaseAt: try time(config.string(forKey: "release.at", default: "09:00")),
            processes: try number("processes", in: 1...1_000, else: 1, config),
            dark: try darkSetting(config),
            post: try PostSettings.read(config, siteName: name, isDevelopment: isDevelopment),
            sqliteIsDurable: config.string(forKey: "sqlite.synchronous", default: "full") != "normal",
            rateLimits: config.string(forKey: "rate.limits", default: "on") != "off",
            takedowns: config.string(forKey: "takedowns", default: "on") != "off",
            pseudoLanguage: config.string(forKey: "pseudo.language", default: "off") == "on")
    }

    var databaseIsSQLite: Bool { !(databaseURL.map(Database.isPostgres) ?? false) }

    var sqlitePath: String { databaseURL ?? data.appending(path: "wayfellow.sqlite").path(percentEncoded: false) }

    /// What the pages need to know.
    var site: SiteSettings {
        var site = SiteSettings()
        site.name = name
        site.crisisNumber = crisisNumber
        site.emergencyNumber = emergencyNumber
        site.webhooks.address = address
        site.webhooks.generation = webhookGeneration
        site.webhooks.given = webhookSecrets
        site.hosts = hosts.isEmpty ? nil : Set(hosts.map { $0.lowercased() })
        site.trustedProxies = Set(trustedProxies)
        site.isDevelopment = isDevelopment
        site.secureCookies = !isDevelopment
        site.rateLimits = rateLimits
        site.processes = processes
        site.rolesNeedSecondStep = !isDevelopment
        site.mail = post?.terms
        return site
    }

    private static func provider(of file: String) async throws(SettingsError) -> FileProvider<JSONSnapshot> {
        do {
            return try await FileProvider<JSONSnapshot>(filePath: FilePath(file))
        } catch {
            // The provider's own words may hold a piece of the file, and with it a secret.
            throw SettingsError(
                description: "WAYFELLOW_CONFIG names \(file), which is not there, may not be read, or is not JSON.")
        }
    }

    private static func port(_ given: Int?, _ config: ConfigReader) throws(SettingsError) -> Int {
        let range = 0...65_535
        guard let given else { return try number("port", in: range, else: 8080, config) }
        guard range.contains(given) else {
            throw SettingsError(description: "--port takes a number from 0 to \(range.upperBound), not \(given).")
        }
        return given
    }

    /// Items separated by commas, with or without space around them.
    private static func list(_ key: String, _ config: ConfigReader) -> [String] {
        config.string(forKey: ConfigKey(key), default: "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func darkSetting(_ config: ConfigReader) throws(SettingsError) -> DarkSetting {
        let word = config.string(forKey: "dark", default: "off")
        guard word == "on" || word == "off" else {
            throw SettingsError(description: "WAYFELLOW_DARK is on or off, not \"\(word)\".")
        }
        return DarkSetting(isOffered: word == "on", keyFolder: config.string(forKey: "dark.key"))
    }

    private static func time(_ text: String) throws(SettingsError) -> (hour: Int, minute: Int) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...23).contains(hour),
            (0...59).contains(minute)
        else {
            throw SettingsError(description: "WAYFELLOW_RELEASE_AT is a time in UTC such as 09:00, not \"\(text)\".")
        }
        return (hour, minute)
    }

    /// What cannot be read must not pass for what was not set.
    static func number(
        _ key: String, in range: ClosedRange<Int>, else usual: Int, _ config: ConfigReader
    ) throws(SettingsError) -> Int {
        let (number, text) = (config.int(forKey: ConfigKey(key)), config.string(forKey: ConfigKey(key)))
        guard number != nil || text != nil else { return usual }
        guard let number, range.contains(number) else {
            let given = text ?? number.map(String.init) ?? ""
            throw SettingsError(
                description:
                    "WAYFELLOW_\(key.uppercased().replacing(".", with: "_")) is a number from \(range.lowerBound) to \(range.upperBound), not "
                    + "\"\(given)\".")
        }
        return number
    }
}

/// A setting that cannot be used; said at start.
struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    let description: String
}
