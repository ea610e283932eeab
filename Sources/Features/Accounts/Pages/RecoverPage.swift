import Crypto
import Markup
import Storage
import Web

/// `/recover`: with the name and the recovery code a new passphrase, for e-mail is optional here. The code is used up
/// and a new one shown. Answers the same for a name that exists and one that does not.
struct RecoverPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        let limit = RateLimit(per: .address, count: accounts.settings.isDevelopment ? 2_000 : 30, within: 900)
        return [
            .get("/recover", .anyone, show),
            .post("/recover", .anyone, limit: limit, recover),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        page(
            visit, choice: NewPassphraseFields(offering: accounts.words.newPassphrase(visit.language)),
            errors: FormErrors())
    }

    @Sendable private func recover(_ visit: Visit) async throws -> Reply {
        let choice = NewPassphraseFields(visit.fields, orOffering: accounts.words.newPassphrase(visit.language))
        var reader = FormReader(visit.fields)
        let name = reader.text("pseudonym", max: 300, required: "accounts.signIn.name.required")
        let typed = reader.text("code", max: 200, required: "accounts.recover.code.required")
        let key = PseudonymKey(of: Pseudonym.tidied(name))
        let chosen = choice.read(&reader, pseudonym: key, blocklist: accounts.words.blocklist)
        guard reader.errors.isEmpty, let chosen else { return page(visit, choice: choice, errors: reader.errors) }
        let wrong = FormErrors(field: "code", "accounts.recover.wrong")
        let sent = Sent(
            id: SignUpForm.id(visit.fields), typed: typed, name: key, passphrase: chosen.passphrase,
            isShared: reader.isOn("shared"))
        if let again = try await sentTwice(visit, sent) { return again }
        guard let member = try await holder(of: typed, named: key, at: visit.now) else {
            return page(visit, choice: choice, errors: wrong)
        }
        let (cookie, code) = try await replace(member, sent, at: visit.now)
        let lost = member.isKeyLost ? accounts.handedIn.lostWithKey : nil
        // The code stands in for the passphrase, never for the second factor: who has one signs in with it now.
        guard let cookie else {
            return RecoveryCodePage.renewed(visit, code, lost: lost, to: "/sign-in")
        }
        return try await recovered(visit, sent, cookie, code, lost: lost)
    }

    /// A form that asks for a new passphrase, and what follows from it.
    private struct Sent: Sendable {
        let id: String
        let typed: String
        let name: PseudonymKey
        let passphrase: Passphrase
        let isShared: Bool

        func secret(_ purpose: String, _ accounts: AccountsFeature) -> [UInt8] {
            let code = RecoveryCode(typed)?.bytes ?? []
            return accounts.formSecret("\(purpose), recovering", of: Array(id.utf8) + code, name, passphrase)
        }

        func newCode(_ accounts: AccountsFeature) -> RecoveryCode {
            RecoveryCode(secret: secret("recovery code", accounts))
        }
    }

    /// The answer to a form that has done its work already: sent again after a lost connection, it must not say that
    /// the code is wrong, with the new one unseen. nil for any other.
    private func sentTwice(_ visit: Visit, _ sent: Sent) async throws -> Reply? {
        let code = sent.newCode(accounts)
        // Writing, though it only reads: see `SignUpPage.sentTwice`.
        let credential = try await accounts.database.write { try CredentialStore.find(sent.name, in: $0) }
        guard let credential, credential.recoveryHash == accounts.recoveryHash(code) else { return nil }
        let token = sent.secret("session", accounts)
        let cookie = try await accounts.sessionAgain(
            token, of: credential.member, isShared: sent.isShared, at: visit.now)
        guard let cookie else {
            // No session was opened for who has a second factor; the passphrase is set all the same.
            guard try await accounts.hasSecondFactor(credential.member) else { return nil }
            return visit.redirect("/sign-in", flash: "accounts.recover.done")
        }
        return try await recovered(visit, sent, cookie, code)
    }

    private func recovered(
        _ visit: Visit, _ sent: Sent, _ cookie: String, _ code: RecoveryCode, lost: [LostWithKey]? = nil
    ) async throws -> Reply {
        let entered = visit.entered(try await accounts.authenticate(cookie))
        let member = try entered.person
        // What happened to their second factor is told first, as at signing in.
        let hasNews = try await accounts.database.read { try SecondFactorStore.hasUnreadReset(member, in: $0) }
        let next: Link = hasNews ? "/me/account/second-factor" : "/me"
        return .signedIn(cookie, RecoveryCodePage.renewed(entered, code, lost: lost, to: next), isKept: !sent.isShared)
    }

    /// Somebody who holds the code, and what it opens.
    private struct Holder: Sendable {
        let credential: Credential
        /// Nil for an account that has no key of its own yet, and for one whose key the code does not open.
        let key: MemberKey?
        /// There is a key, and nothing opens it any more: another begins.
        let isKeyLost: Bool
    }

    /// The member whose name and code these are. The code has 100 random bits, so a plain keyed hash is enough.
    private func holder(of typed: String, named key: PseudonymKey, at now: Instant) async throws -> Holder? {
        let found = try await accounts.database.read { tx in
            try CredentialStore.find(key, in: tx).map { ($0, try MemberKeyStore.find($0.member, in: tx)) }
        }
        return try await accounts.throttled(accounts.failureMark("recover", key.text), at: now) {
            guard let code = RecoveryCode(typed), let (credential, sealed) = found,
                let kept = credential.recoveryHash,
                HMAC<SHA256>.isValidAuthenticationCode(kept, authenticating: code.bytes, using: accounts.keys.recovery)
            else { return nil }
            let key = accounts.memberKey(sealed, of: credential.member, under: code)
            return Holder(credential: credential, key: key, isKeyLost: sealed != nil && key == nil)
        }
    }

    /// New passphrase, new code, the member's key under both, every session ended, and one opened. Whoever has a second
    /// step still has it: the code alone does not take its place.
    private func replace(
        _ holder: Holder, _ sent: Sent, at now: Instant
    ) async throws -> (cookie: String?, code: RecoveryCode) {
        let (credential, member, accounts) = (holder.credential, holder.credential.member, accounts)
        let phc = try await accounts.passphrases.phc(of: sent.passphrase)
        let made = try await accounts.sealed(
            holder.key ?? .random(), of: member, under: sent.passphrase, code: sent.newCode(accounts))
        let opening = SessionOpening(
            member: member, key: made.key, isShared: sent.isShared, token: sent.secret("session", accounts))
        let (audit, hash) = (accounts.audit, accounts.recoveryHash(made.code))
        let cookie = try await accounts.database.write { tx -> String? in
            // Used by somebody else in the meantime: the code counts once.
            guard let latest = try CredentialStore.own(as: .person(member, roles: []), in: tx),
                latest.recoveryHash == credential.recoveryHash
            else { throw Problem.conflict(key: "accounts.recover.used") }
            try CredentialStore.setPHC(phc, of: member, at: now, in: tx)
            try CredentialStore.setRecovery(hash, of: member, at: now, in: tx)
            try MemberKeyStore.set(made.sealed, of: member, in: tx)
            if holder.isKeyLost { try accounts.forgetSealed(of: member, in: tx) }
            try accounts.endAllSessions(of: member, in: tx)
            try audit.record(.recovered, about: member, by: .person(member, roles: []), at: now, in: tx)
            if try SecondFactorStore.isOn(member, in: tx) { return nil }
            return try accounts.open(opening, in: tx)
        }
        return (cookie, made.code)
    }

    private func page(_ visit: Visit, choice: NewPassphraseFields, errors: FormErrors) -> Reply {
        let text = visit.text
        let form = HTML.form(
            action: "/recover", csrf: visit.csrf,
            HTML.hidden("form", SignUpForm.id(visit.fields))
                + HTML.field(
                    TextField(
                        name: "pseudonym", label: text("accounts.signIn.name"), value: visit.fields["pseudonym"] ?? "",
                        error: errors.message(for: "pseudonym", text), autocomplete: "username", required: true))
                + HTML.field(
                    TextField(
                        name: "code", label: text("accounts.recovery.code"), hint: text("accounts.recover.code.hint"),
                        value: visit.fields["code"] ?? "", error: errors.message(for: "code", text),
                        autocomplete: "off", required: true))
                + choice.html(text, errors: errors) + visit.sharedField
                + HTML.actions([HTML.button(text("accounts.recover.button"))]))
        return visit.page(
            text("accounts.recover.title"), status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text))
                    + HTML.pageHeader(
                        text("accounts.recover.title"), lead: HTML(text: text("accounts.recover.lead")))
                    + HTML.card(form) + HTML.note(HTML(text: text("accounts.recover.none")))))
    }
}
