import Testing

@testable import Recurrence

/// Series: what is known of an occurrence hangs on its identity, whatever happens around it.
@Suite struct SetTests {
    private func weekly(_ rule: String = "FREQ=WEEKLY;COUNT=6") throws -> RecurrenceSet {
        try RecurrenceSet(
            start: time("20260303T100000"), zone: Zone("America/Los_Angeles"), rule: RecurrenceRule(rule))
    }

    private func identities(_ set: RecurrenceSet) -> [String] {
        set.occurrences(withCancelled: true).map(\.identity.description)
    }

    @Test func `moving one leaves the identity of every one as it was`() throws {
        var set = try weekly()
        let before = Set(identities(set))
        set.changes[time("20260310T100000")] = .moved(to: time("20260327T100000"))
        set.changes[time("20260331T100000")] = .moved(to: time("20260302T080000"))
        set.changes[time("20260317T100000")] = .cancelled
        #expect(Set(identities(set)) == before)
        #expect(
            set.occurrences().map(\.start)
                == times(
                    "20260302T080000 20260303T100000 20260324T100000 20260327T100000 20260407T100000"))
        #expect(set.occurrence(time("20260310T100000"))?.start == time("20260327T100000"))
        #expect(set.occurrence(time("20260317T100000"))?.isCancelled == true)
    }

    @Test func `what names no occurrence changes nothing`() throws {
        var set = try weekly()
        let before = Array(set.occurrences())
        set.changes[time("20260304T100000")] = .moved(to: time("20260305T100000"))
        set.exclusions.insert(time("20260310T103000"))
        #expect(Array(set.occurrences()) == before)
        #expect(set.occurrence(time("20260304T100000")) == nil)
    }

    @Test func `an exclusion wins over rule, addition and change`() throws {
        var set = try weekly("FREQ=WEEKLY;COUNT=2")
        set.additions = [time("20260305T100000")]
        set.exclusions = [time("20260305T100000"), time("20260310T100000")]
        set.changes[time("20260310T100000")] = .moved(to: time("20260311T100000"))
        #expect(identities(set) == ["20260303T100000"])
    }

    @Test func `a start without a rule is the occurrence, with additions beside it`() throws {
        let set = try RecurrenceSet(start: time("20260303T100000"), additions: [time("20260301T100000")])
        #expect(identities(set) == ["20260301T100000", "20260303T100000"])
    }

    @Test func `a long series can be looked at from a day on, with what was moved there`() throws {
        var set = try weekly("FREQ=WEEKLY")
        set.changes[time("20260303T100000")] = .moved(to: time("20360305T100000"))
        let found = set.occurrences(earliest: time("20360303T000000")).prefix(3)
        #expect(found.map(\.start) == times("20360304T100000 20360305T100000 20360311T100000"))
        #expect(found.map(\.identity) == times("20360304T100000 20260303T100000 20360311T100000"))
    }

    // MARK: - This and all later ones

    @Test(arguments: [
        "FREQ=WEEKLY;COUNT=6", "FREQ=WEEKLY;UNTIL=20260408T000000Z",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=TH;COUNT=9",
        "FREQ=MONTHLY;BYDAY=1TU,-1TH;BYSETPOS=1;COUNT=5", "FREQ=YEARLY;BYWEEKNO=10,11;COUNT=7",
        "FREQ=DAILY;INTERVAL=3;COUNT=12",
        "FREQ=MONTHLY;BYMONTHDAY=3,31;BYHOUR=10,14;COUNT=11", "FREQ=HOURLY;INTERVAL=7;BYHOUR=10,17,3;COUNT=8",
    ]) func `a series split at any occurrence has the same ones in two parts`(rule: String) throws {
        var set = try weekly(rule)
        set.additions = [time("20260306T120000")]
        let all = Array(set.occurrences())
        set.changes[all[1].identity] = .cancelled
        set.changes[all[2].identity] = .moved(to: LocalDateTime(seconds: all[2].start.seconds + 999_999))
        let whole = Set(set.occurrences(withCancelled: true))
        for one in all.dropFirst() {
            let (earlier, later) = try set.split(at: one.identity)
            let (first, second) = (
                Set(earlier.occurrences(withCancelled: true)), Set(later.occurrences(withCancelled: true))
            )
            #expect(first.union(second) == whole && first.isDisjoint(with: second), "\(rule) at \(one.identity)")
            #expect(first.allSatisfy { $0.identity < one.identity } && second.contains { $0.identity == one.identity })
        }
    }

    @Test func `a series without an end is split, too`() throws {
        let set = try weekly("FREQ=WEEKLY")
        let (earlier, later) = try set.split(at: time("20260324T100000"))
        #expect(identities(earlier) == ["20260303T100000", "20260310T100000", "20260317T100000"])
        #expect(earlier.rule?.text == "FREQ=WEEKLY;UNTIL=20260317T170000Z")
        #expect(later.start == time("20260324T100000") && later.rule == set.rule)
    }

    @Test func `a series is not split where it has nothing, or nothing before`() throws {
        let set = try weekly()
        #expect(throws: SplitError.noOccurrence(time("20260304T100000"))) { try set.split(at: time("20260304T100000")) }
        #expect(throws: SplitError.nothingBefore(time("20260303T100000"))) {
            try set.split(at: time("20260303T100000"))
        }
    }

    @Test func `another hour for the later ones keeps what is known of each under its day`() throws {
        var set = try weekly("FREQ=WEEKLY;UNTIL=20260408T000000Z")
        set.changes[time("20260331T100000")] = .cancelled
        set.exclusions = [time("20260407T100000")]
        let later = try set.split(at: time("20260324T100000")).later
        let moved = try #require(later.retimed(to: 14 * 3600))
        let before = Array(later.occurrences(withCancelled: true))
        let now = Array(moved.occurrences(withCancelled: true))
        #expect(now.map(\.identity) == before.map { $0.identity.at(secondOfDay: 14 * 3600) })
        #expect(now.map(\.isCancelled) == before.map(\.isCancelled))
        #expect(try weekly("FREQ=WEEKLY;BYHOUR=10,14;COUNT=4").retimed(to: 0) == nil)
    }
}
