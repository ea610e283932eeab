import Markup
import Recurrence
import Storage
import Web

/// Reads what stands in a line of a file, or was typed in a command, by the rules of the staff forms: what they refuse
/// comes in by no other door. Every refusal says where it is and what is allowed.
struct RecordReader: Sendable {
    /// Of a file; nil in a command.
    let line: Int?

    /// Words that a form would show, in the default language, as all that commands say.
    static let plain =
        (try? Texts([
            (feature: WebTexts.feature, bundle: WebTexts.bundle), (feature: "Groups", bundle: .module),
        ])).map { $0[$0.languages.standard] }

    func fault(_ field: String, _ words: String) -> CommandError {
        CommandError("\(line.map { "Line \($0): " } ?? "")\(field): \(words)")
    }

    /// A value as a terminal can show it, and not a whole page of it.
    static func shown(_ value: String) -> String {
        let plain = FormFields(["value": value])["value"] ?? ""
        return "\"\(String(plain.unicodeScalars.prefix(60)).replacing("\n", with: " "))\""
    }

    /// What the code of a form makes of some fields, or the first thing that it finds wrong.
    /// - Parameter named: what a field of the form is called here.
    func form<Value>(
        _ fields: KeyValuePairs<String, String>, named: (String) -> String = { $0 },
        _ read: (inout FormReader) throws -> Value
    ) throws -> Value {
        var reader = FormReader(FormFields(fields))
        let value = try read(&reader)
        guard !reader.errors.isEmpty else { return value }
        let error = Self.plain.flatMap { reader.errors.messages($0).first }
        throw fault(error.map { named($0.field) } ?? fields.first?.key ?? "", error?.message ?? "It cannot be taken.")
    }

    func text(_ field: String, _ value: String, max: Int, required: String? = nil, multiline: Bool = false) throws
        -> String
    {
        try form([field: value]) { $0.text(field, max: max, required: required, multiline: multiline) }
    }

    /// One of the words that there are.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ field: String, _ value: String) throws -> Word {
        guard let word = Word(rawValue: value) else {
            throw unknown(field, value, among: Word.allCases.map(\.rawValue))
        }
        return word
    }

    /// The usual one where nothing is said. **What is said and is none is never taken for it**: "Referral" would leave
    /// open what was meant closed.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ field: String, _ value: String?, usual: Word) throws
        -> Word
    {
        try value.map { try word(field, $0) } ?? usual
    }

    func unknown(_ field: String, _ value: String, among allowed: [String]) -> CommandError {
        fault(field, "\(Self.shown(value)) is none of: \(allowed.joined(separator: ", ")).")
    }

    func number(_ field: String, _ value: Int?, in range: ClosedRange<Int>) throws -> Int? {
        guard let value else { return nil }
        guard range.contains(value) else {
            throw fault(field, "\(value) is not within \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    func slug(_ value: String) throws -> String {
        guard GroupSlug.isOne(value) else { throw fault("slug", "\(Self.shown(value)): \(GroupSlug.rule).") }
        return value
    }

    func zone(_ name: String) throws -> Zone {
        guard let zone = try? Zone(name) else {
            throw fault("zone", "There is no zone \(Self.shown(name)); one is America/New_York.")
        }
        return zone
    }

    func language(_ field: String, _ code: String) throws -> Language {
        guard let language = ProgramFields.languages.first(where: { $0.rawValue == code }) else {
            throw unknown(field, code, among: ProgramFields.languages.map(\.rawValue))
        }
        return language
    }

    func organization(_ slug: String, _ name: String, zone: String, phone: String?) throws -> Organization {
        let slug = try self.slug(slug)
        let name = try text("name", name, max: Organization.mostName)
        guard !name.isEmpty else { throw fault("name", "Write what it is called.") }
        let phone = try form(["phone": phone ?? ""]) { NewSeriesFields.readPhone("phone", &$0) }
        return Organization(
            id: Organization.id(slug: slug), slug: slug, name: name, zone: try self.zone(zone).name,
            phone: phone.isEmpty ? nil : phone)
    }

    /// A schedule that cannot be, in the words of the forms.
    func fault(_ field: String, _ answer: ScheduleAnswer) -> CommandError {
        let message = Self.plain.flatMap { text in
            ScheduleAnswerView.errors(answer, time: field, text)?.messages(text).first?.message
        }
        return fault(field, message ?? "It cannot be planned so.")
    }
}
