import Foundation
import Storage

/// Questions of a kind.
struct Mix: Sendable {
    let name: String
    let questions: [[Int]]
    let rounds: Int
}

/// What one way of asking cost, in milliseconds of the processor; the plain way beside it.
struct Figures: Encodable {
    var engine: String
    var words: String
    var asked: String
    var mean: Double
    var p99: Double
    var plain: Double
    /// Of the engine's own best twenty, how many are among ours: not a bound, for the rules differ.
    var shared: Double
}

@MainActor
func measure(_ searched: Searched) async throws -> [Figures] {
    let put = try await searched.fill()
    try await searched.settle()
    let sizes = try await searched.sizes()
    print(
        """
        \(searched.name)
          taken in            \(put.ours.short) ms a post; plain \(put.plain.short)
          size                \(sizes[0].short) MB; plain \(sizes[1].short)
        """)
    var figures: [Figures] = []
    for mix in mixes {
        for all in [true, false] {
            let one = try await ask(searched, mix, all: all)
            figures.append(one)
            let bound = all ? (searched.name == "sqlite" ? 0.5 : 1) : (searched.name == "sqlite" ? 3 : 5)
            print(
                """
                  \(all ? "all" : "any") of two \(mix.name)\(mix.name == "words" ? " " : "")   \
                mean \(one.mean.short) ms (bound \(bound)), p99 \(one.p99.short); \
                plain \(one.plain.short), \((one.plain / one.mean).short) times; of its best twenty we have \(one.shared.short)
                """)
            if one.mean > bound {
                missed.append(
                    "\(searched.name): \(one.asked) of two \(mix.name) \(one.mean.short) ms, wanted <= \(bound)")
            }
        }
    }
    try await check(searched)
    if searched.name == "sqlite" { try await removal(searched) }
    return figures
}

/// Rounds of the same questions, ours and the plain one by turns.
private func ask(_ searched: Searched, _ mix: Mix, all: Bool) async throws -> Figures {
    var (ours, plain) = (Times(), Times())
    var shared = 0.0
    for round in 0...mix.rounds {
        let answers = try await searched.database.read { tx in
            try mix.questions.map { question in
                try searched.timing.of {
                    all ? try searched.newest(limit, question, in: tx) : try searched.ranked(limit, question, in: tx)
                }
            }
        }
        let others = try await searched.database.read { tx in
            try mix.questions.map { question in
                try searched.timing.of { try searched.plain(limit, question, all: all, in: tx) }
            }
        }
        // The first is to warm up.
        guard round > 0 else { continue }
        ours.add(answers.map(\.milliseconds))
        plain.add(others.map(\.milliseconds))
        let parts = zip(answers, others).map { one, other in
            other.value.isEmpty
                ? 1 : Double(Set(other.value).intersection(one.value).count) / Double(other.value.count)
        }
        shared = parts.reduce(0, +) / Double(max(parts.count, 1))
    }
    return Figures(
        engine: searched.name, words: mix.name, asked: all ? "all" : "any", mean: ours.mean, p99: ours.p99,
        plain: plain.mean, shared: shared)
}

/// Whether the answers are right: as many as the plain table finds, the newest of them, ranked by the rule.
@MainActor
private func check(_ searched: Searched) async throws {
    let (town, all) = (searched.town, Int.max)
    var (hits, wrong) = (0, 0)
    for question in mixes.flatMap(\.questions) {
        let (every, plain, newest, ranked) = try await searched.database.read { tx in
            (
                try searched.newest(all, question, seen: false, in: tx),
                try searched.plain(all, question, all: true, in: tx),
                try searched.newest(limit, question, in: tx), try searched.ranked(limit, question, in: tx)
            )
        }
        hits += every.count
        if Set(every) != Set(plain) || every != town.holding(question, seen: false) { wrong += 1 }
        if newest != Array(town.holding(question, seen: true).prefix(limit)) { wrong += 1 }
        if ranked != town.ranked(question, limit) { wrong += 1 }
    }
    print(
        "  answers             \(hits) posts hold all words, as in the plain table; \(wrong) answers differ from the posts"
    )
    if wrong > 0 { missed.append("\(searched.name): \(wrong) wrong answers") }
}

/// What it costs that one removed post is gone to the last byte.
@MainActor
private func removal(_ searched: Searched) async throws {
    let removing = try await searched.database.write { tx in
        try searched.timing.of { try Searched.index.remove([Int64(town.posts.count / 2)], in: tx) }.milliseconds
    }
    var steps: [Double] = []
    var isDone = false
    while !isDone {
        let step = try await searched.database.write { tx in
            try searched.timing.of { try Searched.index.purge(in: tx) }
        }
        steps.append(step.milliseconds)
        isDone = step.value
    }
    let (sum, longest) = (steps.reduce(0, +), steps.max() ?? 0)
    print(
        """
          removal             \(removing.short) ms, then \(steps.count) steps of \((sum / Double(steps.count)).short) ms, \
        the longest \(longest.short), together \(sum.short)
        """)
    if sum / Double(steps.count) > 20 { missed.append("a step of removal takes \(sum / Double(steps.count)) ms") }
}
