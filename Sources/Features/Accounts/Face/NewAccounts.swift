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
    var recovery: RecoveryCode = .random()
    var roles: [HeldRole] = []
    var hasHealthConsent = false
    /// For a passphrase that somebody else has seen: when it ends, if it is not changed before.
    var provisionalUntil: Instant?
    /// The first session is on a phone or computer that others use too.
    var isShared = false
    /// The random bits of the first session.
    var token = SessionCookie.newToken()
}

/// An account just made.
struct MadeAccount: Sendable {
    let member: ID<Person>
    /// The cookie of its first session; nil where none was asked for.
    let cookie: String?
}

extension AccountsFeature {
    /// Makes an account. Throws `StorageError.conflict` when somebody owns the name, `Problem.unavailable` when too
    /// many wait to be hashed.
    func make(_ account: NewAccount, by actor: Viewer?) async throws -> ID<Person> {
        try await make(account, by: actor, enters: false).member
    }

    /// Makes an account and, in the same transaction, its first session: there is never one without the other.
    func make(_ account: NewAccount, by actor: Viewer?, enters: Bool) async throws -> MadeAccount {
        let phc = try await passphrases.phc(of: account.passphrase)
        let now = clock.now()
        let id = ID<Person>.new(at: now)
        let key = try await newMemberKey(of: id, under: account.passphrase, code: account.recovery)
        let (audit, seal, recovery) = (audit, keys.contactSeal, recoveryHash(account.recovery))
        let first = SessionOpening(member: id, key: key.key, isShared: account.isShared, token: account.token)
        return try await database.write { tx in
            try MemberStore.add(id, account.pseudonym, language: account.language, at: now, in: tx)
            try CredentialStore.add(
                id, phc: phc, recoveryHash: recovery, provisionalUntil: account.provisionalUntil, at: now, in: tx)
            try MemberKeyStore.set(key.sealed, of: id, in: tx)
            if !account.contact.isEmpty { try ContactStore.set(account.contact, of: id, seal: seal, at: now, in: tx) }
            let actor = actor ?? .person(id, roles: [])
            try audit.record(.signedUp, about: id, by: actor, at: now, in: tx)
            for held in account.roles { try Self.appoint(id, held, by: actor, audit: audit, at: now, in: tx) }
            let kinds: [ConsentKind] = account.hasHealthConsent ? [.rules, .healthData] : [.rules]
            for kind in kinds {
                try Self.decide(kind, true, by: id, language: account.language, audit: audit, at: now, in: tx)
            }
            let cookie = enters ? try self.open(first, in: tx) : nil
            return MadeAccount(member: id, cookie: cookie)
        }
    }

    /// What is kept of a recovery code.
    func recoveryHash(_ code: RecoveryCode) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: code.bytes, using: keys.recovery))
    }

    /// What follows from a form that somebody joined or came back by, and from nothing else: the same for the same form,
    /// so that one that was sent twice can be answered twice. Name and passphrase are in it, for on a shared computer
    /// others have seen the form's random bits, or join by the same page after somebody.
    func formSecret(
        _ purpose: String, of form: [UInt8], _ name: PseudonymKey, _ passphrase: Passphrase
    ) -> [UInt8] {
        let message = Array("\(purpose) of form|\(name.text)|".utf8) + form + passphrase.bytes
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: keys.recovery))
    }

    /// The cookie of the session that a form opened, for its second answer; nil once that session is over. A browser
    /// sends a form again for whoever goes back to it, also after signing out.
    func sessionAgain(
        _ token: [UInt8], of member: ID<Person>, isShared: Bool, at now: Instant
    ) async throws -> String? {
        let current = try await database.read { try epoch(of: member, in: $0) }
        let cookie = try sessionSeal.close(
            SessionCookie(
                token: token, member: member, epoch: current, lastUsed: now, isShared: isShared, hasSecondStep: false))
        return try await authenticate(cookie) == nil ? nil : cookie
    }

    /// Makes an account from the command line. Answers its passphrase, to be printed once; it holds for a day and is
    /// changed at the first sign-in. Throws `AccountNameError` for a name that cannot be or that somebody has.
    package func add(
        named name: String, roles: [HeldRole] = [], hasHealthConsent: Bool = false
    ) async throws -> String {
        let pseudonym = try Self.pseudonym(name)
        if let other = try await database.read({ try MemberStore.named(pseudonym.key, in: $0) }) {
            throw AccountNameError.taken(by: other.pseudonym)
        }
        let (spoken, passphrase) = try spokenPassphrase()
        var account = NewAccount(pseudonym: pseudonym, passphrase: passphrase, language: words.standard)
        account.roles = roles
        account.hasHealthConsent = hasHealthConsent
        account.provisionalUntil = clock.now() + Self.provisionalPassphraseLasts
        _ = try await make(account, by: Self.commandLine)
        return spoken
    }

    /// Another passphrase for an account from the command line that nobody has made their own in time; answers it as
    /// `add` does. Throws `AccountNameError`, also for an account whose owner has a passphrase of their own.
    package func renew(named name: String) async throws -> String {
        let member = try await member(named: name)
        let (spoken, passphrase) = try spokenPassphrase()
        let phc = try await passphrases.phc(of: passphrase)
        // The key from before led to nothing yet: with such a passphrase nothing is open.
        let key = try await newMemberKey(of: member, under: passphrase)
        let (recovery, now) = (recoveryHash(key.code), clock.now())
        try await database.write { tx in
            guard try CredentialStore.own(as: .person(member, roles: []), in: tx)?.provisionalUntil != nil else {
                throw AccountNameError.owned(name)
            }
            try CredentialStore.setPHC(
                phc, provisionalUntil: now + Self.provisionalPassphraseLasts, of: member, at: now, in: tx)
            try CredentialStore.setRecovery(recovery, of: member, at: now, in: tx)
            try MemberKeyStore.set(key.sealed, of: member, in: tx)
            try endAllSessions(of: member, in: tx)
            try audit.record(.passphraseRenewed, about: member, by: Self.commandLine, at: now, in: tx)
        }
        return spoken
    }

    /// How long a passphrase is good that somebody else has seen.
    private static let provisionalPassphraseLasts: Duration = .days(1)

    private func spokenPassphrase() throws -> (words: String, Passphrase) {
        let words = words.newPassphrase(words.standard)
        guard let passphrase = Passphrase(given: words) else { throw AccountNameError.fault(.empty) }
        return (words, passphrase)
    }

    static let commandLine = Viewer.system(reason: "command line")

    static func pseudonym(_ name: String) throws(AccountNameError) -> Pseudonym {
        do {
            return try Pseudonym(name, reserved: ReservedNames([]))
        } catch {
            throw .fault(error)
        }
    }
}

/// A name that a command cannot use, in words that say what to do.
enum AccountNameError: Error, Sendable, CustomStringConvertible {
    case fault(Pseudonym.Fault)
    /// Somebody has the name, or one that reads like it.
    case taken(by: String)
    case unknown(String)
    /// The passphrase is the owner's own.
    case owned(String)
    /// Nobody has exactly this name, but somebody one that reads like it.
    case lookAlike(String, of: String)

    var description: String {
        switch self {
        case .fault(let fault):
            "No account can have this name (\(fault.rawValue)): 2 to 30 letters, digits, spaces, - _ or ."
        case .taken(let name):
            "The account \"\(name)\" has this name or one that reads like it. Choose another name, "
                + "or give that account a role with: account grant \"\(name)\" ROLE"
        case .owned(let name):
            "\"\(name)\" has a passphrase of their own, which nobody else can renew: they have their recovery code."
        case .unknown(let name): "No account is called \"\(name)\"."
        case .lookAlike(let name, let other):
            "No account is called exactly \"\(name)\". There is \"\(other)\": write the name as it stands there, "
                + "if that is whom you mean."
        }
    }
}
