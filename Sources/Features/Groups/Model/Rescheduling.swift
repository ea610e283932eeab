package import Recurrence

/// Of which dates a change is.
package enum EditScope: String, Sendable, CaseIterable {
    case this
    /// This one and all later ones.
    case later
    /// All that have not begun. What was is never changed.
    case all
}

/// How often a rule comes round, as far as dates are told apart by it.
package struct Rhythm: Sendable, Hashable {
    package enum Unit: Sendable, Hashable {
        case day, week, month, year
    }

    package let unit: Unit
    /// From 1 on: 2 is every other.
    package let interval: Int

    package init(_ unit: Unit, interval: Int = 1) { (self.unit, self.interval) = (unit, max(interval, 1)) }

    /// How a rule comes round; one by hours or minutes comes round by days here.
    package init(_ rule: RecurrenceRule) {
        switch rule.frequency {
        case .yearly: self.init(.year, interval: rule.interval)
        case .monthly: self.init(.month, interval: rule.interval)
        case .weekly: self.init(.week, interval: rule.interval)
        case .daily: self.init(.day, interval: rule.interval)
        case .hourly, .minutely, .secondly: self.init(.day)
        }
    }

    /// The number of the period that a time lies in, counted from that of another.
    func period(of time: LocalDateTime, from anchor: LocalDateTime) -> Int {
        (Self.number(time, unit) - Self.number(anchor, unit)).floored(by: interval)
    }

    private static func number(_ time: LocalDateTime, _ unit: Unit) -> Int {
        switch unit {
        case .day: time.daysSinceEpoch
        case .week: time.week
        case .month: time.monthNumber
        case .year: time.date.year
        }
    }
}

/// What a new rule does to the dates that stand already. **Dates are matched by the period that they are in, never by
/// their place in a list**: where week 3 was dropped, week 4 stays week 4, with everybody who has a seat in it.
package enum Rescheduling {
    package enum Step: Sendable, Hashable {
        /// The date keeps its name and what hangs on it; the rule has it here now.
        case keep(RecurrenceID, slot: LocalDateTime)
        /// The rule has no such date any more: cancelled, with all that is known of it; whoever had a seat is told.
        case drop(RecurrenceID)
        case add(RecurrenceID, slot: LocalDateTime)
    }

    /// - Parameters:
    ///   - old: the dates that the change is of, with where their rule had them; cancelled ones, too.
    ///   - slots: what the new rule says, ascending.
    ///   - former: the rhythm in which `old` came; the same as `new` where only day or time change.
    ///     Then the n-th period of one is the n-th of the other; else the same calendar period is.
    ///   - taken: every name that the series ever gave.
    /// - Returns: a step for each old date and each new slot that is none's, in the order of time.
    package static func plan(
        _ old: [(id: RecurrenceID, slot: LocalDateTime)], to slots: [LocalDateTime], former: Rhythm, new: Rhythm,
        taken: Set<RecurrenceID>
    ) -> [Step] {
        let old = old.sorted { ($0.slot, $0.id) < ($1.slot, $1.id) }
        guard let firstOld = old.first?.slot, let firstNew = slots.first else {
            return old.map { .drop($0.id) } + named(slots, taken)
        }
        let isSame = former == new
        let rhythm = isSame ? new : Rhythm(new.unit)
        let anchor = isSame ? firstNew : firstOld
        let before = Dictionary(grouping: old) { rhythm.period(of: $0.slot, from: firstOld) }
        let after = Dictionary(grouping: slots) { rhythm.period(of: $0, from: anchor) }
        var (steps, fresh): ([Step], [LocalDateTime]) = ([], [])
        for period in Set(before.keys).union(after.keys).sorted() {
            let (was, will) = (before[period] ?? [], after[period] ?? [])
            // Where one of several days of a week goes, the others keep theirs.
            let kept = pairs(was, will)
            steps += kept.map { .keep($0.id, slot: $0.slot) }
            steps += was.filter { one in !kept.contains { $0.id == one.id } }.map { .drop($0.id) }
            fresh += will.filter { slot in !kept.contains { $0.slot == slot } }
        }
        return steps + named(fresh, taken)
    }

    /// Within one period: who is on the same day keeps it; the rest by order.
    private static func pairs(
        _ was: [(id: RecurrenceID, slot: LocalDateTime)], _ will: [LocalDateTime]
    ) -> [(id: RecurrenceID, slot: LocalDateTime)] {
        var (left, open) = (was, will)
        var pairs: [(id: RecurrenceID, slot: LocalDateTime)] = []
        for one in was {
            guard let at = open.firstIndex(where: { $0.daysSinceEpoch == one.slot.daysSinceEpoch }) else { continue }
            pairs.append((one.id, open.remove(at: at)))
            left.removeAll { $0.id == one.id }
        }
        return pairs + zip(left, open).map { ($0.id, $1) }
    }

    private static func named(_ slots: [LocalDateTime], _ taken: Set<RecurrenceID>) -> [Step] {
        var taken = taken
        return slots.map { slot in
            let id = RecurrenceID.free(slot, besides: taken)
            taken.insert(id)
            return .add(id, slot: slot)
        }
    }
}
