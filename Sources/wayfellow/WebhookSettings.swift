import Configuration
import Foundation
import Web

/// What the operator says of webhooks.
enum WebhookSettings {
    /// `WAYFELLOW_WEBHOOK_SECRETS`: `sender=whsec_… whsec_…`, several with commas between. What cannot be read is not told,
    /// for it may be a secret.
    static func secrets(_ config: ConfigReader) throws(SettingsError) -> [String: [WebhookSecret]] {
        let text = config.string(forKey: "webhook.secrets", isSecret: true, default: "")
        var found: [String: [WebhookSecret]] = [:]
        for item in text.split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1)
            let sender = parts.first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
            let words = parts.count == 2 ? parts[1].split(separator: " ").map(String.init) : []
            let secrets = words.compactMap { WebhookSecret($0) }
            guard !sender.isEmpty, !secrets.isEmpty, secrets.count == words.count, secrets.count <= 4,
                found.updateValue(secrets, forKey: sender) == nil
            else {
                throw SettingsError(
                    description:
                        "WAYFELLOW_WEBHOOK_SECRETS is a list such as post=whsec_…, each sender once with one to four "
                        + "secrets of 24 to 64 bytes in base 64.")
            }
        }
        return found
    }
}
