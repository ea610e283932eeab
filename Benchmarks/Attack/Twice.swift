import Evidence
import Foundation
import Storage

/// Every drawing that ever was in the tables, in all time lines: an answer may be in two of a series at most, whatever
/// happens, and a block's numbers never change.
struct Ledger: Sendable {
    private var drawings: [String: Set<String>] = [:]
    private var cells: [String: String] = [:]
    private(set) var changed = 0

    var most: Int { drawings.values.map(\.count).max() ?? 0 }
    var blocks: Int { cells.count }

    /// - Parameter line: of a database that was put back, another.
    mutating func look(at rooms: Rooms, in line: String = "") async throws {
        let blocks = try await rooms.database.read { tx in
            try tx.rows("SELECT id, drawn_at, cells FROM answer_blocks") {
                (try $0.get(0, as: Int.self), try $0.get(1, as: Instant.self), try $0.get(2, as: String.self))
            }
        }
        // A block that was in the copy already is the same one.
        var names: [Int: String] = [:]
        for (id, at, numbers) in blocks {
            let known = "\(id) \(at.milliseconds)"
            let name = cells[known] != nil ? known : known + line
            if let before = cells[name], before != numbers { changed += 1 }
            cells[name] = numbers
            names[id] = name
        }
        for (series, block, answer) in [
            ("helped", "helped_block", "helped_evaluation"),
            ("details", "details_block", "COALESCE(details_evaluation, helped_evaluation)"),
        ] as [(String, SQL, SQL)] {
            let rows = try await rooms.database.read { tx in
                try tx.rows("SELECT \(block), \(answer) FROM drawn WHERE \(block) IS NOT NULL") {
                    (try $0.get(0, as: Int.self), try $0.get(1, as: ID<Sheet>.self))
                }
            }
            for (block, answer) in rows { drawings["\(answer) \(series)", default: []].insert(names[block] ?? "?") }
        }
    }
}

/// What must not draw anything twice.
struct Twice {
    let address: String
    let folder: String
    private(set) var faults: [String] = []
    private(set) var steps = 0
    private(set) var people: [ID<Person>]
    var town: Town
    private var (ledger, next): (Ledger, Int)

    private var pairs: [(trial: Int, pair: Pair)] { (0..<6).map { ($0, Pair($0, $0 % 2)) } }
    private var rooms: Rooms { town.rooms }

    init(_ address: String, folder: String) async throws {
        (self.address, self.folder) = (address, folder)
        town = Town(try await Rooms(address, words: "\(folder)/words"))
        (ledger, next) = (Ledger(), 60)
        people = try await town.rooms.people(2_000, seed: 5)
        try await town.add(Array(people[0..<60]), to: pairs)
        try await town.rooms.night()
        try await ledger.look(at: town.rooms)
    }

    /// A quarter more come, and wait.
    private mutating func come() async throws {
        let count = max(5, next / 3)
        try await town.add(Array(people[next..<next + count]), to: pairs)
        next += count
    }

    mutating func note(_ fault: String) { faults.append(fault) }

    /// Looks, and notes what is wrong: a second drawing of an answer too, in the line in which no answer moves.
    /// - Parameter closes: whether blocks must have come; nil for either.
    mutating func check(_ what: String, closes: Bool? = nil, in line: String = "") async throws {
        steps += 1
        let (blocks, changed, most) = (ledger.blocks, ledger.changed, ledger.most)
        try await ledger.look(at: rooms, in: line)
        if ledger.changed > changed { faults.append("\(what): numbers of a block changed") }
        if ledger.most > max(most, 1), line.isEmpty {
            faults.append("\(what): answers were drawn \(ledger.most) times")
        }
        if ledger.most > 2 { faults.append("\(what): answers were drawn \(ledger.most) times") }
        if let closes, closes != (ledger.blocks > blocks) {
            faults.append("\(what): \(ledger.blocks - blocks) new blocks")
        }
    }

    mutating func run(kills: Int) async throws -> Twice {
        if !Database.isPostgres(address) { try await failed() }
        try await again()
        try await atOnce()
        try await otherRules()
        try await clock()
        try await killed(kills)
        if Database.isPostgres(address) { try await rooms.database.close() } else { try await putBack() }
        return self
    }

    /// A release fails at each of its steps, and then does not.
    private mutating func failed() async throws {
        for (place, statement) in [
            ("blocks", "INSERT ON answer_blocks"), ("drawn", "INSERT ON drawn"), ("figures", "INSERT ON figures"),
            ("publishing", "UPDATE OF published_at ON releases"),
        ] as [(String, SQL)] {
            try await come()
            let trigger: SQL = "CREATE TRIGGER stop BEFORE \(statement) BEGIN SELECT RAISE(ABORT, 'stop'); END"
            try await rooms.database.write { try $0.execute(trigger) }
            var hasFailed = false
            do { try await rooms.night() } catch { hasFailed = true }
            if !hasFailed { faults.append("a release that fails at \(place) did not") }
            try await check("failed at \(place)", closes: place == "figures" || place == "publishing")
            try await rooms.database.write { try $0.execute("DROP TRIGGER stop") }
            try await rooms.evidence.makeRelease()
            try await check("made after it failed at \(place)", closes: place == "blocks" || place == "drawn")
        }
    }

    private mutating func again() async throws {
        try await rooms.evidence.makeRelease()
        try await check("made twice", closes: false)
    }

    private mutating func atOnce() async throws {
        for _ in 0..<3 {
            try await come()
            rooms.time.pass(.days(1))
            let isShared = !Database.isPostgres(address)
            let other = try await Rooms(
                address, words: "\(folder)/words", time: rooms.time, sharing: isShared ? rooms.database : nil)
            let evidence = rooms.evidence
            async let first = try? evidence.makeRelease()
            async let second = try? other.evidence.makeRelease()
            _ = await (first, second)
            if !isShared { try await other.database.close() }
            try await check("two at once", closes: true)
            try await rooms.evidence.makeRelease()
            try await check("after two at once", closes: false)
        }
    }

    /// Other rules, a release put right, a treatment in another family.
    private mutating func otherRules() async throws {
        try await rooms.database.write {
            try $0.execute("UPDATE releases SET code_version = 'other', correction = 'Put right.'")
        }
        try await rooms.night()
        try await check("another version of the rules", closes: false)
        try await open(words: "moved")
        try await rooms.night()
        try await check("another family", closes: false)
        try await open(words: "words")
    }

    private mutating func clock() async throws {
        for days in [1, 400] {
            try await come()
            rooms.time.pass(.days(-days))
            _ = try? await rooms.evidence.makeRelease()
            try await check("clock back by \(days) days", closes: days == 1)
            rooms.time.pass(.days(days + 1))
            try await rooms.evidence.makeRelease()
            try await check("clock forward again", closes: days == 400)
        }
    }

    /// Another process on the same database, at the same time.
    mutating func open(words: String) async throws {
        let time = rooms.time
        try await rooms.database.close()
        town = Town(try await Rooms(address, words: "\(folder)/\(words)", time: time))
    }

    /// A copy is put back: what was drawn since it was made is in none of its tables. Some answers wait in the copy; others were
    /// drawn in a home, and move when six more come, which they do in every time line.
    private mutating func putBack() async throws {
        let home = people[1_900..<1_911]
        try await town.add(Array(home.prefix(5)), to: [(0, Pair(12, 5))])
        try await town.add(Array(home.suffix(6)), to: [(0, Pair(13, 5))])
        try await rooms.night()
        try await check("a home", closes: true)
        try await come()
        try await rooms.database.close()
        let copies = ["counted", "forgotten"].map { "\(folder)/\($0).sqlite" }
        for copy in copies { try FileManager.default.copyItem(atPath: address, toPath: copy) }
        try await goOn("before the copy is put back", at: address, isCounted: false)
        let before = ledger
        try await goOn("a copy is put back", at: copies[0], isCounted: true)
        let (after, found) = (ledger, faults)
        // The control: without counting once more some are drawn three times.
        ledger = before
        try await goOn("forgotten", at: copies[1], isCounted: false)
        let isBlind = ledger.most < 3
        (ledger, faults) = (after, found + (isBlind ? ["a copy that forgets is not seen"] : []))
    }

    private mutating func goOn(_ line: String, at copy: String, isCounted: Bool) async throws {
        let time = rooms.time
        town = Town(try await Rooms(copy, words: "\(folder)/words", time: time))
        if isCounted { try await rooms.evidence.countOnceMoreAsDrawn() }
        try await town.add(Array(people[1_911..<1_917]), to: [(0, Pair(12, 5))])
        try await rooms.night()
        try await check(line, in: line)
        try await town.answerAnew(sheet: { .random() })
        time.pass(.days(400))
        try await rooms.evidence.makeRelease()
        try await check("\(line), and answers change", in: line)
        try await rooms.database.close()
    }
}
