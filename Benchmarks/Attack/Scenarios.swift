import Foundation
import Storage

/// One line of the table.
struct Line: Sendable, Encodable {
    let name: String
    var trials = 0
    var right = 0.0
    var bound: Double
    /// A control must be broken.
    var isControl = false

    var error: Double { (bound * (1 - bound) / Double(max(trials, 1))).squareRoot() }

    /// With some thirty comparisons one in a hundred runs would be over 3.3 standard errors by chance.
    var isMissed: Bool { trials == 0 || (isControl ? right <= bound : right > bound + 3.3 * error) }

    /// The best guess is right as often as the bound says: one that is less so was no attack.
    var isWeak: Bool { !isControl && right < bound - 5 * error }
}

/// Right guesses of many communities, by line.
struct Table: Sendable {
    private(set) var names: [String] = []
    private(set) var all: [String: (right: Right, bound: Double, isControl: Bool)] = [:]
    /// What must not happen at all, and how often it did.
    private(set) var counts: [(what: String, times: Int)] = []

    mutating func add(_ name: String, _ right: Right, bound: Double, isControl: Bool = false) {
        if all[name] == nil { names.append(name) }
        var line = all[name] ?? (Right(), bound, isControl)
        line.right += right
        all[name] = line
    }

    mutating func count(_ what: String, _ times: Int) {
        guard let place = counts.firstIndex(where: { $0.what == what }) else { return counts.append((what, times)) }
        counts[place].times += times
    }

    var lines: [Line] {
        names.compactMap { name in
            all[name].map {
                Line(
                    name: name, trials: $0.right.trials, right: $0.right.share, bound: $0.bound,
                    isControl: $0.isControl)
            }
        }
    }
}

/// Attacks, each on a fresh community.
struct Scenarios {
    let folder: String
    var table = Table()
    private var communities = 0

    init(folder: String) throws {
        self.folder = folder
        try Words.write(to: "\(folder)/words")
        try Words.write(to: "\(folder)/moved", moved: true)
    }

    mutating func rooms(_ noise: Noise = .real) async throws -> Rooms {
        communities += 1
        return try await Rooms("\(folder)/\(communities).sqlite", words: "\(folder)/words", noise: noise)
    }

    static func pairs(_ trials: Int) -> [(trial: Int, pair: Pair)] {
        (0..<trials).map { ($0, Pair($0 / Words.conditions, $0 % Words.conditions)) }
    }

    /// A fair coin.
    static func coin(_ trial: Int) -> Sheet { Bool.random() ? .good : .bad }

    /// One drawing; a second block; all but one leave; an answer that is changed.
    mutating func blocks(trials: Int, noise: Noise = .real) async throws {
        var town = Town(try await rooms(noise))
        let (pairs, bound) = (Self.pairs(trials), Cells.countOnly.bound())
        let people = try await town.rooms.people(28, seed: 1)
        try await town.add(Array(people[0..<10]), to: pairs)
        try await town.add([people[10]], to: pairs, as: "first", sheet: Self.coin)
        try await town.night()
        if noise == .none {
            table.add("no noise", town.right("first", .countOnly), bound: 0.99, isControl: true)
            return try await town.rooms.database.close()
        }
        table.add("one drawing", town.right("first", .countOnly), bound: bound)
        try await town.add(Array(people[11..<15]), to: pairs)
        try await town.add([people[15]], to: pairs, as: "second", sheet: Self.coin)
        try await town.night()
        table.add("second block", town.right("second", .countOnly), bound: bound)
        try await leaving(&town, pairs, people)
        try await changing(&town, bound)
        table.count("published counts that are not what the blocks give", town.faults)
        try await town.rooms.database.close()
    }

    /// Puppets fill a block of their own, so that the pair stays, and everybody around the first victim goes.
    private mutating func leaving(
        _ town: inout Town, _ pairs: [(trial: Int, pair: Pair)], _ people: [ID<Person>]
    ) async throws {
        try await town.add(Array(people[16..<28]), to: pairs)
        try await town.night()
        var averages = Averages()
        for some in [0..<4, 4..<7, 7..<10] {
            try await town.rooms.leave(Array(people[some]), withoutName: some.lowerBound == 4)
            try await town.night()
            averages.note(town, "first")
        }
        table.add("puppets leave around one", averages.right(town), bound: Cells.countOnly.bound())
    }

    private mutating func changing(_ town: inout Town, _ bound: Double) async throws {
        try await town.answerAnew(as: { $0 + " again" }, sheet: { Self.coin(0) })
        for days in [1, 30, 200] {
            town.rooms.time.pass(.days(days))
            try await town.night()
        }
        let early = town.victims.count { $0.value.label == "first again" && town.drawings[$0.key] != nil }
        table.count("changed answers drawn within a year", early)
        town.rooms.time.pass(.days(140))
        try await town.night()
        table.add("changed answer, the old one", town.right("first", .countOnly), bound: bound)
        table.add("changed answer, the new one", town.right("first again", .countOnly), bound: bound)
    }
}
