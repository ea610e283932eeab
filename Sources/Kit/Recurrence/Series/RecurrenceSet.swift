/// The dates of a series: when it starts, its rule, and what was changed about single dates (RFC 5545 3.8.5).
///
/// **An occurrence is known by its RECURRENCE-ID**: the date and time at which the rule (or an addition) set it. It
/// keeps that when it is moved, when others are moved past it, cancelled or added, and when the series is split; no
/// place in a list and no date as it is now will do. Whatever is known of an occurrence is kept under the identifier of
/// the series and this.
package struct RecurrenceSet: Hashable, Sendable {
    /// DTSTART. Without a rule it is an occurrence; with one it is where the rule means it (see `Expansion`).
    package var start: LocalDateTime
    /// Where the clock hangs; `nil` for a series whose times are meant wherever one is ("floating").
    package var zone: Zone?
    /// Whether occurrences are days without a time. Such a series has no zone.
    package var isAllDay: Bool
    package var rule: RecurrenceRule?
    /// RDATE: dates that the rule does not have. They have an identity like the others.
    package var additions: Set<LocalDateTime>
    /// EXDATE: identities of dates that are none. A date that people were told of is better cancelled: it is seen then.
    package var exclusions: Set<LocalDateTime>
    /// What became of single occurrences, by their identity. What names no occurrence has no effect.
    package var changes: [LocalDateTime: Change]

    /// What became of an occurrence.
    package enum Change: Hashable, Sendable {
        /// It is at another time now; may be the same time, where only its description differs.
        case moved(to: LocalDateTime)
        case cancelled
    }

    /// - Throws: `RuleError.needsTimeOfDay` for days with a rule by hours, minutes or seconds.
    package init(
        start: LocalDateTime, zone: Zone? = nil, isAllDay: Bool = false, rule: RecurrenceRule? = nil,
        additions: Set<LocalDateTime> = [], exclusions: Set<LocalDateTime> = [],
        changes: [LocalDateTime: Change] = [:]
    ) throws(RuleError) {
        if let rule, isAllDay, rule.frequency < .daily { throw .needsTimeOfDay(rule.frequency) }
        (self.start, self.zone, self.rule) = (isAllDay ? start.at(secondOfDay: 0) : start, isAllDay ? nil : zone, rule)
        (self.isAllDay, self.additions, self.exclusions, self.changes) = (isAllDay, additions, exclusions, changes)
    }

    /// The moment of a local time of this series, in milliseconds since 1970 UTC; a floating one is read as UTC.
    package func milliseconds(of time: LocalDateTime) -> Int64 { (zone ?? .utc).milliseconds(of: time) }

    /// The occurrences in the order of their times now, made as they are asked for.
    /// - Parameter earliest: those whose time now is earlier are left out; a long series then need not begin at its
    /// start.
    package func occurrences(earliest: LocalDateTime? = nil, withCancelled: Bool = false) -> Occurrences {
        Occurrences(self, earliest: earliest, withCancelled: withCancelled)
    }

    /// The occurrence of an identity, as it is now, cancelled ones too; `nil` where the series has none.
    package func occurrence(_ identity: LocalDateTime) -> Occurrence? {
        guard holds(identity) else { return nil }
        switch changes[identity] {
        case nil: return Occurrence(identity: identity, start: identity, isCancelled: false)
        case .moved(let start): return Occurrence(identity: identity, start: start, isCancelled: false)
        case .cancelled: return Occurrence(identity: identity, start: identity, isCancelled: true)
        }
    }

    private func holds(_ identity: LocalDateTime) -> Bool {
        if exclusions.contains(identity) { return false }
        if additions.contains(identity) || rule == nil && identity == start { return true }
        var expansion = expansion(earliest: identity)
        return expansion?.next() == identity
    }

    /// What the rule alone says; `nil` without a rule.
    func expansion(earliest: LocalDateTime?) -> Expansion? {
        try? rule?.occurrences(from: start, isAllDay: isAllDay, zone: zone, earliest: earliest)
    }
}

/// One date of a series.
package struct Occurrence: Hashable, Sendable {
    /// RECURRENCE-ID: under this, together with the series, everything about it is kept.
    package let identity: LocalDateTime
    /// When it is now.
    package let start: LocalDateTime
    package let isCancelled: Bool

    var isMoved: Bool { start != identity }
}

/// The occurrences of a set, one after another by their times now.
package struct Occurrences: Sequence, IteratorProtocol, Sendable {
    private let set: RecurrenceSet
    private let withCancelled: Bool
    private let earliest: LocalDateTime
    private var expansion: Expansion?
    /// Ascending from the end, so that the next is the last.
    private var additions: [LocalDateTime]
    private var moved: [Occurrence]
    private var fromRule: LocalDateTime?
    private var regular: Occurrence?

    init(_ set: RecurrenceSet, earliest: LocalDateTime?, withCancelled: Bool) {
        (self.set, self.withCancelled) = (set, withCancelled)
        self.earliest = earliest ?? LocalDateTime(seconds: .min)
        let first = self.earliest
        expansion = set.expansion(earliest: earliest)
        additions = set.additions.union(set.rule == nil ? [set.start] : []).filter { $0 >= first }.sorted(by: >)
        moved = set.changes.keys.compactMap { set.occurrence($0) }
            .filter { $0.isMoved && !$0.isCancelled && $0.start >= first }
            .sorted { ($0.start, $0.identity) > ($1.start, $1.identity) }
        fromRule = expansion?.next()
        regular = nextRegular()
    }

    package mutating func next() -> Occurrence? {
        if let other = moved.last, regular.map({ other.start < $0.start }) ?? true { return moved.popLast() }
        defer { if regular != nil { regular = nextRegular() } }
        return regular
    }

    /// The next that stands where its identity says.
    private mutating func nextRegular() -> Occurrence? {
        while let identity = nextIdentity() {
            if set.exclusions.contains(identity) { continue }
            switch set.changes[identity] {
            case nil: return Occurrence(identity: identity, start: identity, isCancelled: false)
            case .cancelled:
                if withCancelled { return Occurrence(identity: identity, start: identity, isCancelled: true) }
            case .moved(let start):
                if start == identity { return Occurrence(identity: identity, start: start, isCancelled: false) }
            }
        }
        return nil
    }

    /// The next of rule and additions; one that both have comes once.
    private mutating func nextIdentity() -> LocalDateTime? {
        guard let added = additions.last, fromRule.map({ added <= $0 }) ?? true else {
            defer { fromRule = expansion?.next() }
            return fromRule
        }
        if added == fromRule { fromRule = expansion?.next() }
        return additions.popLast()
    }
}
