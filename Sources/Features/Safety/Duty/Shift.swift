import Storage

/// A span in which somebody is on duty.
struct Shift: Sendable, Hashable {
    enum Place: String, Sendable, CaseIterable {
        /// Is asked first.
        case first
        /// Is asked when the first does not take it.
        case second
    }

    let id: ID<Shift>
    let member: ID<Person>
    let place: Place
    let from: Instant
    let to: Instant
    /// They would rather not; it is theirs until another takes it.
    let isOffered: Bool

    /// Hours of one, at most.
    static let longest = 24
    /// Times that one is repeated every week, at most.
    static let mostWeeks = 26

    /// The spans from `start` to `end` in which nobody is on duty.
    static func gaps(in shifts: [Shift], from start: Instant, to end: Instant) -> [Range<Instant>] {
        var (gaps, covered): ([Range<Instant>], Instant) = ([], start)
        for shift in shifts.sorted(by: { $0.from < $1.from }) where shift.to > covered {
            if shift.from > covered, covered < end { gaps.append(covered..<min(shift.from, end)) }
            covered = shift.to
        }
        if covered < end { gaps.append(covered..<end) }
        return gaps
    }
}
