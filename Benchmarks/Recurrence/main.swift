// The work that recurrence.py measures and compares. Each command reads a file and prints lines.
import Foundation
import Recurrence

let words = CommandLine.arguments
guard words.count > 2 else {
    print("bench-recurrence expand|parse FILE REPEATS, list FILE, hostile COUNT, feed EVENTS, dates EVENTS")
    exit(2)
}

switch words[1] {
case "expand": try expand(rules(of: words[2]), repeats: Int(words[3]) ?? 1)
case "list": list(try lines(of: words[2]))
case "parse": try parse(Array(Data(contentsOf: URL(filePath: words[2]))), repeats: Int(words[3]) ?? 1)
case "hostile": hostile(Int(words[2]) ?? 1000)
case "feed": FileHandle.standardOutput.write(Data(try Programme(events: Int(words[2]) ?? 100).feed().bytes()))
case "dates": try Programme(events: Int(words[2]) ?? 100).printDates()
default: exit(2)
}

/// Processor time of this process, in milliseconds.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1e6
}

struct Line {
    let rule: RecurrenceRule
    let start: CalendarTime
    let limit: Int
}

func lines(of path: String) throws -> [[Substring]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
}

func rules(of path: String) throws -> [Line] {
    try lines(of: path).compactMap { parts in
        guard parts.count == 3, let start = CalendarTime(parts[1]) else { return nil }
        return Line(rule: try RecurrenceRule(String(parts[0])), start: start, limit: Int(parts[2]) ?? 0)
    }
}

func expansion(_ rule: RecurrenceRule, _ start: CalendarTime) throws -> Expansion {
    switch start {
    case .date(let day): try rule.occurrences(from: day, isAllDay: true)
    case .local(let time): try rule.occurrences(from: time)
    case .utc(let time): try rule.occurrences(from: time, zone: .utc)
    }
}

/// A line a rule: occurrences, milliseconds, a sum that keeps the work from being left out.
func expand(_ lines: [Line], repeats: Int) throws {
    for line in lines {
        var (count, sum) = (0, 0 as Int64)
        let began = processorTime()
        for _ in 0..<repeats {
            var occurrences = try expansion(line.rule, line.start)
            var given = 0
            while given < line.limit, let next = occurrences.next() {
                given += 1
                sum &+= next.seconds
            }
            count += given
        }
        print(count, String(format: "%.3f", processorTime() - began), sum)
    }
}

/// A line a rule: its occurrences, or what is wrong with it.
func list(_ lines: [[Substring]]) {
    for parts in lines {
        guard let start = CalendarTime(parts[1]), let limit = Int(parts[2]) else { continue }
        do {
            var occurrences = try expansion(RecurrenceRule(String(parts[0])), start)
            var found: [String] = []
            while found.count < limit, let next = occurrences.next() { found.append(next.description) }
            print(found.joined(separator: " "))
        } catch {
            print("! \(error)")
        }
    }
}

func parse(_ bytes: [UInt8], repeats: Int) throws {
    var events = 0
    let began = processorTime()
    for _ in 0..<repeats {
        let calendar = try CalendarParser.components(of: bytes)
        events = calendar.reduce(0) { $0 + $1.components.count { $0.name == "VEVENT" } }
    }
    print(events, String(format: "%.3f", processorTime() - began))
}
