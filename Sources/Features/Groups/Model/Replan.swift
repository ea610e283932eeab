import Recurrence
import Storage

/// "This and later", and "all": the rules of a series from a date on become others, and every date that stands keeps
/// its name (`Rescheduling`). The series stays one; a rule that has dates before ends with the last of them.
struct Replan {
    private let table: Timetable
    private let chosen: Session
    private let scope: EditScope
    private let change: SessionChange
    private let shift: Shift

    /// As they are afterwards.
    private(set) var rules: [SeriesRule]
    private(set) var updated: [Session] = []
    private(set) var added: [Session] = []
    private var names: Set<RecurrenceID>
    /// What a change before dropped, and can come back where the new rhythm has its day.
    private var dropped: [Session]

    init(_ table: Timetable, _ chosen: Session, _ scope: EditScope, _ change: SessionChange) {
        (self.table, self.chosen, self.scope, self.change) = (table, chosen, scope, change)
        (shift, rules) = (Shift(chosen, change), table.rules)
        names = Set(table.sessions.map(\.id.recurrence))
        dropped = table.sessions.filter { table.isDropped($0) && $0.isAhead(at: table.now) }
    }

    mutating func run() throws {
        let first = firstSlot
        if let text = change.rule {
            try replace(text, from: first)
        } else {
            for number in table.rhythms.keys.sorted() { try retime(number, from: first) }
        }
    }

    /// From where on rules change. What has begun keeps its rule; so does what is ahead only because it was moved.
    private var firstSlot: LocalDateTime {
        guard scope == .all else { return chosen.slot }
        let ahead = table.sessions.filter {
            table.isRuled($0) && $0.isAhead(at: table.now) && table.zone.instant(of: $0.slot) > table.now
        }
        return ahead.map(\.slot).min() ?? chosen.slot
    }

    private func dates(of number: Int?, from first: LocalDateTime) -> [Session] {
        table.sessions.filter { one in
            table.isRuled(one) && one.slot >= first && (number == nil || one.rule == number)
        }.sorted { ($0.slot, $0.id.recurrence) < ($1.slot, $1.id.recurrence) }
    }

    // MARK: - The same rhythm at another time

    private mutating func retime(_ number: Int, from first: LocalDateTime) throws {
        let old = dates(of: number, from: first)
        guard let rhythm = table.rhythms[number], let begin = old.first?.slot, let last = old.last?.slot else { return }
        let start = shift.of(begin)
        // As many as there are, by whatever the old rule ended: an UNTIL would have to be moved, too.
        let left = rhythm.slots.count { $0 >= first }
        let end: RecurrenceRule.End = rhythm.rule.end == .never ? .never : .count(left)
        let rule: RecurrenceRule
        if shift.secondOfDay == nil, shift.days == 0 {
            rule = try rhythm.rule.ending(end)
        } else {
            rule = try rhythm.rule.shifted(days: shift.days, to: start, end: end)
        }
        let slots = try slots(of: rule, from: start, atLeastTo: shift.of(last))
        try take(
            old, to: slots,
            SeriesRule(
                number: try divide(number, at: first), starts: slots.first ?? start, rule: rule.text,
                minutes: change.minutes ?? rhythm.minutes), former: Rhythm(rhythm.rule), new: Rhythm(rule))
    }

    // MARK: - Another rhythm

    private mutating func replace(_ text: String, from first: LocalDateTime) throws {
        let rule = try RecurrenceRule.read(text, for: table.series.kind, in: table.zone)
        var old = dates(of: nil, from: first)
        if !old.contains(where: { $0.id == chosen.id }) { old.append(chosen) }
        old.sort { ($0.slot, $0.id.recurrence) < ($1.slot, $1.id.recurrence) }
        let start = shift.of(old.first?.slot ?? chosen.slot)
        let slots = try slots(of: rule, from: start, atLeastTo: start)
        let numbers = Set(old.map(\.rule)).filter { table.rhythms[$0] != nil }.sorted()
        let former = numbers.first.flatMap { table.rhythms[$0] }.map { Rhythm($0.rule) } ?? Rhythm(rule)
        let minutes = change.minutes ?? chosen.minutes
        let number = try numbers.first.map { try divide($0, at: first) } ?? nextNumber
        // Rules that began behind it have no date any more.
        rules.removeAll { numbers.dropFirst().contains($0.number) }
        try take(
            old, to: slots,
            SeriesRule(number: number, starts: slots.first ?? start, rule: rule.text, minutes: minutes),
            former: former, new: Rhythm(rule))
    }

    // MARK: - Both

    private var nextNumber: Int { (rules.map(\.number) + table.rules.map(\.number)).reduce(0, max) + 1 }

    /// Ends a rule before a date; answers the number of the one that goes on: its own where nothing is before.
    private mutating func divide(_ number: Int, at first: LocalDateTime) throws -> Int {
        guard let rhythm = table.rhythms[number], let last = rhythm.slots.last(where: { $0 < first }) else {
            return number
        }
        for at in rules.indices where rules[at].number == number {
            rules[at].rule = try rhythm.rule.ending(.last(last, in: table.zone)).text
        }
        return nextNumber
    }

    private func slots(
        of rule: RecurrenceRule, from start: LocalDateTime, atLeastTo last: LocalDateTime
    ) throws -> [LocalDateTime] {
        let horizon = max(table.now + .days(Series.horizonDays), table.zone.instant(of: last))
        return try rule.checkedSlots(from: start, in: table.zone, upTo: rule.end == .never ? horizon : nil)
    }

    private mutating func take(
        _ old: [Session], to slots: [LocalDateTime], _ rule: SeriesRule, former: Rhythm, new: Rhythm
    ) throws {
        rules.removeAll { $0.number == rule.number }
        rules.append(rule)
        rules.sort { $0.number < $1.number }
        let steps = Rescheduling.plan(
            old.map { ($0.id.recurrence, $0.slot) }, to: slots, former: former, new: new, taken: names)
        let byName = Dictionary(uniqueKeysWithValues: old.map { ($0.id.recurrence, $0) })
        for step in steps {
            switch step {
            case .keep(let name, let slot): try keep(byName[name], at: slot, rule)
            case .drop(let name): drop(byName[name], rule)
            case .add(let name, let slot): try add(name, at: slot, rule)
            }
        }
    }

    /// A date that was moved by hand stays where it was moved; the chosen one is where the change says.
    private mutating func keep(_ session: Session?, at slot: LocalDateTime, _ rule: SeriesRule) throws {
        guard var date = session, date.isAhead(at: table.now) else { return }
        let isMoved = date.isMoved
        (date.slot, date.rule) = (slot, rule.number)
        let arranged = date.id == chosen.id ? change.starts ?? date.starts : date.starts
        try move(&date, to: isMoved ? arranged : slot, minutes: change.minutes ?? date.minutes)
        updated.append(date)
    }

    private mutating func drop(_ session: Session?, _ rule: SeriesRule) {
        guard var date = session, date.isAhead(at: table.now) else { return }
        date.state = .cancelled
        // Its own rule may be gone.
        if !rules.contains(where: { $0.number == date.rule }) { date.rule = rule.number }
        updated.append(date)
    }

    private mutating func add(_ name: RecurrenceID, at slot: LocalDateTime, _ rule: SeriesRule) throws {
        if let at = dropped.firstIndex(where: { $0.slot.daysSinceEpoch == slot.daysSinceEpoch }) {
            var date = dropped.remove(at: at)
            (date.slot, date.rule, date.state) = (slot, rule.number, .planned)
            try move(&date, to: slot, minutes: rule.minutes)
            return updated.append(date)
        }
        names.insert(name)
        var date = try Session(
            SessionID(table.series.id, name), .regular, rule: rule.number, at: slot, minutes: rule.minutes,
            meeting: table.series.meeting.tidied, in: table.zone)
        try move(&date, to: slot, minutes: rule.minutes)
        added.append(date)
    }

    /// Nothing is moved into what is over.
    private func move(_ date: inout Session, to time: LocalDateTime, minutes: Int) throws {
        try date.move(to: time, minutes: minutes, in: table.zone)
        guard date.isAhead(at: table.now) else { throw ScheduleRefusal(.over, at: time) }
    }
}
