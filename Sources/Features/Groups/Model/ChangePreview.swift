import Recurrence
import Storage

/// What a change would do to whom, worked out before anything is kept: by the same matching of dates as the change
/// itself (`Rescheduling`).
struct ChangePreview: Sendable, Hashable {
    /// Dates that stay dates, and change.
    var changed = 0
    /// When dates are that are no more.
    var dropped: [LocalDateTime] = []
    var added: [LocalDateTime] = []
    /// Where dates stay that somebody moved by hand.
    var staying: [LocalDateTime] = []

    /// Dates that a change is of: ahead, and for later ones those that the rule has from the chosen one on.
    static func affected(_ scope: EditScope, from chosen: Session, of sessions: [Session], at now: Instant) -> [Session]
    {
        let ahead = sessions.filter { $0.isAhead(at: now) }
        switch scope {
        case .this: return ahead.filter { $0.id == chosen.id }
        case .later: return ahead.filter { $0.kind == .regular && $0.slot >= chosen.slot }
        case .all: return ahead.filter { $0.kind == .regular }
        }
    }

    /// - Parameters:
    ///   - affected: see above.
    ///   - former: the rule that the dates come from, nil for dates that were added one by one.
    ///   - slots: of another rule; nil where the rhythm stays.
    init(
        _ affected: [Session], chosen: SessionID, _ change: SessionChange, former: Rhythm?, new: Rhythm?,
        slots: [LocalDateTime]?, taken: Set<RecurrenceID>
    ) {
        if change.isCancelled == true {
            dropped = affected.filter { !$0.isCancelled }.map(\.starts)
            return
        }
        let byHand = affected.filter { $0.isMoved && !$0.isCancelled && $0.id != chosen }
        let isOfTimes = change.starts != nil || change.rule != nil
        if let slots, let new {
            let dates = Dictionary(affected.map { ($0.id.recurrence, $0) }) { first, _ in first }
            let plan = Rescheduling.plan(
                affected.map { ($0.id.recurrence, $0.slot) }, to: slots, former: former ?? new, new: new, taken: taken)
            for step in plan {
                switch step {
                case .keep(let id, _): if dates[id]?.isCancelled == false { changed += 1 }
                case .drop(let id):
                    if let date = dates[id], !date.isCancelled { dropped.append(date.starts) }
                case .add(_, let slot): added.append(slot)
                }
            }
        } else {
            changed = affected.count { !$0.isCancelled || change.isCancelled == false }
        }
        if isOfTimes {
            staying = byHand.map(\.starts).filter { !dropped.contains($0) }
            changed = max(changed - staying.count, 0)
        }
    }
}
