import Markup
import Storage
import Web

/// Addresses below an organization's.
struct StaffAddress: Sendable {
    let organization: ID<Space>

    init(_ organization: Organization) { self.organization = organization.id }

    var home: Link { "/staff/groups/\(organization)" }
    var places: Link { "/staff/groups/\(organization)/places" }
    var newProgram: Link { "/staff/groups/\(organization)/programs/new" }
    var newSeries: Link { "/staff/groups/\(organization)/series/new" }

    func place(_ place: ID<Place>) -> Link { "/staff/groups/\(organization)/places/\(place)" }
    func program(_ program: ID<Program>) -> Link { "/staff/groups/\(organization)/programs/\(program)" }
    func agreement(_ program: ID<Program>) -> Link { "/staff/groups/\(organization)/programs/\(program)/agreement" }
    func series(_ slug: String) -> Link { "/staff/groups/\(organization)/series/\(slug)" }
    func state(_ slug: String) -> Link { "/staff/groups/\(organization)/series/\(slug)/state" }
    func dates(_ slug: String) -> Link { "/staff/groups/\(organization)/series/\(slug)/dates" }
    func date(_ slug: String, _ date: RecurrenceID) -> Link {
        "/staff/groups/\(organization)/series/\(slug)/dates/\(date)"
    }
    func leaders(_ slug: String) -> Link { "/staff/groups/\(organization)/series/\(slug)/leaders" }
    func remove(_ slug: String, _ leader: ID<SeriesLeader>) -> Link {
        "/staff/groups/\(organization)/series/\(slug)/leaders/\(leader)/remove"
    }
    func roster(_ slug: String) -> Link { "/staff/groups/\(organization)/series/\(slug)/roster" }
    func led(_ slug: String) -> Link { "/staff/groups/\(organization)/led/\(slug)" }
    func enrol(_ slug: String) -> Link { "/staff/groups/\(organization)/series/\(slug)/enrol" }
    func remove(_ slug: String, _ enrolment: ID<Enrolment>) -> Link {
        "/staff/groups/\(organization)/series/\(slug)/enrolments/\(enrolment)/remove"
    }
    func arrange(_ slug: String, _ enrolment: ID<Enrolment>) -> Link {
        "/staff/groups/\(organization)/series/\(slug)/enrolments/\(enrolment)/arrange"
    }
}

/// What every page of staff has: whose it is, the way to it, its heading, and what is wrong with the form.
struct StaffFrame {
    let organization: Organization
    var steps: [(String, Link)] = []
    var errors = FormErrors()
    /// Wider than a form: for tables.
    var isWide = false
    let visit: Visit

    var address: StaffAddress { StaffAddress(organization) }

    /// - Parameter status: else 422 where something is wrong, and 200.
    func page(_ title: String, lead: String? = nil, status: Int? = nil, _ body: HTML) -> Reply {
        let text = visit.text
        let way = [(organization.name, address.home)] + steps
        let whole: HTML = """
            \(HTML.errorSummary(title: text("groups.staff.problem"), errors.messages(text)))\
            \(HTML.pageHeader(
                title, lead: lead.map { HTML(text: $0) },
                breadcrumb: HTML.breadcrumb(way, label: text("groups.staff.way"))))\(body)
            """
        return visit.page(
            title, status: status ?? (errors.isEmpty ? 200 : 422), isWide ? HTML.stack([whole]) : HTML.narrow(whole))
    }
}

extension Text {
    /// Lines that are read before something is done: so many as anybody reads, and how many more there are.
    func firstOf(_ lines: [String], most: Int = 30) -> HTML {
        let rest = lines.count - most
        return """
            <ul>\(HTML.each(lines.prefix(most)) { "<li>\($0)</li>" })\
            \(HTML.when(rest > 0, "<li>\(self("groups.staff.more", ["n": .count(rest)]))</li>"))</ul>
            """
    }
}

/// What fields show: what was typed, else what is known.
struct TypedValues {
    let sent: FormFields
    /// Several values of one field with blanks between.
    var known: [String: String] = [:]

    subscript(_ name: String) -> String { sent.isEmpty ? known[name] ?? "" : sent[name] ?? "" }

    func isOn(_ name: String) -> Bool { !self[name].isEmpty }

    func all(_ name: String) -> Set<String> {
        sent.isEmpty ? Set((known[name] ?? "").split(separator: " ").map(String.init)) : Set(sent.all(name))
    }

    /// All that was typed, to come along unseen.
    func hidden(except names: Set<String>) -> HTML {
        HTML.each(sent.names.filter { $0 != "csrf" && !names.contains($0) }) { name in
            HTML.each(sent.all(name)) { HTML.hidden(name, $0) }
        }
    }
}

/// The form of a page: its fields with values and errors, so that a line says only what a field is.
struct StaffForm {
    let values: TypedValues
    let errors: FormErrors
    let text: Text

    /// Whether one of these fields shows something.
    func holds(_ names: [String]) -> Bool { names.contains { !values[$0].isEmpty } }

    /// - Parameter isOfPerson: it says something of somebody, which a browser that others use remembers no more. What is of
    ///   a group it may: else whoever goes back a page finds the words gone, and what was chosen still there.
    func line(
        _ name: String, _ label: String, hint: String? = nil, isRequired: Bool = false, isOptional: Bool = false,
        isOfPerson: Bool = false, kind: TextField.Kind = .text, width: TextField.Width = .full
    ) -> HTML {
        HTML.field(field(name, label, hint, isRequired, isOptional, isOfPerson, kind, width))
    }

    func area(
        _ name: String, _ label: String, hint: String? = nil, isRequired: Bool = false, isOptional: Bool = false,
        isOfPerson: Bool = false
    ) -> HTML {
        HTML.textArea(field(name, label, hint, isRequired, isOptional, isOfPerson, .text, .full), rows: 4)
    }

    private func field(
        _ name: String, _ label: String, _ hint: String?, _ isRequired: Bool, _ isOptional: Bool, _ isOfPerson: Bool,
        _ kind: TextField.Kind, _ width: TextField.Width
    ) -> TextField {
        TextField(
            name: name, label: label, hint: hint, value: values[name], error: errors.message(for: name, text),
            kind: kind, autocomplete: isOfPerson ? "off" : nil, required: isRequired,
            optional: isOptional ? text("groups.staff.optional") : nil, width: width)
    }

    func radios(_ name: String, _ legend: String, _ options: [Choice], hint: String? = nil, inRow: Bool = false)
        -> HTML
    {
        HTML.radios(
            Choices(
                name: name, legend: legend, hint: hint, options: options, selected: values[name],
                error: errors.message(for: name, text), layout: inRow ? .row : .stacked))
    }

    func boxes(_ name: String, _ legend: String, _ options: [Choice], hint: String? = nil, inRow: Bool = false)
        -> HTML
    {
        HTML.checkboxes(
            Choices(
                name: name, legend: legend, hint: hint, options: options, selected: values.all(name),
                error: errors.message(for: name, text), layout: inRow ? .row : .stacked))
    }

    func select(_ name: String, _ legend: String, _ options: [Choice], hint: String? = nil) -> HTML {
        HTML.select(
            Choices(
                name: name, legend: legend, hint: hint, options: options, selected: values[name],
                error: errors.message(for: name, text)))
    }

    func box(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        HTML.checkbox(
            name: name, label: label, hint: hint, checked: values.isOn(name), error: errors.message(for: name, text))
    }
}

extension Choice {
    /// All words of a type, each with its label.
    static func each<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type, label: (String) -> String)
        -> [Choice]
    {
        Word.allCases.map { Choice($0.rawValue, label($0.rawValue)) }
    }
}

extension FormReader {
    /// One of the words of a type; nil where none was chosen, or something else.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, required: String? = nil) -> Word?
    {
        choice(name, among: Word.allCases.map(\.rawValue), required: required).flatMap { Word(rawValue: $0) }
    }

    /// Several of them, in their own order.
    mutating func words<Word: RawRepresentable<String> & CaseIterable>(_ name: String) -> [Word] {
        choices(name, among: Word.allCases.map(\.rawValue)).compactMap { Word(rawValue: $0) }
    }

    /// Whether something was typed or ticked in one of these fields, readable or not. Notes no error.
    func holds(_ names: [String]) -> Bool {
        names.contains { name in
            var other = self
            return !other.text(name, max: .max, multiline: true).isEmpty || other.errors != errors
        }
    }
}
