import Markup
import Storage
import Web

/// `/me/account/second-factor/passkey`: a new passkey: first its name and the passphrase, then the browser makes it.
struct PasskeyPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .get(
                "/me/account/second-factor/passkey", .member, accounts.inSecondStep { begin($0, errors: FormErrors()) }),
            .post(
                "/me/account/second-factor/passkey", .member, body: .words, limit: AccountLimits.confirming,
                accounts.inSecondStep(ask)),
            .post(
                "/me/account/second-factor/passkey/finish", .member, limit: AccountLimits.confirming,
                accounts.inSecondStep(finish)),
        ]
    }

    private func begin(_ visit: Visit, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.factorPage(
            text("accounts.passkey.title"), lead: text("accounts.passkey.lead"), errors: errors,
            HTML.form(
                action: "/me/account/second-factor/passkey", csrf: visit.csrf,
                HTML.field(
                    TextField(
                        name: "name", label: text("accounts.passkey.name"), hint: text("accounts.passkey.name.hint"),
                        value: visit.fields["name"] ?? "", error: errors.message(for: "name", text),
                        autocomplete: "off", required: true))
                    + visit.confirmingField(errors) + HTML.actions([HTML.button(text("accounts.passkey.next"))])))
    }

    @Sendable private func ask(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let name = reader.text("name", max: 60, required: "accounts.passkey.name.required")
        guard reader.errors.isEmpty else { return begin(visit, errors: reader.errors) }
        if let errors = try await accounts.confirm(visit) { return begin(visit, errors: errors) }
        let fields = try await SecondFactorFields(accounts: accounts, of: try visit.person)
        guard let site = visit.passkeySite, fields.status.passkeys.count < PasskeyStore.most else {
            return visit.redirect("/me/account/second-factor")
        }
        let ticket = NewPasskeyTicket(
            member: fields.member.description, challenge: PasskeyTicket.newChallenge(), name: name)
        let known = fields.status.passkeys.map { Base64URL.encode($0.credential) }.joined(separator: " ")
        return try making(visit, ticket, site: site.name, known: known)
    }

    private func making(_ visit: Visit, _ ticket: NewPasskeyTicket, site: String, known: String) throws -> Reply {
        let text = visit.text
        let keys = accounts.keys.secondFactor
        let sealed = try keys.tickets.seal(ticket, at: visit.now)
        let handle = Base64URL.encode(keys.userHandle(of: try visit.person))
        let algorithms = COSEKey.algorithms.map { String($0) }.joined(separator: " ")
        let button: HTML = """
            <div data-passkey="create" data-challenge="\(Base64URL.encode(ticket.challenge))" data-site="\(site)" \
            data-site-name="\(accounts.settings.name)" data-user="\(handle)" \
            data-user-name="\(visit.session?.pseudonym ?? "")" data-credentials="\(known)" \
            data-algorithms="\(algorithms)" hidden>\
            \(PasskeyButton.html(text, label: text("accounts.passkey.make"), kind: .primary))</div>
            """
        return visit.factorPage(
            text("accounts.passkey.title"), lead: text("accounts.passkey.make.lead"), errors: FormErrors(),
            HTML.form(
                action: "/me/account/second-factor/passkey/finish", csrf: visit.csrf,
                // The name is in the ticket; here it stands for the form that comes back when nothing came of it.
                HTML.hidden("passkey-ticket", sealed) + HTML.hidden("name", ticket.name)
                    + HTML.hidden("passkey-client", "")
                    + HTML.hidden("passkey-attestation", "") + button)
                + HTML.note(HTML(text: text("accounts.passkey.script"))))
    }

    @Sendable private func finish(_ visit: Visit) async throws -> Reply {
        let keys = accounts.keys.secondFactor
        let (fields, member, now) = (visit.fields, try visit.person, visit.now)
        guard let site = visit.passkeySite,
            let ticket = keys.tickets.open(fields["passkey-ticket"], as: NewPasskeyTicket.self, at: now),
            ticket.member == member.description,
            let client = Base64URL.decode(fields["passkey-client"] ?? ""),
            let attestation = Base64URL.decode(fields["passkey-attestation"] ?? "")
        else { return failed(visit) }
        let ceremony = PasskeyCeremony(challenge: ticket.challenge, origin: site.origin, site: site.name)
        guard let credential = try? ceremony.register(clientData: client, attestation: attestation) else {
            return failed(visit)
        }
        do {
            let added = try await accounts.addFactor(visit, detail: "passkey") { tx in
                let mark = keys.mark(ofChallenge: ticket.challenge)
                guard try PasskeyStore.count(of: member, in: tx) < PasskeyStore.most,
                    try SecondFactorStore.use(mark, until: now + NewPasskeyTicket.lasts, at: now, in: tx)
                else { return false }
                try PasskeyStore.add(credential, named: ticket.name, of: member, seal: keys.seal, in: tx)
                return true
            }
            guard let added else { return failed(visit) }
            return try await SpareCodesPage.afterAdding(visit, added, accounts: accounts)
        } catch StorageError.conflict {
            // Somebody has registered the same passkey: most likely this member, a moment ago.
            return failed(visit)
        }
    }

    private func failed(_ visit: Visit) -> Reply {
        begin(visit, errors: FormErrors(field: "name", "accounts.code.passkey.failed"))
    }
}
