import Markup
import Storage
import Web

/// `/admin/people/:member`: an account's roles, and whether it is open. Each change is in the audit log.
struct PersonPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        let access = Access.role(.administrator, in: .site)
        return [
            .get("/admin/people/:member", access) { try await show($0, errors: FormErrors()) },
            .post("/admin/people/:member/roles", access, grant),
            .post("/admin/people/:member/roles/revoke", access, revoke),
            .post("/admin/people/:member/hold", access, hold),
            .post("/admin/people/:member/hold/lift", access, lift),
        ]
    }

    /// What the page about one account shows.
    private struct View: Sendable {
        let member: ID<Person>
        let pseudonym: String
        let roles: [HeldRole]
        let hold: AccountHold?
        let spaces: [(space: Space, name: String)]
    }

    private func show(_ visit: Visit, errors: FormErrors) async throws -> Reply {
        let member: ID<Person> = try visit.id("member")
        let view = try await accounts.database.read { tx -> View? in
            guard let name = try MemberStore.pseudonyms(of: [member], in: tx)[member] else { return nil }
            return View(
                member: member, pseudonym: name, roles: try RoleStore.roles(of: member, in: tx),
                hold: try HoldStore.find(member, in: tx), spaces: try RoleStore.spaces(in: tx))
        }
        guard let view else { throw Problem.notFound }
        let text = visit.text
        return visit.page(
            view.pseudonym, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    view.pseudonym, lead: HTML(text: state(view, text)),
                    breadcrumb: HTML.breadcrumb(
                        [(text("accounts.server.title"), "/admin"), (text("accounts.people.title"), "/admin/people")],
                        label: text("accounts.account.back"))))\
                \(HTML.card(held(view, visit), title: text("accounts.people.roles")))\
                \(HTML.card(granting(view, visit, errors), title: text("accounts.people.grant")))\
                \(HTML.card(holding(view, visit), title: text("accounts.people.hold")))\
                \(HTML.card(
                    HTML.linkList([(text("accounts.death.link"), "/admin/people/\(view.member)/death", nil)]),
                    title: text("accounts.death.card")))
                """))
    }

    private func state(_ view: View, _ text: Text) -> String {
        guard let hold = view.hold else { return text("accounts.people.isOpen") }
        let date: [String: TextValue] = ["date": .text(text.date(hold.since))]
        return hold.kind == .closed
            ? text("accounts.people.isClosed", date) : text("accounts.people.isSuspended", date)
    }

    private func held(_ view: View, _ visit: Visit) -> HTML {
        let text = visit.text
        guard !view.roles.isEmpty else { return "<p>\(text("accounts.people.noRole"))</p>" }
        let names = SpaceNames(text: text, spaces: view.spaces)
        return HTML.each(view.roles) { held in
            HTML.form(
                action: "/admin/people/\(view.member)/roles/revoke", csrf: visit.csrf,
                HTML.hidden("role", held.role.rawValue) + HTML.hidden("space", held.space.code)
                    + "<p>\(text("accounts.role.\(held.role.rawValue)")) · \(names.name(held.space))</p>"
                    + HTML.actions([HTML.button(text("accounts.people.revoke"), kind: .secondary)]))
        }
    }

    private func granting(_ view: View, _ visit: Visit, _ errors: FormErrors) -> HTML {
        let text = visit.text
        let names = SpaceNames(text: text, spaces: view.spaces)
        return HTML.form(
            action: "/admin/people/\(view.member)/roles", csrf: visit.csrf,
            HTML.radios(
                Choices(
                    name: "role", legend: text("accounts.people.role"),
                    options: Role.allCases.map { Choice($0.rawValue, text("accounts.role.\($0.rawValue)")) },
                    selected: visit.fields["role"], error: errors.message(for: "role", text)))
                + HTML.radios(
                    Choices(
                        name: "space", legend: text("accounts.people.space"),
                        options: view.spaces.map { Choice($0.space.code, names.name($0.space)) },
                        selected: visit.fields["space"], error: errors.message(for: "space", text)))
                + HTML.actions([
                    HTML.button(text("accounts.people.grant.button", ["name": .text(view.pseudonym)]))
                ]))
    }

    private func holding(_ view: View, _ visit: Visit) -> HTML {
        let text = visit.text
        guard view.hold == nil else {
            return "<p>\(text("accounts.people.lift.note"))</p>"
                + HTML.form(
                    action: "/admin/people/\(view.member)/hold/lift", csrf: visit.csrf,
                    HTML.actions([HTML.button(text("accounts.people.lift"), kind: .secondary)]))
        }
        func holding(_ kind: AccountHold.Kind, _ button: HTML) -> HTML {
            HTML.form(
                action: "/admin/people/\(view.member)/hold", csrf: visit.csrf,
                HTML.hidden("kind", kind.rawValue) + HTML.actions([button]))
        }
        // What is meant for good is two steps away.
        return "<p>\(text("accounts.people.hold.note"))</p>"
            + holding(.suspended, HTML.button(text("accounts.people.suspend"), kind: .secondary))
            + HTML.disclosure(
                text("accounts.people.close"),
                "<p>\(text("accounts.people.close.note", ["name": .text(view.pseudonym)]))</p>"
                    + holding(.closed, HTML.button(text("accounts.people.close.button"), kind: .danger)))
    }
}

// MARK: - Changes

extension PersonPage {
    @Sendable private func grant(_ visit: Visit) async throws -> Reply {
        try await change(visit, "accounts.people.granted") { member in
            guard let held = held(visit) else { throw AppointmentError.noSuchSpace }
            try await accounts.grant(held, to: member, by: visit.viewer)
        }
    }

    @Sendable private func revoke(_ visit: Visit) async throws -> Reply {
        try await change(visit, "accounts.people.revoked") { member in
            guard let held = held(visit) else { throw AppointmentError.notHeld }
            try await accounts.revoke(held, from: member, by: visit.viewer)
        }
    }

    @Sendable private func hold(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let kinds = AccountHold.Kind.allCases.map(\.rawValue)
        guard let kind = reader.choice("kind", among: kinds, required: "accounts.people.hold.required") else {
            return try await show(visit, errors: reader.errors)
        }
        return try await change(visit, "accounts.people.held") { member in
            try await accounts.hold(member, isForGood: kind == AccountHold.Kind.closed.rawValue, by: visit.viewer)
        }
    }

    @Sendable private func lift(_ visit: Visit) async throws -> Reply {
        try await change(visit, "accounts.people.lifted") { try await accounts.liftHold(from: $0, by: visit.viewer) }
    }

    private func held(_ visit: Visit) -> HeldRole? {
        guard let role = visit.fields["role"].flatMap(Role.init(rawValue:)),
            let space = visit.fields["space"].flatMap(Space.init(code:))
        else { return nil }
        return HeldRole(role, in: space)
    }

    /// Makes a change to the account in the address; what cannot be done comes back in words, with nothing changed.
    private func change(
        _ visit: Visit, _ flash: String, _ body: (ID<Person>) async throws -> Void
    ) async throws -> Reply {
        let member: ID<Person> = try visit.id("member")
        guard try await !accounts.pseudonyms(of: [member]).isEmpty else { throw Problem.notFound }
        do {
            try await body(member)
        } catch let error as AppointmentError {
            let field = error == .noSuchSpace || error == .administratorElsewhere ? "space" : "role"
            return try await show(visit, errors: FormErrors(field: field, "accounts.appointment.\(error.rawValue)"))
        }
        return visit.redirect("/admin/people/\(member)", flash: flash)
    }
}
