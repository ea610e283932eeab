import Crypto
import Storage
import Web

/// A member's key just made, with the code that opens it.
struct NewMemberKey: Sendable {
    let key: MemberKey
    let code: RecoveryCode
    let sealed: SealedMemberKey
}

extension AccountsFeature {
    var keyWraps: MemberKeyWraps { MemberKeyWraps(pepper: keys.memberKeys) }

    /// A key for a member who has none, sealed under their passphrase and under a recovery code.
    func newMemberKey(
        of member: ID<Person>, under passphrase: Passphrase, code: RecoveryCode = .random()
    ) async throws -> NewMemberKey {
        try await sealed(.random(), of: member, under: passphrase, code: code)
    }

    /// A member's key under another passphrase and another code.
    func sealed(
        _ key: MemberKey, of member: ID<Person>, under passphrase: Passphrase, code: RecoveryCode
    ) async throws -> NewMemberKey {
        let byPassphrase = try await passphraseWrap(key, of: member, under: passphrase)
        let byCode = try codeWrap(key, of: member, under: code)
        return NewMemberKey(
            key: key, code: code,
            sealed: SealedMemberKey(
                passphraseSalt: byPassphrase.salt, passphraseWrap: byPassphrase.wrap, codeSalt: byCode.salt,
                codeWrap: byCode.wrap))
    }

    /// The key under a passphrase, with the salt of its slow hash.
    func passphraseWrap(
        _ key: MemberKey, of member: ID<Person>, under passphrase: Passphrase
    ) async throws -> (wrap: [UInt8], salt: [UInt8]) {
        let salt = RandomBytes.make(16)
        let hash = try await passphrases.keyMaterial(of: passphrase, salt: salt, pepper: keys.memberKeys)
        let wrap = try keyWraps.close(key, at: .passphrase, of: member, under: keyWraps.secret(passphraseHash: hash))
        return (wrap, salt)
    }

    func codeWrap(
        _ key: MemberKey, of member: ID<Person>, under code: RecoveryCode
    ) throws -> (wrap: [UInt8], salt: [UInt8]) {
        let salt = RandomBytes.make(16)
        return (try keyWraps.close(key, at: .code, of: member, under: keyWraps.secret(code, salt: salt)), salt)
    }

    /// Puts a recovery code in place of the one before, with the member's key under it where they have one.
    func setRecovery(
        _ code: RecoveryCode, opening key: MemberKey?, of member: ID<Person>, at now: Instant, in tx: Transaction
    ) throws {
        if let key {
            let wrapped = try codeWrap(key, of: member, under: code)
            try MemberKeyStore.setCode(wrap: wrapped.wrap, salt: wrapped.salt, of: member, in: tx)
        }
        try CredentialStore.setRecovery(recoveryHash(code), of: member, at: now, in: tx)
    }

    /// The member's key by their passphrase, which has been checked; nil where none is kept.
    func memberKey(
        _ sealed: SealedMemberKey?, of member: ID<Person>, under passphrase: Passphrase
    ) async throws -> MemberKey? {
        guard let sealed else { return nil }
        let hash = try await passphrases.keyMaterial(
            of: passphrase, salt: sealed.passphraseSalt, pepper: keys.memberKeys)
        return keyWraps.open(
            sealed.passphraseWrap, at: .passphrase, of: member, under: keyWraps.secret(passphraseHash: hash))
    }

    /// The member's key by their recovery code.
    func memberKey(_ sealed: SealedMemberKey?, of member: ID<Person>, under code: RecoveryCode) -> MemberKey? {
        guard let sealed else { return nil }
        return keyWraps.open(
            sealed.codeWrap, at: .code, of: member, under: keyWraps.secret(code, salt: sealed.codeSalt))
    }

    /// The member's key, for who has just confirmed their passphrase (`confirm`): by their session, or where that holds
    /// none, by the passphrase they sent.
    func confirmedKey(of visit: Visit) async throws -> MemberKey? {
        let member = try visit.person
        if let held = memberKey(of: visit) { return held }
        let sealed = try await database.read { try MemberKeyStore.find(member, in: $0) }
        var reader = FormReader(visit.fields)
        let given = reader.secret("current", max: Passphrase.longestBytes)
        guard let passphrase = Passphrase(given: given) else { return nil }
        return try await memberKey(sealed, of: member, under: passphrase)
    }

    /// The member's key by the session of whoever looks. Asks the database nothing: the session brought it along, as every
    /// session does.
    func memberKey(of visit: Visit) -> MemberKey? {
        guard let cookie = cookie(of: visit), let wrap = visit.session?.keyWrap else { return nil }
        return memberKey(wrap, of: cookie)
    }

    /// The member's key as a session holds it.
    func memberKey(_ wrap: [UInt8], of cookie: SessionCookie) -> MemberKey? {
        keyWraps.open(wrap, at: .session, of: cookie.member, under: keyWraps.secret(sessionToken: cookie.token))
    }
}
