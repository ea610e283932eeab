/// Why a series cannot be split.
package enum SplitError: Error, Hashable {
    /// The series has no occurrence of this identity.
    case noOccurrence(LocalDateTime)
    /// Nothing is before it: the whole series is meant.
    case nothingBefore(LocalDateTime)
}

extension RecurrenceSet {
    /// "This and all later ones": a series that ends before an occurrence and one that begins with it.
    ///
    /// Together they have the occurrences of this one with the same identities, so what is known of one moves to the
    /// later series under the RECURRENCE-ID that it has. Change the later one afterwards (`retimed`, other rule, other
    /// place). Changes, exclusions and additions go where their identity belongs.
    /// - Throws: `SplitError`; `RuleError` does not come, for the rule stays as it is but for its end.
    package func split(at identity: LocalDateTime) throws -> (earlier: RecurrenceSet, later: RecurrenceSet) {
        guard occurrence(identity) != nil else { throw SplitError.noOccurrence(identity) }
        var (earlier, later) = (self, self)
        earlier.additions = additions.filter { $0 < identity }
        later.additions = additions.filter { $0 >= identity }
        earlier.exclusions = exclusions.filter { $0 < identity }
        later.exclusions = exclusions.filter { $0 >= identity }
        earlier.changes = changes.filter { $0.key < identity }
        later.changes = changes.filter { $0.key >= identity }
        if rule == nil {
            // The start is an occurrence by itself, and the later series has one of its own.
            later.start = identity
            later.additions.remove(identity)
        } else {
            try divideRule(at: identity, &earlier, &later)
        }
        guard earlier.occurrences(withCancelled: true).contains(where: { _ in true }) else {
            throw SplitError.nothingBefore(identity)
        }
        return (earlier, later)
    }

    private func divideRule(
        at identity: LocalDateTime, _ earlier: inout RecurrenceSet, _ later: inout RecurrenceSet
    ) throws(SplitError) {
        var before: (count: Int, last: LocalDateTime?) = (0, nil)
        var first: LocalDateTime?
        guard var expansion = expansion(earliest: nil) else { return }
        while first == nil, let occurrence = expansion.next() {
            if occurrence < identity { before = (before.count + 1, occurrence) } else { first = occurrence }
        }
        if let last = before.last {
            let isCounted = if case .count = rule?.end { true } else { false }
            earlier.rule?.end = isCounted ? .count(before.count) : .until(time(last))
        } else {
            // All that was before were additions: they have no rule, and the first of them is the start.
            guard let first = earlier.additions.min() else { throw .nothingBefore(identity) }
            earlier.rule = nil
            earlier.start = first
            earlier.additions.remove(first)
        }
        if let first {
            later.start = first
            if case .count(let count) = rule?.end { later.rule?.end = .count(count - before.count) }
        } else {
            later.rule = nil
            later.start = identity
            later.additions.remove(identity)
        }
    }

    /// A local time of this series as UNTIL has to say it beside its DTSTART (RFC 5545 3.3.10).
    func time(_ moment: LocalDateTime) -> CalendarTime {
        if isAllDay { return .date(moment) }
        guard let zone else { return .local(moment) }
        return .utc(LocalDateTime(seconds: zone.utc(local: moment.seconds)))
    }

    /// The same days at another time, seconds since midnight; `nil` where the rule names hours, minutes or seconds, or
    /// counts in them, or where a day has two occurrences: then there is no saying which is which.
    ///
    /// Each occurrence has a new identity: that of before `.at(secondOfDay:)`, under which what is known of it is to be
    /// kept on. Split first, so that what is over keeps its own.
    package func retimed(to secondOfDay: Int) -> RecurrenceSet? {
        let names: [RulePart] = [.byHour, .byMinute, .bySecond]
        if let rule, rule.frequency < .daily || names.contains(where: { !rule.values($0).isEmpty }) { return nil }
        let old = start.secondOfDay
        let marked = additions.union(exclusions).union(changes.keys)
        guard !isAllDay, marked.allSatisfy({ $0.secondOfDay == old }) else { return nil }
        var set = self
        set.start = start.at(secondOfDay: secondOfDay)
        set.additions = Set(additions.map { $0.at(secondOfDay: secondOfDay) })
        set.exclusions = Set(exclusions.map { $0.at(secondOfDay: secondOfDay) })
        set.changes = Dictionary(
            changes.map { ($0.key.at(secondOfDay: secondOfDay), $0.value) }, uniquingKeysWith: { one, _ in one })
        if case .until = rule?.end, let last = lastOfRule() {
            let end = set.time(last.at(secondOfDay: secondOfDay))
            set.rule?.end = .until(end)
        }
        return set
    }

    private func lastOfRule() -> LocalDateTime? {
        guard var expansion = expansion(earliest: nil) else { return nil }
        var last: LocalDateTime?
        while let occurrence = expansion.next() { last = occurrence }
        return last
    }
}
