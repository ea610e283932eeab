import Foundation
import Markup
package import Storage

/// An account of a demonstration, with what is needed to sign in.
package struct DemoAccount: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case member
        /// Leads groups, and is steward of what all members share.
        case leader
        /// Looks after alerts and reports.
        case moderator
        case administrator
    }

    package let kind: Kind
    package let pseudonym: String
    package let passphrase: String
    /// Whose account it is; nil while it is only written down.
    package internal(set) var person: ID<Person>?
}

extension AccountsFeature {
    /// The accounts of a demonstration: one of each kind, made at the first start, the same at every later one. Name
    /// and passphrase stand in `demo-accounts.txt` in `folder`, which only its owner may read; delete database and
    /// file together for new ones.
    package func createDemoAccounts(folder: String) async throws -> [DemoAccount] {
        let path = folder + "/demo-accounts.txt"
        var accounts: [DemoAccount]
        if FileManager.default.fileExists(atPath: path) {
            accounts = DemoFile.parse(try PrivateFile.read(path))
        } else {
            accounts = DemoAccount.Kind.allCases.map {
                DemoAccount(
                    kind: $0, pseudonym: words.newPseudonym(words.standard),
                    passphrase: words.newPassphrase(words.standard))
            }
            try PrivateFile.create(path, contents: DemoFile.write(accounts))
        }
        for index in accounts.indices { accounts[index].person = try await findOrCreate(accounts[index]) }
        return accounts
    }

    private func findOrCreate(_ account: DemoAccount) async throws -> ID<Person>? {
        let key = PseudonymKey(of: account.pseudonym)
        if let person = try await database.read({ try MemberStore.named(key, in: $0)?.id }) { return person }
        guard let passphrase = Passphrase(given: account.passphrase),
            let pseudonym = try? Pseudonym(account.pseudonym, reserved: words.reserved)
        else { return nil }
        var new = NewAccount(pseudonym: pseudonym, passphrase: passphrase, language: words.standard)
        switch account.kind {
        case .member: new.hasHealthConsent = true
        case .leader:
            new.hasHealthConsent = true
            new.roles = [HeldRole(.leader, in: .site), HeldRole(.steward, in: .site)]
        case .moderator: new.roles = [HeldRole(.moderator, in: .site)]
        case .administrator: new.roles = [HeldRole(.administrator, in: .site)]
        }
        return try await make(new, by: .system(reason: "demonstration"))
    }
}

/// A line an account: kind, name, passphrase, with tabs between.
enum DemoFile {
    static func write(_ accounts: [DemoAccount]) -> String {
        accounts.map { "\($0.kind.rawValue)\t\($0.pseudonym)\t\($0.passphrase)\n" }.joined()
    }

    static func parse(_ contents: [UInt8]) -> [DemoAccount] {
        contents.split(separator: 10).compactMap { line in
            let parts = line.split(separator: 9).map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 3, let kind = DemoAccount.Kind(rawValue: parts[0]) else { return nil }
            return DemoAccount(kind: kind, pseudonym: parts[1], passphrase: parts[2])
        }
    }
}
