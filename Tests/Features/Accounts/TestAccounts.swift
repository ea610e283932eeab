import Foundation
import Markup
import Storage
import Synchronization
import Testing
import Web
import World

@testable import Accounts

/// Accounts alone, with a site to walk through and a clock that stands where the test puts it.
struct TestAccounts: Sendable {
    let world: World
    let backend: Backend

    var accounts: AccountsFeature { world.accounts }
    var database: Database { world.database }
    var site: Site { world.site }
    var time: WorldTime { world.time }

    static let passphrase = "heron willow candle stone river"

    /// A member with the passphrase above.
    func member(
        _ name: String, passphrase: String = Self.passphrase, language: Language = .en, contact: Contact = Contact(),
        recovery: RecoveryCode = .random(), roles: [HeldRole] = [], consent: Bool = false
    ) async throws -> ID<Person> {
        let account = NewAccount(
            pseudonym: try Pseudonym(name, reserved: ReservedNames([])),
            passphrase: try #require(Passphrase(given: passphrase)), language: language, contact: contact,
            recovery: recovery, roles: roles, hasHealthConsent: consent)
        return try await accounts.make(account, by: nil)
    }

    /// A browser in which a member is signed in.
    func browser(of member: ID<Person>, language: Language = .en) async throws -> Browser {
        try await world.browser(of: member, language: language)
    }

    func browser(_ language: Language = .en) -> Browser { Browser(site: site, language: language) }

    /// Failures that count now, of what is tried under a name.
    func failures(_ purpose: String, _ name: String) -> Int {
        accounts.failedTries.failures(of: accounts.failureMark(purpose, name), at: time.now)
    }

    func count(_ sql: SQL) async throws -> Int {
        try await database.read { try $0.first(sql) { try $0.get(0) } ?? 0 }
    }

    /// Three columns of text, row after row.
    func texts(_ sql: SQL) async throws -> [String] {
        try await database.read { tx in
            try tx.rows(sql) { row in
                try [row.get(0, as: String?.self), row.get(1, as: String?.self), row.get(2, as: String?.self)]
                    .compactMap { $0 }
            }.flatMap { $0 }
        }
    }

    /// What a command says. Throws `CommandError`.
    @discardableResult
    func run(
        _ name: String, _ words: String..., answer: String = "", reading input: [UInt8] = []
    ) async throws -> [String] {
        try await run(name, words, answer: answer, reading: input)
    }

    @discardableResult
    func run(
        _ name: String, _ words: [String], answer: String = "", reading input: [UInt8] = []
    ) async throws -> [String] {
        let said = Mutex<[String]>([])
        let command = try #require(accounts.commands.first { $0.name == name })
        let console = Console(
            say: { line in said.withLock { $0.append(line) } }, ask: { _ in answer }, read: { _ in input })
        try await command.run(words, console)
        return said.withLock { $0 }
    }

    /// The audit log's last lines: event, about whom, by whom, detail.
    func lastAudit(_ count: Int) async throws -> [[String]] {
        let lines = try await database.read { tx in
            try tx.rows("SELECT event, subject, actor, detail FROM audit_events ORDER BY sequence DESC LIMIT \(count)")
            {
                [try $0.get(0, as: String.self), try $0.get(1), try $0.get(2), try $0.get(3)]
            }
        }
        return lines.reversed()
    }

    /// Signs in as the page does; nil for a name and a passphrase that do not go together.
    func signIn(
        _ name: String, _ passphrase: String = Self.passphrase, isShared: Bool = false
    ) async throws -> SignedInNow? {
        let checked = try await accounts.checkPassphrase(name: name, passphrase: passphrase, at: time.now)
        guard let checked else { return nil }
        return try await accounts.signIn(checked, isShared: isShared)
    }
}

/// The sentences of the kit and of Accounts.
func allTexts() throws -> Texts { try worldTexts([Feature(name: "Accounts", bundle: .module)]) }

extension ReceiptUse {
    /// Of a test.
    static let sample = ReceiptUse("sample", what: "accounts.receipts.what.export", why: "accounts.receipts.why.export")
}

/// Cheap hashing: what is tested here is not the cost.
let cheap = Argon2id(memory: 64, passes: 1, lanes: 1)

func withAccounts(
    on backend: Backend = .sqlite, rooms: [Feature] = [], mail: MailTerms? = nil,
    _ body: (TestAccounts) async throws -> Void
) async throws {
    var settings = SiteSettings()
    settings.mail = mail
    settings.webhooks.address = "https://wayfellow.test"
    // How long an answer took says how busy the machine is.
    settings.limits.slowAnswer = .max
    try await withWorld(
        on: backend, settings: settings, rooms: { _, _ in rooms.map(GivenRoom.init) },
        accounts: { dependencies, keys in
            try AccountsFeature(
                dependencies, keys: keys, passphrases: PassphraseHashing(pepper: keys.pepper, cost: cheap))
        }
    ) { try await body(TestAccounts(world: $0, backend: backend)) }
}

extension Feature {
    /// A room that keeps and says nothing, to hand in what a test needs.
    static func ofTest(_ name: String) throws -> Feature {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wayfellow-room-\(name)")
        for part in ["Migrations", "Text"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: part), withIntermediateDirectories: true)
        }
        for language in Language.allCases {
            let file = folder.appending(path: "Text/\(language.rawValue).json")
            try Data("{}".utf8).write(to: file, options: .atomic)
        }
        return Feature(name: name, bundle: try #require(Bundle(path: folder.path)))
    }
}

/// A room of a test, as what it hands in.
struct GivenRoom: Room {
    let feature: Feature
}

/// The one place where statuses and addresses are compared.
func expect(
    _ exchange: Exchange, _ status: Int, to location: String? = nil, holds words: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    expect(
        exchange, status, to: location, holds: words.map { [$0] } ?? [], lacks: [], sourceLocation: sourceLocation)
}
