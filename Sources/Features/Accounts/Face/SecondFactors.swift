import Markup
package import Storage
import Web

/// What somebody gives beside the passphrase to prove who they are.
enum SecondFactorAnswer: Sendable {
    case code(OneTimeCode)
    case spare(SpareCode)
    /// The answer of a passkey to what it was asked.
    case passkey(PasskeyAnswer, PasskeyCeremony)

    /// Looks whether it is right and uses it up in the same transaction: of several who bring the same, in whatever
    /// process, one is let in. Changes nothing when it is wrong.
    func use(of member: ID<Person>, keys: SecondFactorKeys, at now: Instant, in tx: Transaction) throws -> Bool {
        switch self {
        case .code(let code):
            guard let app = try SecondFactorStore.app(of: member, seal: keys.seal, in: tx),
                let step = app.step(of: code, at: now)
            else { return false }
            return try Self.use(step, of: app, member, keys: keys, at: now, in: tx)
        case .spare(let code):
            return try SecondFactorStore.useSpareCode(code.hash(of: member, key: keys.spareCodes), of: member, in: tx)
        case .passkey(let answer, let ceremony):
            guard let key = try PasskeyStore.key(of: answer.id, of: member, in: tx),
                (try? ceremony.verify(answer, key: key)) != nil
            else { return false }
            return try SecondFactorStore.use(
                keys.mark(ofChallenge: ceremony.challenge), until: now + PasskeyTicket.lasts, at: now, in: tx)
        }
    }

    /// Uses up the code of a step; it could be played again until a step after its own has ended.
    static func use(
        _ step: Int64, of app: TOTP, _ member: ID<Person>, keys: SecondFactorKeys, at now: Instant, in tx: Transaction
    ) throws -> Bool {
        let end = Instant(milliseconds: (step + 1 + TOTP.tolerance) * TOTP.stepSeconds * 1_000)
        return try SecondFactorStore.use(keys.mark(ofStep: step, app: app, of: member), until: end, at: now, in: tx)
    }
}

/// How taking somebody's second factors away ended.
package enum SecondFactorReset: Sendable, Equatable {
    case done
    /// The member has no second factor.
    case nothingToReset
}

extension AccountsFeature {
    /// Whether signing in as a member needs a second factor: what a role that opens others' records asks for.
    package func hasSecondFactor(_ member: ID<Person>) async throws -> Bool {
        try await database.read { try SecondFactorStore.isOn(member, in: $0) }
    }

    /// Checks what somebody gives as second factor and uses it up, together with what follows from it: the answer of
    /// `follow`, or nil when the factor is wrong or was used before. Throws `.tooMany` after ten failures in a quarter of an hour, whatever was tried.
    func check<Value: Sendable>(
        _ answer: SecondFactorAnswer, of member: ID<Person>, at now: Instant,
        then follow: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value? {
        let keys = keys.secondFactor
        return try await throttled(failureMark("second factor", member.description), at: now) {
            try await database.write { tx -> Value? in
                guard try answer.use(of: member, keys: keys, at: now, in: tx) else { return nil }
                return try follow(tx)
            }
        }
    }

    /// What a right passphrase leads to for a member who has a second factor; nil for all others. Throws as `settle` does.
    func secondFactorTicket(
        _ checked: PassphraseCheck, isShared: Bool, to destination: Link
    ) async throws -> SignInTicket? {
        let credential = checked.credential
        return try await database.write { tx -> SignInTicket? in
            try settle(checked, in: tx)
            guard try SecondFactorStore.isOn(credential.member, in: tx) else { return nil }
            return SignInTicket(
                member: credential.member.description, epoch: checked.epoch,
                key: checked.key?.bytes, isShared: isShared, destination: destination.text,
                language: credential.language)
        }
    }

    /// Opens the session that waited for the second factor. Nil when that was wrong.
    /// Throws `.conflict` when the passphrase was changed in the meantime.
    func enter(
        _ ticket: SignInTicket, with answer: SecondFactorAnswer, at now: Instant
    ) async throws -> SignedInNow? {
        guard let member = ID<Person>(ticket.member) else { return nil }
        var opening = SessionOpening(member: member, isShared: ticket.isShared, hasSecondStep: true)
        opening.key = ticket.key.map { MemberKey(bytes: $0) }
        let ready = opening
        return try await check(answer, of: member, at: now) { tx in
            guard try epoch(of: member, in: tx) == ticket.epoch else {
                throw Problem.conflict(key: "accounts.code.expired")
            }
            return SignedInNow(cookie: try self.open(ready, in: tx), language: ticket.language, newCode: nil)
        }
    }

    /// Forgets the used codes of days that are over; for the night. Each use does so too, but the last one of all would
    /// stay until the next.
    func forgetUsedSecondFactors() async throws {
        let now = clock.now()
        try await database.write { try SecondFactorStore.sweep(at: now, in: $0) }
    }

    /// Takes away the second factors of the member who goes by exactly this name, for whoever runs the server.
    /// They are told at their next sign-in. Throws `AccountNameError`.
    package func resetSecondFactor(of name: String) async throws -> SecondFactorReset {
        let (member, now) = (try await member(named: name), clock.now())
        return try await database.write { tx in
            try self.reset(member, by: .system(reason: "command line"), at: now, in: tx)
        }
    }

    /// Takes every factor, spare code and session of a member away and leaves word of it, for the audit log and for
    /// them.
    func reset(
        _ member: ID<Person>, by actor: Viewer, at now: Instant, in tx: Transaction
    ) throws -> SecondFactorReset {
        guard try SecondFactorStore.isOn(member, in: tx) else { return .nothingToReset }
        try SecondFactorStore.removeAll(of: member, in: tx)
        try SecondFactorStore.noteReset(of: member, at: now, in: tx)
        try endAllSessions(of: member, in: tx)
        try audit.record(.secondFactorReset, about: member, by: actor, at: now, in: tx)
        return .done
    }

    /// The pages of second factors.
    var secondFactorRoutes: [Route] {
        SignInCodePage(accounts: self).routes + SecondFactorPage(accounts: self).routes
            + AuthenticatorAppPage(accounts: self).routes + PasskeyPage(accounts: self).routes
            + SpareCodesPage(accounts: self).routes + RemoveFactorPage(accounts: self).routes
            + ResetFactorPage(accounts: self).routes + StepUpPage(accounts: self).routes
    }
}
