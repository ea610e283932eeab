import Testing

@testable import Recurrence

/// What holds for every rule, on hundreds that were made from a seed.
@Suite struct PropertyTests {
    static let start = time("20260228T093000")

    /// Rules with their first occurrences; those that have none tell nothing here, and take long.
    private static let samples: [(rule: RecurrenceRule, first: [LocalDateTime])] = {
        var random = Seeded(state: 7)
        return (0..<200).compactMap { _ in
            guard let rule = try? rule(&random), let all = try? rule.occurrences(from: start) else { return nil }
            let first = Array(all.prefix(40))
            return first.isEmpty ? nil : (rule, first)
        }
    }()

    private static func rule(_ random: inout Seeded) throws -> RecurrenceRule {
        let frequency = Frequency.allCases.randomElement(using: &random) ?? .daily
        var numbers: [RulePart: [Int]] = [:]
        for part in [RulePart.byMonth, .byMonthDay, .byHour, .byMinute, .byYearDay, .byWeekNumber, .bySetPosition]
        where Int.random(in: 0..<4, using: &random) == 0 {
            let top = min(part.range.upperBound, part == .bySetPosition ? 4 : 400)
            numbers[part] = (0...Int.random(in: 0...3, using: &random)).map { _ in
                let value = Int.random(in: part.range.lowerBound...top, using: &random)
                return part.isSigned && Bool.random(using: &random) ? -value : value
            }
        }
        let days = Weekday.allCases.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
        return try RecurrenceRule(
            frequency, interval: Int.random(in: 1...4, using: &random), byDay: days.map { WeekdayPosition($0) },
            numbers: numbers, weekStart: Weekday.allCases.randomElement(using: &random) ?? .monday)
    }

    private static func holds(
        _ words: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ property: (RecurrenceRule, [LocalDateTime]) throws -> Bool
    ) throws {
        let wrong = try samples.filter { try !property($0.rule, $0.first) }
        #expect(samples.count > 60)
        #expect(wrong.isEmpty, "\(words): \(wrong.prefix(3).map(\.rule.text))", sourceLocation: sourceLocation)
    }

    @Test func `what was written is read as the same rule`() throws {
        try Self.holds("read again") { rule, _ in try RecurrenceRule(rule.text) == rule }
    }

    @Test func `occurrences ascend, none twice, none before the start`() throws {
        try Self.holds("ascending") { _, first in
            first.allSatisfy { $0 >= Self.start } && zip(first, first.dropFirst()).allSatisfy { $0 < $1 }
        }
    }

    @Test func `COUNT gives as many, and the same ones`() throws {
        try Self.holds("COUNT") { rule, first in
            var counted = rule
            counted.end = .count(first.count)
            var expansion = try counted.occurrences(from: Self.start)
            var found: [LocalDateTime] = []
            while let next = expansion.next() { found.append(next) }
            return found == first && expansion.ending == .counted
        }
    }

    @Test func `UNTIL is the last that is given, and a second before it is not`() throws {
        try Self.holds("UNTIL") { rule, first in
            guard let last = first.last else { return true }
            var ending = rule
            ending.end = .until(.local(last))
            let through = try Array(ending.occurrences(from: Self.start))
            ending.end = .until(.local(LocalDateTime(seconds: last.seconds - 1)))
            return try through == first && Array(ending.occurrences(from: Self.start)) == first.dropLast()
        }
    }

    @Test func `the reader who begins later is given the rest`() throws {
        try Self.holds("earliest") { rule, first in
            guard first.count > 3 else { return true }
            let later = try rule.occurrences(from: Self.start, earliest: LocalDateTime(seconds: first[2].seconds + 1))
            return Array(later.prefix(first.count - 3)) == Array(first.dropFirst(3))
        }
    }

    @Test func `occurrences lie in periods that INTERVAL allows`() throws {
        try Self.holds("INTERVAL") { rule, first in
            guard rule.values(.byWeekNumber).isEmpty else { return true }
            let period = Period(ExpansionPlan(rule: rule, start: Self.start, isAllDay: false))
            let begin = period.number(of: Self.start)
            return first.allSatisfy { (period.number(of: $0) - begin) % period.stride == 0 }
        }
    }

    @Test func `occurrences meet what limits them`() throws {
        try Self.holds("limits") { rule, first in
            first.allSatisfy { one in
                func allows(_ part: RulePart, _ value: Int) -> Bool {
                    rule.values(part).isEmpty || rule.values(part).contains(value)
                }
                return allows(.byMonth, one.date.month) && allows(.byHour, one.hour) && allows(.byMinute, one.minute)
                    && (rule.byDay.isEmpty || rule.byDay.contains(WeekdayPosition(one.weekday)))
            }
        }
    }
}
