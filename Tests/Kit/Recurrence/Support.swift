import Foundation
import Testing

@testable import Recurrence

/// A time as RFC 5545 writes it, of which the test knows that it is one.
func time(_ text: String) -> LocalDateTime {
    CalendarTime(text)?.written ?? LocalDateTime(seconds: 0)
}

/// Times between spaces.
func times(_ text: String) -> [LocalDateTime] { text.split(separator: " ").map { time(String($0)) } }

/// The first occurrences of a rule as text, days without their time where the start is one.
func dates(_ rule: String, from start: String, zone: Zone? = nil, limit: Int = 50) throws -> [String] {
    let isAllDay = start.utf8.count == 8
    let occurrences = try RecurrenceRule(rule).occurrences(from: time(start), isAllDay: isAllDay, zone: zone)
    return occurrences.prefix(limit).map { isAllDay ? $0.dateText : $0.description }
}

/// The one place with the expectation: the rule's dates are these, and there is none behind them unless `andMore`.
func expect(
    _ rule: String, from start: String, zone: Zone? = nil, _ expected: String, andMore: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let expected = expected.split(separator: " ").map(String.init)
    let found = try dates(rule, from: start, zone: zone, limit: expected.count + (andMore ? 0 : 1))
    #expect(found == expected, "\(rule) from \(start)", sourceLocation: sourceLocation)
}

/// Vectors from outside, a JSON object a line; none where the folder is not there.
enum Vectors {
    static let libical = read("libical_vectors.jsonl")
    static let clinic = read("clinic_vectors.jsonl")

    private static func read(_ name: String) -> [[String: any Sendable]] {
        (text("rrule/\(name)") ?? "").split(separator: "\n").compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: any Sendable]
        }
    }

    /// A file of the data about groups; said, and `nil`, where it is not there.
    static func text(_ name: String) -> String? {
        var folder = URL(filePath: #filePath)
        while folder.path(percentEncoded: false) != "/", !exists(folder.appending(path: "Package.swift")) {
            folder.deleteLastPathComponent()
        }
        let file = folder.appending(path: "../shared/data/groups/\(name)").standardized
        guard exists(file), let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("Published calendars are not tested: \(file.path(percentEncoded: false)) is not there")
            return nil
        }
        return text
    }

    private static func exists(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
    }
}

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
