import Markup
import Safety
import Storage
import Web

/// `/staff/groups/:organization/series/:group/enrol`: puts somebody in who cannot or does not want to do so. A member
/// by name, who says yes themselves; somebody without an account; or with a printed card, for later.
struct EnrolPage: Sendable {
    let groups: GroupsFeature

    /// The raw values end text keys.
    enum Whom: String, CaseIterable {
        case called, member, referred
    }

    static func name(_ kind: AccessNeed.Kind) -> String { "words-\(kind.rawValue)" }
    static var names: [String] { ["person"] + AccessNeed.Kind.allCases.map(name) }

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/series/:group/enrol"
        return [
            .get(path, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(
                path, GroupsFeature.coordinator, body: .words,
                limit: RateLimit(per: .person, count: 60, within: 3_600)
            ) { try await send($0) },
        ]
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let (organization, series) = try await groups.database.read { try groups.named(visit, $0) }
        var reader = FormReader(visit.fields)
        let whom: Whom? = reader.word("whom", required: "groups.staff.enrol.whom.required")
        let person = Self.readName("person", isOfMember: whom == .member, &reader)
        let needs = Self.needs(&reader)
        let scope = SeatScope(code: visit.fields["scope"] ?? "")
        if scope == nil { reader.errors.add(field: "scope", "web.form.choice") }
        guard let whom, let scope, reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let parted = HeldEnrolment(needs, visit, groups.safety.reader)
        let address = StaffAddress(organization)
        let frame = StaffFrame(
            organization: organization, steps: [(visit.text("groups.staff.enrol.title"), address.enrol(series.slug))],
            visit: visit)
        if let question = parted.page(frame, to: address.enrol(series.slug), name: person) { return question }
        let one = StaffEnrolment(
            whom: Self.whom(whom, person), series: series.id, scope: scope, needs: parted.needs,
            isAnother: visit.fields["another"] == Folding.key(person))
        return try await enrol(one, whom, address, series, visit)
    }

    /// What one person is called, by whoever puts them in.
    static func readName(_ field: String, isOfMember: Bool = false, _ reader: inout FormReader) -> String {
        let name = reader.text(
            field, max: isOfMember ? 60 : Enrolment.mostCalled, required: "groups.staff.enrol.person.required")
        if let fault = NameFault(name, isOfMember: isOfMember) {
            reader.errors.add(field: field, "groups.staff.enrol.person.\(fault.rawValue)")
        }
        return name
    }

    private static func whom(_ whom: Whom, _ person: String) -> StaffEnrolment.Whom {
        switch whom {
        case .called: .called(person)
        case .member: .member(named: person)
        case .referred: .referred(person)
        }
    }

    private static func needs(_ reader: inout FormReader) -> [AccessNeed] {
        let chosen: [AccessNeed.Kind] = reader.words("need")
        return AccessNeed.Kind.allCases.compactMap { kind in
            let words = reader.text(name(kind), max: AccessNeed.mostWords, multiline: true)
            // Whoever writes what is needed needs it, box or no box.
            guard chosen.contains(kind) || !words.isEmpty else { return nil }
            return AccessNeed(kind, words: words.isEmpty ? nil : words)
        }
    }

    private func enrol(
        _ one: StaffEnrolment, _ whom: Whom, _ address: StaffAddress, _ series: Series, _ visit: Visit
    ) async throws -> Reply {
        let roster = address.roster(series.slug)
        let answer: StaffAnswer
        do { answer = try await groups.enrol(one, as: visit.viewer) } catch let refusal as SeatRefusal {
            // Whether a member has a seat already is theirs to say: it is answered as if there were no such member.
            if whom == .member, refusal == .alreadyIn {
                return visit.redirect(roster, flash: "groups.staff.enrol.offered")
            }
            return try await show(visit, FormErrors(field: "person", "groups.refusal.\(refusal.rawValue)"))
        }
        switch (whom, answer) {
        case (_, .there(let name)):
            let errors = FormErrors(field: "another", "groups.staff.enrol.there", ["name": .text(name)])
            return try await show(visit, errors, isThere: true)
        case (_, .card(let token)): return card(token, roster, visit)
        case (.member, _): return visit.redirect(roster, flash: "groups.staff.enrol.offered")
        case (_, .waiting): return visit.redirect(roster, flash: "groups.staff.enrol.waiting")
        case (_, .done): return visit.redirect(roster, flash: "groups.staff.enrol.done")
        }
    }

    /// The card's address, once: it is kept nowhere.
    private func card(_ token: String, _ roster: Link, _ visit: Visit) -> Reply {
        let text = visit.text
        return visit.page(
            text("groups.staff.enrol.card"),
            HTML.narrow(
                """
                <div class="screen-only">\(HTML.pageHeader(
                    text("groups.staff.enrol.card"), lead: HTML(text: text("groups.staff.enrol.card.lead"))))</div>\
                \(CardView.referral(token: token, visit))\
                <p class="note screen-only">\(text("groups.staff.enrol.card.how"))</p>\
                \(HTML.actions([HTML.buttonLink(text("groups.staff.roster"), to: roster, kind: .secondary)]))
                """))
    }

    private func show(_ visit: Visit, _ errors: FormErrors, isThere: Bool = false) async throws -> Reply {
        let (organization, series, title, sessions) = try await groups.database.read { tx in
            let (organization, series) = try groups.named(visit, tx)
            return (
                organization, series,
                try groups.program(series.program, of: organization, visit, tx).title(visit.language),
                try SessionStore.all(of: series.id, from: visit.now, as: visit.viewer, in: tx)
            )
        }
        let (text, address) = (visit.text, StaffAddress(organization))
        let known = ["whom": Whom.called.rawValue]
        let form = StaffForm(values: TypedValues(sent: visit.fields, known: known), errors: errors, text: text)
        return StaffFrame(
            organization: organization, steps: [(title, address.series(series.slug))], errors: errors, visit: visit
        ).page(
            text("groups.staff.enrol.title"), lead: text("groups.staff.enrol.lead"),
            HTML.form(
                action: address.enrol(series.slug), csrf: visit.csrf, fields(form, series, sessions, isThere)))
    }

    private func fields(_ form: StaffForm, _ series: Series, _ sessions: [Session], _ isThere: Bool) -> HTML {
        let text = form.text
        let dates = sessions.filter { !$0.isCancelled && $0.kind == .regular }.map {
            Choice($0.id.recurrence.text, text.moment($0.starts))
        }
        let needs = AccessNeed.Kind.allCases
        return """
            \(form.radios(
                "whom", text("groups.staff.enrol.whom"),
                Whom.allCases.map {
                    Choice(
                        $0.rawValue, text("groups.staff.enrol.whom.\($0.rawValue)"),
                        hint: text("groups.staff.enrol.whom.\($0.rawValue).hint"))
                }))\
            \(form.line(
                "person", text("groups.staff.enrol.person"), hint: text("groups.staff.enrol.person.hint"),
                isRequired: true, isOfPerson: true))\
            \(another(form, isThere))\
            \(HTML.when(
                series.allowsSingle,
                form.select(
                    "scope", text("groups.staff.scope"), [Choice("", text("groups.staff.scope.all"))] + dates)))\
            \(form.boxes(
                "need", text("groups.staff.enrol.needs"),
                needs.map { Choice($0.rawValue, text("groups.need.kind.\($0.rawValue)")) }))\
            \(HTML.disclosure(
                text("groups.staff.enrol.words"),
                HTML.each(needs) {
                    form.area(
                        Self.name($0), text("groups.need.kind.\($0.rawValue)"), isOptional: true, isOfPerson: true)
                }, open: needs.contains { !form.values[Self.name($0)].isEmpty }))\
            \(HTML.actions([HTML.button(text("groups.staff.enrol.button"))]))
            """
    }

    /// Its tick is for the name that was asked about: another name is asked about anew.
    private func another(_ form: StaffForm, _ isThere: Bool) -> HTML {
        let (text, name) = (form.text, Folding.key(form.values["person"]))
        guard isThere || form.values.all("another").contains(name) else { return .empty }
        return form.boxes(
            "another", text("groups.staff.enrol.another.who"), [Choice(name, text("groups.staff.enrol.another"))])
    }
}
