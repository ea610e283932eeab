import Accounts
import ArgumentParser
import Foundation
import Web

struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks", abstract: "Lists the addresses that take webhooks, and the secret for each.",
        discussion: """
            Hand address and secret to the sender, which signs as standardwebhooks.com has it. Count \
            WAYFELLOW_WEBHOOK_GENERATION up for new secrets; those before still hold.
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let settings = try await Settings.read(data: common.data)
        let features = try await RoomCommands.rooms()
        let lines = try Self.lines(features.flatMap { $0.routes(features) }, settings)
        print(lines.joined(separator: "\n"))
    }

    /// A line an address. Throws `CommandError` where there is no key of the server's yet, or no address.
    static func lines(_ routes: [Route], _ settings: Settings) throws -> [String] {
        let keys = try AccountKeys.existing(
            setting: settings.key, folder: settings.data.path(percentEncoded: false))
        guard let keys else { throw CommandError("There is no key of a server yet: start it once.") }
        guard let address = settings.address else {
            throw CommandError("Say first where the site is reached: WAYFELLOW_ADDRESS=https://example.org")
        }
        var webhooks = settings.site.webhooks
        webhooks.root = keys.webhooks
        let lines = routes.compactMap { route -> String? in
            guard case .signature(let sender) = route.access else { return nil }
            let secret = webhooks.secrets(of: sender, at: route.path).first?.revealed ?? ""
            return
                "\(sender)\t\(address)\(route.path)\t\(webhooks.given[sender] == nil ? secret : "given by the sender")"
        }
        return lines.isEmpty ? ["No address takes webhooks."] : lines
    }
}
