import Recurrence
import Storage

/// What a change would do to whom, in the order in which a coordinator asks: read off the dates before it and those it
/// would write, for the change itself says what it does.
struct ChangePreview: Sendable, Hashable {
    /// A date that takes place, when it was and when it is then: the same where something else of it changes.
    struct Change: Sendable, Hashable {
        let was: LocalDateTime
        let starts: LocalDateTime
    }

    /// Dates that take place and are otherwise than before.
    let changed: [Change]
    /// When dates were that take place no more.
    let dropped: [LocalDateTime]
    /// When dates are that did not take place before.
    let added: [LocalDateTime]
    /// Where dates stay that somebody moved by hand, though the others move.
    let staying: [LocalDateTime]
    /// Whether anybody who has a seat is told.
    let isNews: Bool

    /// - Parameters:
    ///   - former: every date of the series as it is.
    ///   - updated: those that would be written otherwise.
    init(_ former: [Session], updated: [Session], added new: [Session], chosen: SessionID, isOfTimes: Bool) {
        let before = Dictionary(former.map { ($0.id, $0) }) { first, _ in first }
        let ends = updated.filter { $0.isCancelled && before[$0.id]?.isCancelled == false }
        let returns = updated.filter { !$0.isCancelled && before[$0.id]?.isCancelled == true }
        let goOn = updated.filter { !$0.isCancelled && before[$0.id]?.isCancelled == false }
        isNews = (updated + new).contains { $0.isNews(after: before[$0.id]) }
        // Their slot follows the rule, and they stay where they were put.
        let byHand = goOn.filter { one in
            isOfTimes && one.id != chosen && one.isMoved && before[one.id]?.isMoved == true
                && before[one.id]?.starts == one.starts
        }
        dropped = ends.compactMap { before[$0.id]?.starts }.sorted()
        added = (returns.map(\.starts) + new.filter { !$0.isCancelled }.map(\.starts)).sorted()
        staying = byHand.map(\.starts).sorted()
        let left = Set(byHand.map(\.id))
        changed = goOn.filter { !left.contains($0.id) }.compactMap { one in
            before[one.id].flatMap { $0.isShownAs(one) ? nil : Change(was: $0.starts, starts: one.starts) }
        }.sorted { ($0.was, $0.starts) < ($1.was, $1.starts) }
    }
}

extension Session {
    /// Whether nobody who comes would notice: what follows another rule at the same hour is the same evening.
    fileprivate func isShownAs(_ other: Session) -> Bool {
        starts == other.starts && endsAt == other.endsAt && meeting == other.meeting && theme == other.theme
    }
}
