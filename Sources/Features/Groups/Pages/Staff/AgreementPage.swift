import Markup
import Storage
import Web

/// `/staff/groups/:organization/programs/:program/agreement`: what members of a group agree to. Other words are another
/// version, which everybody signs anew.
struct AgreementPage: Sendable {
    let groups: GroupsFeature

    static func name(_ language: Language) -> String { "words-\(language.rawValue)" }
    static var names: [String] { ProgramFields.languages.map(name) }

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/programs/:program/agreement"
        return [
            .get(path, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(path, GroupsFeature.coordinator, body: .words) { try await save($0) },
        ]
    }

    /// The words that are signed now, by language. One that was written in another language only is not said twice.
    private func words(_ program: Program, _ tx: Transaction) throws -> [Language: String] {
        var words: [Language: String] = [:]
        for language in ProgramFields.languages {
            guard let now = try ProgramStore.agreement(of: program.id, for: language, in: tx) else { continue }
            words[now.language] = now.agreement.words
        }
        return words
    }

    private func save(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        var typed: [Language: String] = [:]
        for language in ProgramFields.languages {
            let words = reader.text(Self.name(language), max: Agreement.mostWords, multiline: true)
            if !words.isEmpty { typed[language] = words }
        }
        if typed.isEmpty, let first = ProgramFields.languages.first {
            reader.errors.add(field: Self.name(first), "groups.staff.agreement.required")
        }
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let (said, (organization, program)) = (typed, try await named(visit))
        try await groups.database.write { tx in
            // The same words are the same version: nobody signs twice for a form that was sent twice.
            if try words(program, tx) != said { _ = try ProgramStore.setAgreement(said, of: program.id, in: tx) }
        }
        return visit.redirect(StaffAddress(organization).program(program.id), flash: "groups.staff.agreement.saved")
    }

    private func named(_ visit: Visit) async throws -> (Organization, Program) {
        try await groups.database.read { tx in
            let organization = try groups.organization(visit, tx)
            return (organization, try groups.program(visit, of: organization, tx))
        }
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (organization, program) = try await named(visit)
        let words = try await groups.database.read { try self.words(program, $0) }
        let text = visit.text
        let address = StaffAddress(organization)
        let known = Dictionary(words.map { (Self.name($0.key), $0.value) }) { first, _ in first }
        let form = StaffForm(values: TypedValues(sent: visit.fields, known: known), errors: errors, text: text)
        let fields = HTML.each(ProgramFields.languages) { language in
            form.area(
                Self.name(language),
                text("groups.staff.agreement.words", ["language": .text(text.languages.ownName(of: language))]))
        }
        let signed = text("groups.staff.agreement.again", ["n": .count(program.agreementVersion)])
        return StaffFrame(
            organization: organization, steps: [(program.title(visit.language), address.program(program.id))],
            errors: errors, visit: visit
        ).page(
            text("groups.staff.agreement"), lead: text("groups.staff.agreement.lead"),
            """
            \(HTML.when(program.agreementVersion > 0, HTML.note(HTML(text: signed))))\
            \(HTML.form(
                action: address.agreement(program.id), csrf: visit.csrf,
                fields + HTML.actions([HTML.button(text("groups.staff.save"))])))
            """)
    }
}
