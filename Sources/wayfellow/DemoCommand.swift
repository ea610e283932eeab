import Accounts
import ArgumentParser
import Communities
import Evidence
import Foundation
import Groups
import Journal
import Post
import Storage

/// A laptop's server: an embedded database, a simulated community, four sign-ins.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Serves a simulated community from an embedded database; keeps it between starts.")

    @OptionGroup var common: CommonOptions
    @Option(help: "Port to listen on.") var port: Int?
    @Option(help: "Reviews to import first, tab-separated.") var reviews: String?
    @Option(help: "How many people to simulate at the first start.") var members = 2_000

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment.merging(["WAYFELLOW_ENVIRONMENT": "development"]) { $1 }
        var settings = try await Settings.read(data: common.data, port: port, environment: environment)
        if settings.post == nil { settings.post = Self.demonstration(settings) }
        let house = try await House.open(settings, synthetic: true, isServer: true)
        let accounts = try await prepare(house, folder: settings.data.path(percentEncoded: false))
        let (host, post) = (settings.host, settings.post)
        try await house.serve { port in announce(Self.welcome(host: host, port: port, post, accounts)) }
    }

    /// Mail that stays in the house: everybody reads it at `/demo/mail`.
    private static func demonstration(_ settings: Settings) -> PostSettings? {
        MailAddress("post@wayfellow.example").map { from in
            PostSettings(
                way: .demonstration, from: from, name: settings.name,
                address: "http://\(settings.host):\(settings.port)", zone: noon)
        }
    }

    /// Where it is noon as it begins: what it sends comes while somebody looks, and no quiet hours hold it up. The signs of
    /// these names are the other way round.
    private static var noon: String {
        let ahead = 12 - Storage.Clock.system.now().utc.hour
        return ahead == 0 ? "UTC" : "Etc/GMT\(ahead > 0 ? "-" : "+")\(abs(ahead))"
    }

    /// Fills what is empty: the community, the four accounts, the reviews, the first release.
    private func prepare(_ house: House, folder: String) async throws -> [DemoAccount] {
        let isNew = try await house.rooms.journal.isEmpty()
        if isNew, members > 0 {
            announce("Simulating \(members) people …")
            try await house.rooms.journal.simulate(members: members, seed: 1) { announce("  \($0)") }
        }
        let accounts = try await house.rooms.accounts.createDemoAccounts(folder: folder)
        if isNew, members > 0 {
            try await live(accounts, house)
            let talk = house.settings.content.appending(path: "Vocabulary/simulated-talk.jsonl")
            try await house.rooms.communities.takeIn(path: talk.path(percentEncoded: false))
            let groups = house.settings.content.appending(path: "Vocabulary/simulated-groups.jsonl")
            try await house.rooms.groups.demonstrate(
                path: groups.path(percentEncoded: false), leader: accounts.first { $0.kind == .leader }?.person)
        }
        if members > 0 { try await house.rooms.communities.demonstrateDark() }
        if let reviews {
            announce("Importing \(reviews) …")
            print(try await house.rooms.journal.importReviews(path: reviews))
        }
        if isNew || reviews != nil {
            announce("Publishing the first figures …")
            _ = try await house.rooms.evidence.makeRelease()
        }
        return accounts
    }

    /// Gives the accounts a past, and the facilitator a question to answer.
    private func live(_ accounts: [DemoAccount], _ house: House) async throws {
        func person(_ kind: DemoAccount.Kind) -> ID<Person>? { accounts.first { $0.kind == kind }?.person }
        guard let member = person(.member), let leader = person(.leader) else { return }
        for (person, name) in [(member, "member"), (leader, "leader")] {
            try await house.rooms.accounts.demonstrateMail(to: "\(name)@wayfellow.example", of: person)
        }
        try await house.rooms.journal.demonstrateMember(member)
        try await house.rooms.journal.demonstrateLeader(leader)
        try await house.rooms.evidence.demonstrateAsk(by: member, of: leader)
    }

    static func welcome(host: String, port: Int, _ post: PostSettings?, _ accounts: [DemoAccount]) -> String {
        let width = accounts.map(\.pseudonym.count).max() ?? 0
        let lines = accounts.map { account in
            "  \(account.kind.rawValue.padding(toLength: 14, withPad: " ", startingAt: 0))"
                + "\(account.pseudonym.padding(toLength: width + 2, withPad: " ", startingAt: 0))\(account.passphrase)"
        }
        return """

            Wayfellow is at http://\(host):\(port)/   (Control-C ends it)

            \(mail(post, site: "http://\(host):\(port)"))

            Sign in as a member, a facilitator (leader and steward), a moderator or the administrator:
            \(lines.joined(separator: "\n"))

            """
    }

    /// Where its mail is to be found.
    private static func mail(_ post: PostSettings?, site: String) -> String {
        switch post?.way {
        case .demonstration?: "The mail that it sends is at \(site)/demo/mail"
        case .smtp(let server)?: "It sends real mail, through \(server.host)"
        case .folder(let folder)?: "The mail that it sends is in \(folder.path(percentEncoded: false))"
        case nil: "It sends no mail"
        }
    }
}
