import Markup
import Safety
import Storage
import Web

/// What somebody says they need, parted into what is kept at once and words that speak of danger: those wait for a second
/// yes, and are kept nowhere but on the page that asks for it. The seat waits for nothing.
struct HeldNeeds {
    let kept: [AccessNeed]
    /// Those whose words wait.
    let held: [AccessNeed]

    /// The kinds of which the words stood on a page that asked. A yes is for what was shown.
    private static let asked = "asked"

    /// - Parameter known: what stands there already; it stays where other words of its kind wait, and what was sent with
    ///   a yes is not asked about again.
    init(_ typed: [AccessNeed], known: [AccessNeed] = [], _ visit: Visit, _ reader: CrisisReader) {
        let sure = visit.fields[HeldWords.yes] == "yes" ? visit.fields.all(Self.asked) : []
        let ticked = visit.fields.all("need")
        let held = typed.filter { need in
            guard let words = need.words, !known.contains(need), !sure.contains(need.kind.rawValue) else {
                return false
            }
            return reader.holding(words) != nil
        }
        kept = typed.compactMap { need in
            guard held.contains(need) else { return need }
            return known.first { $0.kind == need.kind }
                ?? (ticked.contains(need.kind.rawValue) ? AccessNeed(need.kind) : nil)
        }
        self.held = held
    }

    /// Asks about the first words that wait; all else in the form comes along. Nil where none do.
    /// - Parameters:
    ///   - own: whose need it is: what became of the seat is said first.
    ///   - typed: all that was said, where it is more than what the form holds.
    func page(_ own: Enrolment, _ typed: [AccessNeed], readers: String, _ visit: Visit) -> Reply? {
        guard let need = held.first else { return nil }
        let text = visit.text
        let isSure = visit.fields[HeldWords.yes] == "yes"
        let before = isSure ? visit.fields.all(Self.asked) : []
        let asked = before.filter { $0 != need.kind.rawValue } + [need.kind.rawValue]
        let others = typed.filter { $0.kind != need.kind }
        return HeldWords(
            need.words ?? "", of: NeedFields.wordsField(need.kind), to: NeedsPage.link(own.id),
            hidden: """
                \(HTML.each(asked) { HTML.hidden(Self.asked, $0) })\
                \(HTML.each(others) { other in
                    other.words.map { HTML.hidden(NeedFields.wordsField(other.kind), $0) }
                        ?? HTML.hidden("need", other.kind.rawValue)
                })
                """,
            readers: readers, leave: OwnGroupsPage.path,
            before: "<p><strong>\(SeatPanel.standing(own, text))</strong> \(text("groups.need.held"))</p>",
            isReadFirst: false, visit
        ).reply()
    }
}
