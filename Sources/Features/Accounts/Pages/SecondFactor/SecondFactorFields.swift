import Markup
import Storage
import Web

/// The part of a form in which somebody proves who they are beside the passphrase: the code of their app, a passkey
/// where the browser has them, or a spare code. The passkey's button is shown by `Public/passkeys.js`; without script
/// the other two are there.
struct SecondFactorFields: Sendable {
    let accounts: AccountsFeature
    let member: ID<Person>
    let status: SecondFactorStatus

    /// Reads what the member has.
    init(accounts: AccountsFeature, of member: ID<Person>) async throws {
        let seal = accounts.keys.secondFactor.seal
        self.accounts = accounts
        self.member = member
        status = try await accounts.database.read {
            try SecondFactorStore.own(as: .person(member, roles: []), seal: seal, in: $0)
        }
    }

    func html(_ visit: Visit, errors: FormErrors) throws -> HTML {
        let text = visit.text
        let spareError = errors.message(for: "spare", text)
        let typed = visit.fields["spare"] ?? ""
        let spare = HTML.field(
            TextField(
                name: "spare", label: text("accounts.code.spare.label"), hint: text("accounts.code.spare.hint"),
                value: typed, error: spareError, autocomplete: "off"))
        return try HTML.when(status.hasApp, codeField(text, errors))
            + passkey(visit, errors)
            // Where there is only a passkey, whoever has no script needs to see at once what else there is.
            + HTML.disclosure(
                text("accounts.code.spare.open"), spare, open: spareError != nil || !typed.isEmpty || !status.hasApp)
    }

    private func codeField(_ text: Text, _ errors: FormErrors) -> HTML {
        HTML.field(
            TextField(
                name: "code", label: text("accounts.code.label"), hint: text("accounts.code.hint"),
                error: errors.message(for: "code", text), kind: .number, autocomplete: "one-time-code",
                width: .code))
    }

    private func passkey(_ visit: Visit, _ errors: FormErrors) throws -> HTML {
        guard !status.passkeys.isEmpty, let site = visit.passkeySite else { return .empty }
        let ticket = PasskeyTicket(member)
        let sealed = try accounts.keys.secondFactor.tickets.seal(ticket, at: visit.now)
        let credentials = status.passkeys.map { Base64URL.encode($0.credential) }.joined(separator: " ")
        return """
            <div class="field" id="passkey" data-passkey="get" data-challenge="\(Base64URL.encode(ticket.challenge))" \
            data-site="\(site.name)" data-credentials="\(credentials)" hidden>\
            \(HTML.with(errors.message(for: "passkey", visit.text)) { "<p class=\"error\">\($0)</p>" })\
            \(PasskeyButton.html(visit.text, label: visit.text("accounts.code.passkey.button"), kind: .secondary))</div>\
            \(HTML.hidden("passkey-ticket", sealed))\
            \(["passkey-id", "passkey-client", "passkey-data", "passkey-signature"].map { HTML.hidden($0, "") })
            """
    }

    /// What was given, or nil with what is wrong in the errors.
    func read(_ visit: Visit, _ errors: inout FormErrors) -> SecondFactorAnswer? {
        let fields = visit.fields
        if fields["passkey-id"]?.isEmpty == false {
            let answer = passkeyAnswer(visit)
            if answer == nil { errors.add(field: "passkey", "accounts.code.passkey.wrong") }
            return answer
        }
        if let spare = fields["spare"], !spare.utf8.isEmpty {
            let answer = SpareCode(spare).map { SecondFactorAnswer.spare($0) }
            if answer == nil { errors.add(field: "spare", "accounts.code.spare.fault") }
            return answer
        }
        let code = fields["code"] ?? ""
        let answer = OneTimeCode(code).map { SecondFactorAnswer.code($0) }
        let field = status.hasApp ? "code" : "spare"
        if answer == nil {
            errors.add(field: field, code.utf8.isEmpty ? "accounts.code.required" : "accounts.code.fault")
        }
        return answer
    }

    private func passkeyAnswer(_ visit: Visit) -> SecondFactorAnswer? {
        let fields = visit.fields
        let tickets = accounts.keys.secondFactor.tickets
        guard let site = visit.passkeySite,
            let ticket = tickets.open(fields["passkey-ticket"], as: PasskeyTicket.self, at: visit.now),
            ticket.member == member.description,
            let answer = PasskeyAnswer(
                id: fields["passkey-id"], clientData: fields["passkey-client"],
                authenticatorData: fields["passkey-data"], signature: fields["passkey-signature"])
        else { return nil }
        return .passkey(
            answer, PasskeyCeremony(challenge: ticket.challenge, origin: site.origin, site: site.name))
    }

    /// The error of an answer that was wrong, at the field it was given in.
    func wrong(_ answer: SecondFactorAnswer) -> FormErrors {
        switch answer {
        case .code: FormErrors(field: status.hasApp ? "code" : "spare", "accounts.code.wrong")
        case .spare: FormErrors(field: "spare", "accounts.code.spare.wrong")
        case .passkey: FormErrors(field: "passkey", "accounts.code.passkey.wrong")
        }
    }
}

/// The button that speaks to a passkey, and the sentence for when nothing came of it.
enum PasskeyButton {
    static func html(_ text: Text, label: String, kind: ButtonKind) -> HTML {
        """
        <button type="button" class="button button-\(kind.rawValue)">\(label)</button>\
        <p class="error" role="alert" data-passkey-failed hidden>\(text("accounts.code.passkey.failed"))</p>
        """
    }
}
