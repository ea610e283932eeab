import Markup
import Storage
import Vocabulary
import Web

/// `/staff/groups/:organization/programs/…`: what is offered, in words.
struct ProgramPage: Sendable {
    let groups: GroupsFeature

    private static let purpose = "program of groups"

    var routes: [Route] {
        let (new, one) = ("\(GroupsFeature.staff)/programs/new", "\(GroupsFeature.staff)/programs/:program")
        return [
            .get(new, GroupsFeature.coordinator) { try await showNew($0, FormErrors()) },
            .post(new, GroupsFeature.coordinator, body: .words) { try await add($0) },
            .get(one, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(one, GroupsFeature.coordinator, body: .words) { try await change($0) },
        ]
    }

    /// Only topics were looked for: the form comes back with what was found, and nothing is kept.
    private func isSearching(_ visit: Visit) -> Bool { visit.fields["look"] != nil }

    private func add(_ visit: Visit) async throws -> Reply {
        if isSearching(visit) { return try await showNew(visit, FormErrors()) }
        var reader = FormReader(visit.fields)
        let fields = ProgramFields.read(&reader, groups.vocabulary.catalogue)
        guard let fields, reader.errors.isEmpty else { return try await showNew(visit, reader.errors) }
        let id: ID<Program> = visit.sentFormID(for: Self.purpose) ?? .random()
        let organization = try await groups.database.write { tx in
            let organization = try groups.organization(visit, tx)
            if try ProgramStore.find(id, as: visit.viewer, in: tx) == nil {
                let slug = try ProgramStore.freeSlug(fields.title(visit.language), in: tx)
                let program = fields.program(id, of: organization.id, slug: slug)
                try ProgramStore.add(program, at: visit.now, in: tx)
            }
            return organization
        }
        let next = StaffAddress(organization).newSeries.adding("program", id.description)
        return visit.redirect(next, flash: "groups.staff.program.added")
    }

    private func change(_ visit: Visit) async throws -> Reply {
        if isSearching(visit) { return try await show(visit, FormErrors()) }
        var reader = FormReader(visit.fields)
        let fields = ProgramFields.read(&reader, groups.vocabulary.catalogue)
        guard let fields, reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let (organization, id) = try await groups.database.write { tx in
            let organization = try groups.organization(visit, tx)
            let program = try groups.program(visit, of: organization, tx)
            var changed = fields.program(program.id, of: organization.id, slug: program.slug)
            changed.agreementVersion = program.agreementVersion
            try ProgramStore.update(changed, in: tx)
            return (organization, program.id)
        }
        return visit.redirect(StaffAddress(organization).program(id), flash: "groups.staff.saved")
    }

    private func showNew(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let organization = try await groups.database.read { try groups.organization(visit, $0) }
        let text = visit.text
        let id: ID<Program> = visit.sentFormID(for: Self.purpose) ?? .random()
        let frame = StaffFrame(organization: organization, errors: errors, visit: visit)
        let values = TypedValues(sent: visit.fields, known: ProgramFields.usual)
        let form = form(
            StaffForm(values: values, errors: errors, text: text), to: frame.address.newProgram,
            HTML.hidden("form", visit.formID(id, for: Self.purpose)), visit)
        return frame.page(text("groups.staff.program.new"), lead: text("groups.staff.program.lead"), form)
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (organization, program, series) = try await groups.database.read { tx in
            let organization = try groups.organization(visit, tx)
            let program = try groups.program(visit, of: organization, tx)
            let series = try SeriesStore.all(of: organization.id, as: visit.viewer, in: tx)
            return (organization, program, series.filter { $0.program == program.id })
        }
        let text = visit.text
        let frame = StaffFrame(organization: organization, errors: errors, visit: visit)
        let address = frame.address
        let values = TypedValues(sent: visit.fields, known: ProgramFields.known(program))
        let list = HTML.linkList(
            series.map { one in
                let note = [text("groups.state.\(one.state.rawValue)"), one.slug].joined(separator: " · ")
                return (text.kind(of: one), address.series(one.slug), note)
            })
        let links = HTML.actions([
            HTML.buttonLink(
                text("groups.staff.series.new"), to: address.newSeries.adding("program", program.id.description),
                kind: .secondary),
            HTML.buttonLink(text("groups.staff.agreement"), to: address.agreement(program.id), kind: .secondary),
        ])
        return frame.page(
            program.title(visit.language), lead: text("groups.staff.program.lead"),
            """
            \(links)\(HTML.when(!series.isEmpty, HTML.card(list, title: text("groups.staff.program.series"))))\
            \(form(
                StaffForm(values: values, errors: errors, text: text), to: address.program(program.id), .empty, visit))
            """)
    }

    private func form(_ form: StaffForm, to action: Link, _ hidden: HTML, _ visit: Visit) -> HTML {
        HTML.form(
            action: action, csrf: visit.csrf,
            """
            \(hidden)\(ProgramFields.html(form, groups.vocabulary.catalogue, visit))\
            \(HTML.actions([HTML.button(visit.text("groups.staff.save"))]))
            """)
    }
}
