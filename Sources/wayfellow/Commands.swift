import Accounts
import ArgumentParser
import Evidence
import Foundation
import Journal
import Storage

#if canImport(Glibc)
    import Glibc
#endif

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the database up to date and stops.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        _ = try await Features.open(try await Settings.read(data: common.data))
        print("The database is up to date.")
    }
}

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Reads records from outside.", subcommands: [ImportReviewsCommand.self])
}

struct ImportReviewsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reviews",
        abstract: "Reads a tab-separated file of evaluations; a second time it changes nothing.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file.") var file: String
    @Option(help: "Write the rows that found no place in the vocabulary to this file.") var unmapped: String?

    func run() async throws {
        let features = try await Features.open(try await Settings.read(data: common.data))
        print(try await features.journal.importReviews(path: file, unmappedTo: unmapped))
    }
}

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Writes a synthetic community with known true effects.")

    @OptionGroup var common: CommonOptions
    @Option(help: "How many people.") var members: Int
    @Option(help: "The same seed makes the same people.") var seed: UInt64

    func run() async throws {
        guard (1...5_000_000).contains(members) else { throw ValidationError("--members takes 1 to 5,000,000.") }
        let features = try await Features.open(try await Settings.read(data: common.data))
        try await features.journal.simulate(members: members, seed: seed) { announce($0) }
    }
}

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Publishes a release of the figures now.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let settings = try await Settings.read(data: common.data)
        if settings.databaseIsSQLite, let server = DataFolder.holder(settings.data) {
            guard kill(server, SIGUSR1) == 0 else { throw ValidationError("The running server could not be asked.") }
            print("Asked the running server (process \(server)) for a release; it takes a moment.")
            return
        }
        let features = try await Features.open(settings)
        print(try await features.evidence.makeRelease())
    }
}

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Accounts with a role.", subcommands: [AddAccountCommand.self])
}

struct AddAccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Makes an account and prints its passphrase once; an account that is there gets the role.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The pseudonym.") var name: String
    @Option(help: "leader, coordinator, moderator, steward, director or administrator.") var role: String?
    @Flag(help: "The person has agreed that their health data are kept.") var consent = false

    func run() async throws {
        let role = try role.map { name in
            guard let role = Role(rawValue: name) else { throw ValidationError("No role is called \(name).") }
            return role
        }
        let features = try await Features.open(try await Settings.read(data: common.data))
        let passphrase = try await features.accounts.add(named: name, role: role, hasHealthConsent: consent)
        print("name: \(name)\n" + (passphrase.map { "passphrase: \($0)" } ?? "The account was there already."))
    }
}
