import Markup
import Storage
import Web

/// What somebody needs to come, as fields of a form: kinds to tick, and a line about each.
enum NeedFields {
    /// The field that says more of a kind.
    static func wordsField(_ kind: AccessNeed.Kind) -> String { "\(kind.rawValue)Words" }

    /// Who reads it, in a sentence.
    static func readers(_ organization: Organization?, _ text: Text) -> String {
        text("groups.need.readers", ["organization": .text(organization?.name ?? "")])
    }

    /// What was sent; what is wrong stands in the reader. A line about a kind that is not ticked counts as its tick:
    /// whoever wrote where they live needs the ride.
    static func read(_ reader: inout FormReader) -> [AccessNeed] {
        let ticked = Set(reader.choices("need", among: AccessNeed.Kind.allCases.map(\.rawValue)))
        return AccessNeed.Kind.allCases.compactMap { kind in
            // One line: where words wait they stand in a field of several.
            let words = reader.text(wordsField(kind), max: AccessNeed.mostWords, multiline: true)
                .replacing("\n", with: " ")
            guard ticked.contains(kind.rawValue) || !words.isEmpty else { return nil }
            return AccessNeed(kind, words: words.isEmpty ? nil : words)
        }
    }

    /// - Parameters:
    ///   - kept: what stands there, where nothing was sent.
    ///   - readers: who reads it, in a sentence.
    static func html(_ visit: Visit, kept: [AccessNeed], readers: String, _ errors: FormErrors) -> HTML {
        let text = visit.text
        let ticked = visit.isReading ? kept.map(\.kind.rawValue) : visit.fields.all("need")
        let lines = AccessNeed.Kind.allCases.map { kind -> TextField in
            let own = kept.first { $0.kind == kind }?.words
            return TextField(
                name: wordsField(kind), label: text("groups.need.words.\(kind.rawValue)"),
                value: (visit.isReading ? own : visit.fields[wordsField(kind)]) ?? "",
                error: errors.message(for: wordsField(kind), text), optional: text("groups.need.optional"))
        }
        let isOpen = lines.contains { !$0.value.isEmpty || $0.error != nil }
        return HTML.checkboxes(
            Choices(
                name: "need", legend: text("groups.need.legend"), hint: readers,
                options: AccessNeed.Kind.allCases.map { Choice($0.rawValue, text("groups.need.kind.\($0.rawValue)")) },
                selected: Set(ticked), error: errors.message(for: "need", text),
                layout: .row, optional: text("groups.need.optional")))
            + HTML.disclosure(text("groups.need.more"), HTML.each(lines) { HTML.field($0) }, open: isOpen)
    }
}
