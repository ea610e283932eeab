package import Storage

/// Who has how many seats on one date that is ahead.
package struct DateSeats: Sendable, Hashable {
    /// Nil: nobody is turned away.
    package let capacity: Int?
    /// Of those with a seat on all dates, how many said that they cannot come to this one.
    package var declined: Int
    /// Seats, and seats that are offered, on this date alone.
    package var single: Int

    package init(capacity: Int?, declined: Int = 0, single: Int = 0) {
        (self.capacity, self.declined, self.single) = (capacity, max(declined, 0), max(single, 0))
    }

    /// Chairs that somebody will sit on.
    package func taken(whole: Int) -> Int { max(whole - declined, 0) + single }

    /// Seats that are free on this date alone; never below 0.
    package func free(whole: Int) -> Int { capacity.map { max($0 - taken(whole: whole), 0) } ?? .max }
}

/// The seats of a series, and whom the next ones belong to. Made from rows in the transaction that gives seats away;
/// nothing of it is kept, so that no counter can differ from the people it counts.
package struct SeatLedger: Sendable, Hashable {
    /// Seats, and seats that are offered, on all dates.
    package private(set) var whole: Int
    /// Dates that take seats: planned, ahead, and no Session Zero.
    package private(set) var dates: [RecurrenceID: DateSeats]

    package init(whole: Int, dates: [RecurrenceID: DateSeats]) { (self.whole, self.dates) = (max(whole, 0), dates) }

    /// Somebody in line.
    package struct Waiting: Sendable, Hashable {
        package let id: ID<Enrolment>
        package let scope: SeatScope
        package let line: Int
        /// Who it is; none where they can be nobody else in the line.
        package let people: Set<Claimant>
        /// What the same person has in the series already.
        package var held = Held()

        package init(id: ID<Enrolment>, scope: SeatScope, line: Int, people: Set<Claimant> = []) {
            (self.id, self.scope, self.line, self.people) = (id, scope, line, people)
        }
    }

    /// One person, however many places in line they have.
    package enum Claimant: Sendable, Hashable {
        case member(ID<Person>)
        /// By the name that staff typed, be it somebody's or nobody's: the line treats them alike.
        case asked(String)
    }

    /// What one person has.
    package struct Held: Sendable, Hashable {
        package var seated: Set<SeatScope> = []
        package var offered: Set<SeatScope> = []

        package init() {}

        /// Whether nothing more is given to them for these dates now. A seat on one date keeps nobody from one on all,
        /// into which it goes; an offer of one is answered first.
        func isInTheWay(of scope: SeatScope) -> Bool {
            seated.contains(scope) || seated.contains(.all) || offered.contains(scope) || offered.contains(.all)
                || (scope == .all && !offered.isEmpty)
        }
    }

    /// Seats that can be given away now. For all dates: as many as are free on each of them, and never more than
    /// there are chairs, for who cannot come to one date comes to the others. 0 where no date is ahead.
    package func free(for scope: SeatScope) -> Int {
        switch scope {
        case .date(let recurrence): return dates[recurrence]?.free(whole: whole) ?? 0
        case .all:
            let each = dates.values.map { date in
                min(date.free(whole: whole), date.capacity.map { max($0 - whole, 0) } ?? .max)
            }
            return each.min() ?? 0
        }
    }

    /// A seat is taken, or kept by an offer.
    package mutating func take(_ scope: SeatScope) {
        switch scope {
        case .all: whole += 1
        case .date(let recurrence): dates[recurrence]?.single += 1
        }
    }

    /// Who of a line is next: **as many as there are seats, never one more**, in the order of the line. Whoever waits
    /// for what is full is passed over and stays where they are: a full Thursday keeps nobody from Tuesday. So is
    /// whoever has an offer or a seat for the same dates: nobody sits on two chairs while another waits.
    package func next(of line: [Waiting]) -> [Waiting] {
        var (ledger, given): (SeatLedger, [Claimant: Set<SeatScope>]) = (self, [:])
        return line.sorted { ($0.line, $0.id) < ($1.line, $1.id) }.filter { waiting in
            var held = waiting.held
            for one in waiting.people { held.offered.formUnion(given[one] ?? []) }
            guard !held.isInTheWay(of: waiting.scope) else { return false }
            var after = ledger
            if waiting.scope == .all { after.free(held.seated) }
            guard after.free(for: waiting.scope) > 0 else { return false }
            after.take(waiting.scope)
            ledger = after
            for one in waiting.people { given[one, default: []].insert(waiting.scope) }
            return true
        }
    }

    /// Seats on single dates go into one on all of them.
    private mutating func free(_ singles: Set<SeatScope>) {
        for recurrence in singles.compactMap(\.date) {
            guard let single = dates[recurrence]?.single, single > 0 else { continue }
            dates[recurrence]?.single = single - 1
        }
    }

    /// Which in line somebody is, from 1: among those who wait for seats that theirs could be.
    package static func place(of id: ID<Enrolment>, in line: [Waiting]) -> Int? {
        guard let own = line.first(where: { $0.id == id }) else { return nil }
        let rivals = line.filter { $0.scope == own.scope || $0.scope == .all || own.scope == .all }
        return rivals.sorted { ($0.line, $0.id) < ($1.line, $1.id) }.firstIndex { $0.id == id }.map { $0 + 1 }
    }

    /// The fewest seats that a date can be cut down to without anybody losing theirs.
    package func fewestSeats(on recurrence: RecurrenceID) -> Int {
        guard let date = dates[recurrence] else { return 0 }
        return max(whole, date.taken(whole: whole))
    }
}
