import Recurrence

/// SplitMix64 (Steele, Lea, Flood 2014): repeatable.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Rules that somebody wrote to hurt: broken ones, and ones that are right and mean next to nothing.
struct HostileRules {
    var random: Seeded

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    mutating func rule() -> String {
        var parts = ["FREQ=" + pick(Frequency.allCases).rawValue]
        if Bool.random(using: &random) {
            parts.append("INTERVAL=\(pick([1, 2, 7, 59, 61, 86_399, 999_999, 999_999_999]))")
        }
        for part in RulePart.allCases.dropFirst(5) where Int.random(in: 0..<4, using: &random) == 0 {
            parts.append(part.rawValue + "=" + list(part))
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: parts.append("COUNT=\(pick([1, 5, 999_999_999, 0]))")
        case 1: parts.append("UNTIL=" + pick(["20270101", "99991231T235959Z", "00010101T000000", "20260230T000000"]))
        default: break
        }
        let text = parts.joined(separator: ";")
        return Int.random(in: 0..<5, using: &random) == 0 ? broken(text) : text
    }

    private mutating func list(_ part: RulePart) -> String {
        let largest: [RulePart: Int] = [
            .byMonth: 12, .byWeekNumber: 53, .byYearDay: 366, .byMonthDay: 31, .byDay: 53, .byHour: 23, .byMinute: 59,
            .bySecond: 60, .bySetPosition: 366,
        ]
        let count = pick([1, 1, 2, 60, 366])
        let isSigned = [.byWeekNumber, .byYearDay, .byMonthDay, .byDay, .bySetPosition].contains(part)
        return (0..<count).map { _ in
            var value = pick([largest[part] ?? 1, Int.random(in: 0...(largest[part] ?? 1), using: &random)])
            if isSigned, Bool.random(using: &random) { value = -value }
            guard part == .byDay else { return String(value) }
            return pick(["", "", String(value)]) + pick(Weekday.allCases).rawValue
        }.joined(separator: ",")
    }

    /// Some bytes changed, doubled or lost.
    private mutating func broken(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(pick(Array(";,=-+0Z".utf8)), at: place)
            default: bytes.remove(at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Reads and expands as many; prints how many were rules, how many ended fruitless, and the longest one took.
func hostile(_ count: Int) {
    var rules = HostileRules(random: Seeded(state: 5545))
    var (read, fruitless, occurrences) = (0, 0, 0)
    var longest: (milliseconds: Double, rule: String) = (0, "")
    let starts = [(2026, 2, 28), (2024, 2, 29), (1, 1, 1), (9999, 12, 31)].compactMap {
        LocalDateTime(year: $0.0, month: $0.1, day: $0.2, hour: 23, minute: 59, second: 58)
    }
    for index in 0..<count {
        let text = rules.rule()
        let began = processorTime()
        if let rule = try? RecurrenceRule(text) {
            read += 1
            guard (try? RecurrenceRule(rule.text)) == rule else {
                print("Written, it is another rule: \(text)")
                return
            }
            let isAllDay = index % 5 == 0
            if var expansion = try? rule.occurrences(from: starts[index % starts.count], isAllDay: isAllDay, zone: .utc)
            {
                var before = Int64.min
                for _ in 0..<50 {
                    guard let next = expansion.next() else { break }
                    occurrences += 1
                    guard next.seconds > before else {
                        print("Not ascending: \(text)")
                        return
                    }
                    before = next.seconds
                }
                if expansion.ending == .fruitless { fruitless += 1 }
            }
        }
        let took = processorTime() - began
        if took > longest.milliseconds { longest = (took, text) }
    }
    print(count, read, fruitless, occurrences, longest.milliseconds, longest.rule.suffix(300))
}
