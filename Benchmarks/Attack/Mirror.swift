import Accounts
import Evidence
import Foundation
import Storage
import Web

/// Two communities of the same people at the same times, in which everybody but one puppet says something else, and whose
/// blocks are made to hold the same numbers. Everything that anybody can see must then be the same, byte by byte: whatever is
/// published is made of blocks and of who takes part, and of no answer: K, order, "too few", own cards, advice, programs'
/// figures, pages and their tags in both languages. No guess, however good, does better than what the blocks allow.
struct Mirror {
    private var town: Town
    private let isOther: Bool
    private let people: [ID<Person>]
    private let session: String

    /// A page that somebody was shown.
    struct Shown: Sendable, Hashable {
        let what: String
        let seen: String
        let isShown: Bool
    }

    init(_ rooms: Rooms, isOther: Bool) async throws {
        (town, self.isOther) = (Town(rooms), isOther)
        people = try await rooms.people(100, seed: 4)
        session = try await rooms.accounts.openSession(of: people[0])
        try await join(0..<11, Pair(0, 0))
        try await join(0..<60, Pair(1, 0))
        try await join(0..<25, Pair(0, 1))
        // A home of two, and one that is too few.
        try await join(0..<6, Pair(6, 2))
        try await join(6..<13, Pair(7, 2))
        try await join(0..<4, Pair(20, 3))
        for (number, member) in people[3..<7].enumerated() {
            let words = "\(Self.advice) \(number)."
            try await rooms.database.write {
                try $0.execute(
                    """
                    UPDATE evaluations SET advice = \(words), advice_state = 'passed'
                    WHERE course_id IN (SELECT id FROM courses WHERE member_id = \(member))
                    """)
            }
        }
    }

    static let advice = "Begin with half of it, said number"

    private mutating func join(_ numbers: Range<Int>, _ pair: Pair) async throws {
        for number in numbers {
            let isGood = (number * 7 + number / 3) % 3 == 0
            try await town.add([people[number]], to: [(0, pair)]) { [isOther] _ in
                number == 0 ? .good : isGood != isOther ? .good : .bad
            }
        }
    }

    /// What happens in both: some come, some go, the puppet changes its answer and looks at its card.
    mutating func step(_ night: Int) async throws {
        switch night {
        case 1:
            try await join(60..<80, Pair(0, 0))
            try await join(80..<100, Pair(6, 2))
        case 2: try await town.rooms.leave(Array(people[8..<10]))
        case 3: try await town.answerAnew(people[0], sheet: { .bad })
        default: break
        }
    }

    /// Blocks, as nobody but the bench sees them: what is public of each, and its numbers.
    typealias Blocks = [Int: (open: String, cells: [Int])]

    /// A release in which every block gets the other community's numbers before anything is made of them; answers its blocks
    /// and in how many something that is no answer differs.
    func night(like other: Blocks?) async throws -> (blocks: Blocks, differing: Int) {
        let rooms = town.rooms
        try await rooms.database.write {
            try $0.execute("CREATE TRIGGER stop BEFORE INSERT ON figures BEGIN SELECT RAISE(ABORT, 'stop'); END")
        }
        try? await rooms.night()
        var blocks = try await blocks()
        var differing = 0
        if let other {
            differing = Set(blocks.keys).symmetricDifference(other.keys).count
            for (id, block) in blocks {
                guard let twin = other[id] else { continue }
                if twin.open != block.open { differing += 1 }
                let cells = twin.cells.map { String($0) }.joined(separator: " ")
                try await rooms.database.write {
                    try $0.execute("UPDATE answer_blocks SET cells = \(cells) WHERE id = \(id)")
                }
            }
            blocks = other
        }
        try await rooms.database.write { try $0.execute("DROP TRIGGER stop") }
        try await rooms.evidence.makeRelease()
        return (blocks, differing)
    }

    private func blocks() async throws -> Blocks {
        let rows = try await town.rooms.database.read { tx in
            try tx.rows(
                """
                SELECT id, cells, series, kind, treatment_id, family_id, purpose_id, people, former, drawn_at, first_at,
                    last_at, layout_id FROM answer_blocks
                """
            ) { row in
                let open = try (4...6).map { try row.get($0, as: ID<Pair>?.self)?.description ?? "-" }
                let numbers = try [2, 7, 8, 9, 10, 11, 12].map { String(try row.get($0, as: Int.self)) }
                let cells = try row.get(1, as: String.self).split(separator: " ").compactMap { Int($0) }
                // How many take it and fell silent, and who answered which question, have no noise: they are no answers.
                let plain = (try row.get(2, as: Int.self)) == 0 ? [1, 2] : [6, 7, 10, 12, 14]
                return (
                    id: try row.get(0, as: Int.self), cells: cells,
                    open: (open + numbers + plain.map { String(cells[$0]) }).joined(separator: " ")
                )
            }
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.id, (open: $0.open, cells: $0.cells)) })
    }

    /// Everything that visitors and the puppet can see.
    func shown() async throws -> [Shown] {
        let number = try await town.rooms.database.read { tx in
            try tx.first("SELECT MAX(number) FROM releases") { try $0.get(0, as: Int.self) } ?? 0
        }
        var targets = [
            "/", "/learn", "/conditions", "/treatments", "/how-we-know", "/search?q=medicine", "/api/releases",
            "/api/releases/\(number)/figures", "/me/asks", "/me/questions",
        ]
        targets += (0..<4).map { "/conditions/condition-\($0)" }
        targets += [0, 1, 2, 6, 7, 20].map { "/treatments/medicine-\($0)" }
        for (treatment, condition) in [(0, 0), (1, 0), (0, 1), (6, 2), (7, 2), (20, 3)] {
            targets.append("/treatments/medicine-\(treatment)/for/condition-\(condition)")
        }
        var shown: [Shown] = []
        for target in targets {
            for language in ["en", "es"] {
                for cookie in ["", "; __Host-wayfellow=\(session)"] where !cookie.isEmpty || !target.hasPrefix("/me") {
                    let page = await town.rooms.site.respond(
                        "GET", target, headers: ["Cookie": "language=\(language)\(cookie)"])
                    let tag = page.headers.first { $0.name.lowercased() == "etag" }?.value ?? "-"
                    let body = cookie.isEmpty ? page.text : page.text.replacing(/value="[0-9a-f]{128}"/, with: "")
                    shown.append(
                        Shown(
                            what: "\(target) \(language) \(cookie.isEmpty ? "visitor" : "puppet") \(page.status)",
                            seen: "\(tag) \(body)", isShown: page.status == 200))
                }
            }
        }
        return shown
    }

    func end() async throws { try await town.rooms.database.close() }
}

extension Scenarios {
    /// Holds mirrored communities against each other, and against one whose blocks are its own, which must look different.
    mutating func mirrors() async throws {
        var (one, other) = (
            try await Mirror(try await rooms(), isOther: false), try await Mirror(try await rooms(), isOther: true)
        )
        var third = try await Mirror(try await rooms(), isOther: true)
        var (pages, open, differing, found): (Int, Int, [String], Int) = (0, 0, [], 0)
        for night in 0..<5 {
            let blocks = try await one.night(like: nil).blocks
            open += try await other.night(like: blocks).differing
            _ = try await third.night(like: nil)
            let (left, right, control) = (try await one.shown(), try await other.shown(), try await third.shown())
            pages += left.count
            for page in left where !page.isShown { differing.append("night \(night): \(page.what) is not shown") }
            differing += zip(left, right).filter { $0 != $1 }.map { "night \(night): \($0.0.what)" }
            found += zip(left, control).count { $0 != $1 }
            try await one.step(night + 1)
            try await other.step(night + 1)
            try await third.step(night + 1)
        }
        let quotes = try await one.shown().count { $0.seen.contains(Mirror.advice) }
        for page in differing.prefix(20) { print("  differs with the answers, or is not shown: \(page)") }
        print("mirrored communities: \(pages) pages, \(quotes) with advice; with blocks of their own \(found) differ")
        table.count("pages that tell more than the blocks", differing.count)
        table.count("blocks of which something but the noised numbers depends on answers", open)
        table.count("mirrors that are blind", found > 20 && quotes > 4 ? 0 : 1)
        for mirror in [one, other, third] { try await mirror.end() }
    }
}
