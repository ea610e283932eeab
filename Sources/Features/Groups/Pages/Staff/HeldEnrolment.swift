import Markup
import Safety
import Storage
import Web

/// Words of danger that a coordinator is about to put on a list, about what somebody needs. Leaders read that list before a
/// meeting, and not at night: so it is asked first, and speaking with the person comes before writing about them. Until the
/// answer nobody is put in, and the words stand nowhere but on the page that asks.
struct HeldEnrolment {
    /// What waits for an answer.
    let held: [AccessNeed]
    /// What is put on the list: all of it, or without the words that were not meant for it.
    let needs: [AccessNeed]

    /// The kinds of which the words stood on a page that asked. An answer is for what was shown.
    private static let asked = "asked"
    /// The answer that leaves the words out, and keeps the tick.
    private static let without = "without"

    init(_ typed: [AccessNeed], _ visit: Visit, _ reader: CrisisReader) {
        let answer = visit.fields[HeldWords.yes]
        let asked = answer == nil ? [] : visit.fields.all(Self.asked)
        held = typed.filter { need in
            !asked.contains(need.kind.rawValue) && need.words.map { reader.holding($0) != nil } ?? false
        }
        needs = typed.map { need in
            answer == Self.without && asked.contains(need.kind.rawValue) ? AccessNeed(need.kind) : need
        }
    }

    /// Asks about all words that wait, with all else that was typed. Nil where none do.
    /// - Parameter name: whom they are about, as it was typed.
    func page(_ frame: StaffFrame, to action: Link, name: String) -> Reply? {
        guard !held.isEmpty else { return nil }
        let (visit, text) = (frame.visit, frame.visit.text)
        let fields = Set(held.map { EnrolPage.name($0.kind) })
        let values = TypedValues(sent: visit.fields)
        let form = StaffForm(values: values, errors: FormErrors(), text: text)
        let danger: [String: TextValue] = ["name": .text(name), "number": .text(visit.settings.crisisNumber)]
        return frame.page(
            text("groups.staff.held.title"), lead: text("groups.staff.held.lead"),
            """
            \(HTML.card("<p><strong>\(text("groups.staff.need.danger", danger))</strong></p>", kind: .notice))\
            \(HTML.form(
                action: action, csrf: visit.csrf,
                """
                \(values.hidden(except: fields.union([HeldWords.yes, Self.asked])))\
                \(HTML.each(held) { need in
                    HTML.hidden(Self.asked, need.kind.rawValue)
                        + form.area(
                            EnrolPage.name(need.kind), text("groups.need.kind.\(need.kind.rawValue)"),
                            isOfPerson: true)
                })<p>\(NeedFields.readers(frame.organization, text))</p>\
                \(HTML.actions([
                    HTML.button(text("groups.staff.held.without"), name: HeldWords.yes, value: Self.without),
                    HTML.button(
                        text("groups.staff.held.with"), kind: .secondary, name: HeldWords.yes, value: "yes"),
                ]))
                """))\
            <p><a href="\(action)">\(text("groups.staff.held.leave"))</a></p>
            """)
    }
}
