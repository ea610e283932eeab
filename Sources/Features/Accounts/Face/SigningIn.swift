import Crypto
package import Storage
import Web

extension AccountsFeature {
    /// Opens a session and answers its token: always a new one (ASVS 7.2.4), of which only the hash is kept. For who has
    /// just proved who they are; benches open sessions of made-up members with it.
    /// `isShared`: ends after half an hour without a page.
    package func openSession(of member: ID<Person>, isShared: Bool = false) async throws -> String {
        let token = Session.newToken()
        let record = newSession(of: member, token: token, isShared: isShared)
        try await database.write { tx in
            try SessionStore.sweep(of: member, at: record.createdAt, in: tx)
            try SessionStore.add(record, in: tx)
        }
        return token
    }

    func newSession(of member: ID<Person>, token: String, isShared: Bool) -> SessionRecord {
        let now = clock.now()
        let idle = isShared ? SessionTerms.idleWhenShared : SessionTerms.idle
        return SessionRecord(
            tokenHash: SessionTerms.hash(ofToken: token), member: member, csrfSecret: Session.newToken(),
            createdAt: now,
            seenAt: now, expiresAt: now + SessionTerms.longest, idleLimit: idle.wholeMilliseconds)
    }

    /// Checks a name and a passphrase. nil when they do not go together, whether the name exists or not: the same work
    /// is done for both. Throws `.tooMany` after ten failures in a quarter of an hour, of a name that exists or not.
    func signIn(name: String, passphrase raw: String, isShared: Bool, at now: Instant) async throws -> SignInStep? {
        let key = PseudonymKey(of: Pseudonym.tidied(name))
        let mark = failureMark("sign-in", key.text)
        let credential = try await database.read { try CredentialStore.find(key, in: $0) }
        try await reserveTry(mark, about: credential?.member, at: now)
        guard let passphrase = Passphrase(given: raw) else { return nil }
        let outcome = try await passphrases.check(passphrase, against: credential?.phc)
        guard outcome != .wrong, let credential else { return nil }
        let newer = outcome == .rightButOld ? try await passphrases.phc(of: passphrase) : nil
        let token = Session.newToken()
        let record = newSession(of: credential.member, token: token, isShared: isShared)
        let audit = audit
        return try await database.write { tx -> SignInStep in
            try FailureStore.clear(mark, in: tx)
            if let newer { try CredentialStore.setPHC(newer, of: credential.member, at: now, in: tx) }
            if try SecondFactorStore.isOn(credential.member, in: tx) {
                let epoch = try CredentialStore.epoch(of: credential.member, in: tx) ?? 0
                return .secondFactor(credential.member, epoch: epoch, language: credential.language)
            }
            try SessionStore.sweep(of: credential.member, at: now, in: tx)
            try SessionStore.add(record, in: tx)
            try audit.record(
                .signedIn, about: credential.member, by: .person(credential.member, roles: []), at: now, in: tx)
            let hasNews = try SecondFactorStore.hasUnreadReset(credential.member, in: tx)
            return .entered(SignedInNow(token: token, language: credential.language, hasFactorNews: hasNews))
        }
    }

    /// Counts a try against a mark; throws `.tooMany` when there were ten in a quarter of an hour.
    func reserveTry(_ mark: [UInt8], about member: ID<Person>?, at now: Instant) async throws {
        let audit = audit
        let outcome = try await database.write { tx in
            let outcome = try FailureStore.reserve(mark, at: now, in: tx)
            if outcome == .countedAsLast {
                try audit.record(.signInThrottled, about: member, by: .anonymous, at: now, in: tx)
            }
            return outcome
        }
        if case .wait(let seconds) = outcome { throw Problem.tooMany(after: seconds) }
    }

    /// What failures are counted under: says nothing about the name to whoever reads the table.
    func failureMark(_ purpose: String, _ name: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(purpose)|\(name)".utf8), using: keys.audit))
    }
}

/// What a right passphrase leads to.
enum SignInStep: Sendable {
    case entered(SignedInNow)
    /// No session yet: first the second factor. `epoch`: of the passphrase that was right.
    case secondFactor(ID<Person>, epoch: Int64, language: String)

    var signedIn: SignedInNow? {
        if case .entered(let entered) = self { entered } else { nil }
    }
}

/// Somebody who has just signed in.
struct SignedInNow: Sendable {
    let token: String
    /// BCP 47 tag of the language they chose.
    let language: String
    /// Somebody took their second factors away, and they have not read it yet.
    var hasFactorNews = false
}
