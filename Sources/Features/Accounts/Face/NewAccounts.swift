import Crypto
import Markup
package import Storage
import Web

/// Everything a new account begins with.
struct NewAccount: Sendable {
    var pseudonym: Pseudonym
    var passphrase: Passphrase
    var language: Language
    var contact = Contact()
    var recovery: RecoveryCode?
    var roles: [(space: String, role: Role)] = []
    var hasHealthConsent = false
}

extension AccountsFeature {
    /// The space of what all members share: the vocabulary and the published figures.
    package static let commons = "commons"

    /// Makes an account. Throws `StorageError.conflict` when somebody owns the name, `Problem.unavailable` when too
    /// many wait to be hashed.
    func make(_ account: NewAccount, by actor: Viewer?) async throws -> ID<Person> {
        let phc = try await passphrases.phc(of: account.passphrase)
        let now = clock.now()
        let id = ID<Person>.new(at: now)
        let recovery = account.recovery.map(recoveryHash)
        let (audit, seal) = (audit, ContactSeal(key: keys.contact))
        try await database.write { tx in
            try MemberStore.add(id, account.pseudonym, language: account.language, at: now, in: tx)
            try CredentialStore.add(id, phc: phc, recoveryHash: recovery, at: now, in: tx)
            if !account.contact.isEmpty { try ContactStore.set(account.contact, of: id, seal: seal, at: now, in: tx) }
            let actor = actor ?? .person(id, roles: [])
            try audit.record(.signedUp, about: id, by: actor, at: now, in: tx)
            for (space, role) in account.roles {
                try RoleStore.grant(role, in: space, to: id, at: now, in: tx)
                try audit.record(.roleGranted, about: id, by: actor, detail: role.rawValue, at: now, in: tx)
            }
            let kinds: [ConsentKind] = account.hasHealthConsent ? [.rules, .healthData] : [.rules]
            for kind in kinds {
                try Self.decide(kind, true, by: id, language: account.language, audit: audit, at: now, in: tx)
            }
        }
        return id
    }

    /// What is kept of a recovery code.
    func recoveryHash(_ code: RecoveryCode) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: code.bytes, using: keys.recovery))
    }

    /// Makes an account from the command line, or gives a member of that name a role. Answers a new account's passphrase, to be printed once; nil when the member was there already.
    /// Throws `AccountNameError` for a name that cannot be had.
    package func add(named name: String, role: Role?, hasHealthConsent: Bool) async throws -> String? {
        let pseudonym: Pseudonym
        do {
            pseudonym = try Pseudonym(name, reserved: ReservedNames([]))
        } catch {
            throw AccountNameError(fault: error)
        }
        let actor = Viewer.system(reason: "command line")
        if let member = try await database.read({ try MemberStore.find(pseudonym.key, in: $0) }) {
            if let role { try await grant(role, in: Self.space(of: role), to: member, by: actor) }
            return nil
        }
        let spoken = words.newPassphrase(words.standard)
        guard let passphrase = Passphrase(given: spoken) else { return nil }
        var account = NewAccount(pseudonym: pseudonym, passphrase: passphrase, language: words.standard)
        account.roles = role.map { [(Self.space(of: $0), $0)] } ?? []
        account.hasHealthConsent = hasHealthConsent
        _ = try await make(account, by: actor)
        return spoken
    }

    /// Only the administrator's role is the whole server's.
    private static func space(of role: Role) -> String { role == .administrator ? "" : commons }
}

/// A name that no account can have, for commands.
package struct AccountNameError: Error, Sendable, CustomStringConvertible {
    let fault: Pseudonym.Fault

    package var description: String {
        "No account can have this name (\(fault.rawValue)): 2 to 30 letters, digits, spaces, - _ or ."
    }
}
