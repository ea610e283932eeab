package import Markup
import Storage
import Web

/// What became of a key that a session did not open.
enum MendedKey: Sendable {
    /// The passphrase opened it; the session goes on under this cookie.
    case opened(cookie: String)
    /// Nothing did, and there is another now, with a new recovery code. All other sessions are over.
    case begun(cookie: String, code: RecoveryCode)
    /// The passphrase does not open it, and nobody said that another is to begin.
    case locked
}

extension AccountsFeature {
    /// Where somebody is sent whose session does not open their key.
    package static var ownKeyPage: Link { OwnKeyPage.link }

    /// Opens the key of whoever looks by their passphrase, which has been checked (`confirm`). Where that does not open it,
    /// begins another if they said so: what was sealed under the lost one goes, and what it marked is nobody's.
    /// Throws `.signInNeeded` when the session has ended meanwhile, `.conflict` when the key was changed meanwhile.
    func mendKey(_ visit: Visit, by passphrase: Passphrase, mayBegin: Bool) async throws -> MendedKey {
        let member = try visit.person
        let sealed = try await database.read { try MemberKeyStore.find(member, in: $0) }
        if let key = try await memberKey(sealed, of: member, under: passphrase) {
            return .opened(cookie: try await database.write { try self.renew(visit, holding: key, in: $0) })
        }
        // An account from before there were keys loses nothing by its first.
        guard mayBegin || sealed == nil else { return .locked }
        let made = try await newMemberKey(of: member, under: passphrase)
        let (now, viewer) = (visit.now, visit.viewer)
        let cookie = try await database.write { tx in
            // First, for it asks whether this session is still one; and no other may go on with the lost key.
            let cookie = try self.reopen(visit, confirmed: made.key, in: tx)
            guard try MemberKeyStore.find(member, in: tx) == sealed else {
                throw Problem.conflict(key: "accounts.code.expired")
            }
            try MemberKeyStore.set(made.sealed, of: member, in: tx)
            try CredentialStore.setRecovery(self.recoveryHash(made.code), of: member, at: now, in: tx)
            if sealed != nil { try self.forgetSealed(of: member, in: tx) }
            try self.audit.record(.recoveryCodeRenewed, about: member, by: viewer, at: now, in: tx)
            return cookie
        }
        return .begun(cookie: cookie, code: made.code)
    }

    /// Takes out what the lost key had sealed.
    func forgetSealed(of member: ID<Person>, in tx: Transaction) throws {
        for lost in handedIn.lostWithKey { try lost.forget(member, tx) }
    }

    /// The session of whoever looks under a new cookie, with the key in it; no other ends.
    private func renew(_ visit: Visit, holding key: MemberKey, in tx: Transaction) throws -> String {
        let (cookie, _, until) = try live(visit, in: tx)
        try SessionStore.end(cookie, in: tx)
        let isAwake = cookie.hasSecondStep && visit.session?.mayUseRoles == true
        return try open(
            SessionOpening(
                member: cookie.member, key: key, isShared: cookie.isShared, hasSecondStep: isAwake, until: until),
            in: tx)
    }
}
