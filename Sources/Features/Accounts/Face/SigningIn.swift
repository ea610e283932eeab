import Crypto
import Markup
package import Storage
package import Web

/// A session that is about to be opened.
struct SessionOpening: Sendable {
    let member: ID<Person>
    /// The member's own key, to be kept in the session; nil where there is none yet.
    var key: MemberKey?
    /// On a telephone or computer that others use too.
    var isShared = false
    /// The second step has been taken.
    var hasSecondStep = false
    /// The day on which it ends; nil for the thirtieth from now. A session that goes on under another cookie keeps its own.
    var until: Int64?
    /// The session's random bits.
    var token = SessionCookie.newToken()
}

extension AccountsFeature {
    /// Opens a session and answers its cookie: always a new one (ASVS 7.2.4). For who has just proved who they are;
    /// benches and demonstrations open sessions of made-up members with it.
    ///
    /// - Parameters:
    ///   - isShared: ends after half an hour without a page.
    ///   - hasSecondStep: the second step counts as taken, so that roles are awake.
    package func openSession(
        of member: ID<Person>, isShared: Bool = false, hasSecondStep: Bool = false
    ) async throws -> String {
        let opening = SessionOpening(member: member, isShared: isShared, hasSecondStep: hasSecondStep)
        return try await database.write { try self.open(opening, in: $0) }
    }

    /// The same inside a transaction.
    func open(_ opening: SessionOpening, in tx: Transaction) throws -> String {
        let now = clock.now()
        let cookie = SessionCookie(
            token: opening.token, member: opening.member,
            epoch: try epoch(of: opening.member, in: tx), lastUsed: now, isShared: opening.isShared,
            hasSecondStep: opening.hasSecondStep)
        let wrap = try opening.key.map {
            try keyWraps.close(
                $0, at: .session, of: opening.member, under: keyWraps.secret(sessionToken: cookie.token))
        }
        try SessionStore.add(
            cookie, keyWrap: wrap ?? RandomBytes.make(MemberKeyWraps.size),
            until: opening.until ?? SessionTerms.day(of: now) + SessionTerms.longestDays, in: tx)
        return try sessionSeal.close(cookie)
    }

    /// Who a session's cookie belongs to; nil for one that is unknown, ended or idle too long. One query, which also
    /// answers what the rooms want to know; nothing is written.
    package func authenticate(_ text: String, facts: [SessionFact] = []) async throws -> Session? {
        guard var cookie = sessionSeal.open(text) else { return nil }
        let now = clock.now()
        guard now < cookie.lastUsed + cookie.idleLimit else { return nil }
        let (today, opened) = (SessionTerms.day(of: now), cookie)
        let endMark = endMark(of: cookie.member, epoch: cookie.epoch)
        let found = try await database.read {
            try SessionStore.find(opened, endMark: endMark, today: today, facts: facts, in: $0)
        }
        guard let found else { return nil }
        cookie.hasSecondStep = cookie.hasSecondStep && now < cookie.lastUsed + SessionTerms.idleOfRoles
        var session = Session(person: cookie.member, pseudonym: found.pseudonym, csrf: cookie.csrf)
        session.appointments = found.appointments
        session.mayUseRoles = cookie.hasSecondStep || !settings.rolesNeedSecondStep
        session.hold = found.hold != nil ? "/me/account/held" : found.isProvisional ? ChangePassphrasePage.link : nil
        session.isKept = !cookie.isShared
        session.keyWrap = found.keyWrap
        for (fact, value) in zip(facts, found.facts) { session.facts[fact.name] = value }
        if now >= cookie.lastUsed + SessionTerms.renewEvery {
            cookie.lastUsed = now
            session.renewedCookie = try sessionSeal.close(cookie)
        }
        return session
    }

    /// The session's own cookie, opened; nil for a visitor.
    func cookie(of visit: Visit) -> SessionCookie? { visit.sessionCookie.flatMap(sessionSeal.open) }

    /// The session of whoever looks, as it stands in this transaction. It was good when the request came; a body that is
    /// sent slowly and a hash that waits take time, and what ended it meanwhile must hold: so this comes first in whatever
    /// changes an account. Throws `.signInNeeded` when the session is over.
    @discardableResult
    func live(
        _ visit: Visit, in tx: Transaction
    ) throws -> (cookie: SessionCookie, wrap: [UInt8], until: Int64) {
        guard let cookie = cookie(of: visit), try epoch(of: cookie.member, in: tx) == cookie.epoch,
            let row = try SessionStore.row(of: cookie, in: tx), SessionTerms.day(of: visit.now) < row.expiresOn,
            // The rows of sessions name nobody, so that of a member who left stays until its day.
            try MemberStore.exists(cookie.member, in: tx)
        else { throw Problem.signInNeeded }
        return (cookie, row.keyWrap, row.expiresOn)
    }

    /// Ends every other session of whoever looks, this one goes on under a new cookie to its own last day. Throws `.signInNeeded` when this
    /// one has ended meanwhile.
    ///
    /// - Parameters:
    ///   - hasSecondStep: whether it has been taken now; nil leaves that as it was.
    ///   - confirmed: the member's key, where it is at hand; else the session's own.
    func reopen(
        _ visit: Visit, hasSecondStep: Bool? = nil, confirmed: MemberKey? = nil, in tx: Transaction
    ) throws -> String {
        let (cookie, wrap, until) = try live(visit, in: tx)
        let key = confirmed ?? memberKey(wrap, of: cookie)
        try endAllSessions(of: cookie.member, in: tx)
        // Roles that have come to rest do not wake by it.
        let wasAwake = cookie.hasSecondStep && visit.session?.mayUseRoles == true
        return try open(
            SessionOpening(
                member: cookie.member, key: key, isShared: cookie.isShared, hasSecondStep: hasSecondStep ?? wasAwake,
                until: until),
            in: tx)
    }

    /// Checks a name and a passphrase. nil when they do not go together, whether the name exists or not: the same work
    /// is done for both. Throws `.tooMany` after ten failures in a quarter of an hour, of a name that exists or not.
    func checkPassphrase(name: String, passphrase raw: String, at now: Instant) async throws -> PassphraseCheck? {
        let key = PseudonymKey(of: Pseudonym.tidied(name))
        let found = try await database.read { tx in
            try CredentialStore.find(key, in: tx).map {
                ($0, try MemberKeyStore.find($0.member, in: tx), try self.epoch(of: $0.member, in: tx))
            }
        }
        return try await throttled(failureMark("sign-in", key.text), at: now) {
            guard let passphrase = Passphrase(given: raw) else { return nil }
            let outcome = try await passphrases.check(passphrase, against: found?.0.phc)
            guard outcome != .wrong, let (credential, sealed, epoch) = found else { return nil }
            if let end = credential.provisionalUntil, now >= end { return nil }
            return try await PassphraseCheck(
                credential: credential, passphrase: passphrase, epoch: epoch,
                newer: outcome == .rightButOld ? passphrases.phc(of: passphrase) : nil, sealed: sealed,
                key: memberKey(sealed, of: credential.member, under: passphrase))
        }
    }

    /// Comes first in the write that follows a right passphrase: throws `.conflict` when the passphrase or the second
    /// factor was changed while the slow hashes ran, else keeps the newer hash.
    func settle(_ checked: PassphraseCheck, in tx: Transaction) throws {
        let member = checked.credential.member
        guard try epoch(of: member, in: tx) == checked.epoch else {
            throw Problem.conflict(key: "accounts.code.expired")
        }
        if let newer = checked.newer { try CredentialStore.rehash(newer, of: member, in: tx) }
    }

    /// Opens a session for who knows the passphrase. An account from before members had keys gets its own, and with it a
    /// new recovery code, for the old one cannot open what did not exist.
    func signIn(_ checked: PassphraseCheck, isShared: Bool) async throws -> SignedInNow {
        let member = checked.credential.member
        var opening = SessionOpening(member: member, key: checked.key, isShared: isShared)
        // A key that is there and does not open is left alone: the recovery code may open it.
        let made = checked.sealed == nil ? try await newMemberKey(of: member, under: checked.passphrase) : nil
        if let made { opening.key = made.key }
        let (ready, code) = (opening, made.map { recoveryHash($0.code) })
        let (cookie, news) = try await database.write { tx in
            try self.settle(checked, in: tx)
            if let made, let code {
                try MemberKeyStore.set(made.sealed, of: member, in: tx)
                try CredentialStore.setRecovery(code, of: member, at: self.clock.now(), in: tx)
            }
            return (try self.open(ready, in: tx), try Self.news(of: member, in: tx))
        }
        return SignedInNow(
            cookie: cookie, language: checked.credential.language, newCode: made?.code, news: news)
    }
}

extension AccountsFeature {
    /// Somebody said that they died, or took their second factors away and they have not read it yet.
    private static func news(of member: ID<Person>, in tx: Transaction) throws -> Link? {
        if try WishStore.hasNotice(of: member, in: tx) { return "/me/account/wishes" }
        return try SecondFactorStore.hasUnreadReset(member, in: tx) ? "/me/account/second-factor" : nil
    }
}

/// A name and a passphrase that go together.
struct PassphraseCheck: Sendable {
    let credential: Credential
    let passphrase: Passphrase
    /// The member's epoch when the hash was read: a new passphrase, a first second factor and a hold begin another.
    let epoch: Int64
    /// A hash with today's parameters, where the one that is kept has others.
    let newer: String?
    let sealed: SealedMemberKey?
    /// The member's own key; nil for an account that has none yet.
    let key: MemberKey?
}

/// Somebody who has just signed in.
struct SignedInNow: Sendable {
    let cookie: String
    /// BCP 47 tag of the language they chose.
    let language: String
    /// A recovery code that takes the place of the old one, to be shown once.
    let newCode: RecoveryCode?
    /// A page with what they must read before anything else.
    var news: Link?
}
