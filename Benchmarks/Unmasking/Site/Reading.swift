import Foundation
import Storage

/// Turns rows and lines into what the linker gets: whom they name, to which question they belong, what stands in them.
struct Reading: Sendable {
    private(set) var trace: Trace
    /// Identifiers and names of members, as they stand in rows and lines.
    private let members: [String: Int]
    /// Threads that questions became, as they appeared.
    private(set) var threads: [String: Int] = [:]
    private var commit = 0
    private var transaction: Int64 = -1

    /// - Parameter names: by member, the identifier as 32 hexadecimal digits and what they are called.
    init(_ trace: Trace, names: [(id: String, name: String)]) {
        self.trace = trace
        var members: [String: Int] = [:]
        for (number, one) in names.enumerated() {
            members[one.id] = number
            members[Self.plain(one.name)] = number
        }
        self.members = members
    }

    /// Rows of one request or of the jobs of an hour.
    mutating func add(_ rows: [Copies.Row], at hour: Int) {
        commit += 1
        for row in rows {
            if row.transaction != transaction { commit += 1 }
            transaction = row.transaction
            let values = Self.values(row.text)
            if row.table == "threads", row.what == "INSERT" { note(row.text) }
            add(
                values, Change(hour: hour, commit: commit, place: "\(row.table) \(row.what)\(row.changed)"),
                naming: row.table != "members" || row.what == "UPDATE")
        }
    }

    mutating func add(_ lines: [String], at hour: Int) {
        for line in lines {
            let parts = line.split(separator: "\u{1F}").map(String.init)
            // A route says which page it was; numbers and times are values.
            let route = parts.first { $0.hasPrefix("route=") } ?? ""
            commit += 1
            add(
                Self.values(parts.dropFirst().joined(separator: "\u{1F}")),
                Change(hour: hour, commit: commit, place: "line: \(parts.first ?? "") \(route)"), naming: true)
        }
    }

    /// To which question a post belongs, and its thread.
    func question(of row: Copies.Row) -> (id: ID<Leaks>, question: Int)? {
        for part in row.text.split(separator: "\u{1F}") where part.hasPrefix("thread_id=") {
            let text = Self.plain(String(part.dropFirst(10)))
            guard let question = threads[text], text.utf8.count == 32 else { return nil }
            var dashed = text.lowercased()
            for place in [8, 13, 18, 23] { dashed.insert("-", at: dashed.index(dashed.startIndex, offsetBy: place)) }
            return ID<Leaks>(dashed).map { ($0, question) }
        }
        return nil
    }

    /// A line from an earlier hour that holds what a question's rows hold.
    mutating func mention(_ thread: ID<Leaks>, at hour: Int) {
        let text = Self.plain("\(thread)")
        trace.add(Change(hour: hour, commit: 0, place: "line: duplicate key", values: [Self.number(text)]))
    }

    mutating func set(_ change: (inout Trace) -> Void) { change(&trace) }

    private mutating func add(_ values: [String], _ change: Change, naming: Bool) {
        var one = change
        one.members = naming ? Array(Set(values.compactMap { members[$0] })).sorted() : []
        one.question = values.compactMap { threads[$0] }.first
        // What is short, or a number of a minute, is equal by chance.
        one.values = values.filter { $0.utf8.count >= 8 && members[$0] == nil }.map(Self.number)
        trace.add(one)
    }

    /// A thread whose title is one of the bench's questions is that question.
    private mutating func note(_ text: String) {
        var (id, number): (String?, Int?) = (nil, nil)
        for part in text.split(separator: "\u{1F}") {
            if part.hasPrefix("id=") { id = Self.plain(String(part.dropFirst(3))) }
            guard part.hasPrefix("title=") else { continue }
            number = part.firstMatch(of: #/Question ([0-9]+) of/#).flatMap { Int($0.1) }
        }
        if let id, let number { threads[id] = number }
    }

    private static func values(_ text: String) -> [String] {
        text.split(separator: "\u{1F}").compactMap { part in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let value = plain(String(part[part.index(after: equals)...]))
            return value.isEmpty ? nil : value
        }
    }

    /// The same for the same bytes on both engines: without quotes and dashes of an identifier, in capitals.
    static func plain(_ value: String) -> String {
        var text = value
        if text.hasPrefix("X'") { text = String(text.dropFirst(2)) }
        if text.hasPrefix("\\x") { text = String(text.dropFirst(2)) }
        if text.hasPrefix("'") { text = String(text.dropFirst()) }
        if text.hasSuffix("'") { text = String(text.dropLast()) }
        if text.utf8.count == 36, text.filter({ $0 == "-" }).count == 4 { text = text.filter { $0 != "-" } }
        return text.uppercased()
    }

    private static func number(_ value: String) -> UInt64 {
        value.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}
