import Databases
import Testing

@testable import Storage

/// Random posts and questions: on both engines the same answers, namely those that follow from the posts themselves.
@Suite struct FullTextParityTests {
    @Test(arguments: Backend.available)
    func `newest and ranked answers are those that follow from the posts`(on backend: Backend) async throws {
        var random = SeededRandom(seed: 28)
        let posts = RandomPosts(1_500, &random)
        try await withPosts(on: backend) { database in
            try await posts.fill(database)
            try await expect(posts.questions(120, &random), of: posts, in: database)
            // Changed and removed, with the parts of the index in any state between.
            let changed = posts.changed(&random)
            try await changed.change(from: posts, in: database)
            try await expect(posts.questions(40, &random), of: changed, in: database)
            let step = try await database.write { try FullTextPosts.index.purge(in: $0) }
            // Each removal puts parts together as well: how much is left for a step is SQLite's to say.
            #expect(step || backend.description == "SQLite")
            try await expect(posts.questions(20, &random), of: changed, in: database)
            try await database.purge(FullTextPosts.index)
            try await expect(posts.questions(40, &random), of: changed, in: database)
            #expect(try await database.integrityProblems() == [])
        }
    }

    private func expect(_ questions: [[String]], of posts: RandomPosts, in database: Database) async throws {
        for (number, words) in questions.enumerated() {
            let query = try FullTextQuery.of(words.joined(separator: " "))
            let limit = [1, 5, 20, 100][number % 4]
            let (all, later, any) = try await database.read { tx in
                let all = try FullTextPosts.newest(limit, query, in: tx)
                let later = try all.last.map { try FullTextPosts.newest(limit, query, before: $0, in: tx) } ?? []
                return (all, later, try FullTextPosts.ranked(limit, query, in: tx))
            }
            let wanted = posts.newest(words)
            #expect(all == Array(wanted.prefix(limit)), "\(words)")
            #expect(later == Array(wanted.dropFirst(limit).prefix(limit)), "\(words)")
            #expect(any == posts.ranked(words, limit), "\(words)")
        }
    }
}

/// Posts as the test knows them: what an index of them must answer is found by looking at each.
struct RandomPosts: Sendable {
    /// Very common to very rare, some of them in letters that are not Latin.
    static let words = ["il", "la", "no"] + (0..<60).map { "w\($0)" } + ["боль", "頭痛", "ألم", "x1", "2019", "😀"]

    /// By number: numbers have gaps, as those of a real room do.
    var words: [Int64: Set<String>] = [:]
    var hidden: Set<Int64> = []

    init(_ count: Int, _ random: inout SeededRandom) {
        var number: Int64 = 0
        for _ in 0..<count {
            number += .random(in: 1...4, using: &random)
            words[number] = Self.post(&random)
            if Int.random(in: 0..<9, using: &random) == 0 { hidden.insert(number) }
        }
    }

    private static func post(_ random: inout SeededRandom) -> Set<String> {
        Set((0..<Int.random(in: 0...12, using: &random)).map { _ in word(&random) })
    }

    private static func word(_ random: inout SeededRandom) -> String {
        // Each twice as rare as one a few places before it.
        let place =
            Double(words.count) * Double.random(in: 0..<1, using: &random) * Double.random(in: 0..<1, using: &random)
        return words[min(words.count - 1, Int(place))]
    }

    func questions(_ count: Int, _ random: inout SeededRandom) -> [[String]] {
        (0..<count).map { number in
            Array(Set((0...number % 4).map { _ in Self.word(&random) } + (number % 17 == 0 ? ["nowhere"] : [])))
        }
    }

    func changed(_ random: inout SeededRandom) -> RandomPosts {
        var changed = self
        for number in words.keys.sorted() {
            switch Int.random(in: 0..<20, using: &random) {
            case 0: changed.words[number] = nil
            case 1: changed.words[number] = Self.post(&random)
            case 2: changed.hidden.formSymmetricDifference([number])
            default: break
            }
        }
        return changed
    }

    func fill(_ database: Database) async throws {
        try await database.write { tx in
            for (number, post) in words {
                try FullTextPosts.put(post.joined(separator: " "), as: number, hidden: hidden.contains(number), in: tx)
            }
        }
    }

    func change(from old: RandomPosts, in database: Database) async throws {
        for number in old.words.keys.sorted() where words[number] != old.words[number] || number % 50 == 0 {
            try await database.write { tx in
                if words[number] == nil { try FullTextPosts.index.remove([number], in: tx) }
            }
        }
        try await fill(database)
    }

    func newest(_ asked: some Collection<String>) -> [Int64] {
        words.filter { !hidden.contains($0.key) && $0.value.isSuperset(of: asked) }.keys.sorted(by: >)
    }

    /// By the rule itself: the rarity of exactly what a post holds of the words asked for.
    func ranked(_ asked: [String], _ limit: Int) -> [Int64] {
        var rarities: [Set<String>: FullTextRarity] = [:]
        let ranks = words.filter { !hidden.contains($0.key) }.compactMap { number, post in
            let held = post.intersection(asked)
            if held.isEmpty { return nil as (FullTextRarity, Int64)? }
            let rarity = rarities[held] ?? rarity(of: held, limit)
            rarities[held] = rarity
            return (rarity, number)
        }
        return ranks.sorted { $0.0 == $1.0 ? $0.1 > $1.1 : $0.0 < $1.0 }.prefix(limit).map(\.1)
    }

    private func rarity(of held: Set<String>, _ limit: Int) -> FullTextRarity {
        let newest = newest(held).prefix(limit)
        let isCut = newest.count == limit
        return FullTextRarity(
            isCut: isCut, number: isCut ? newest.last ?? 0 : Int64(newest.count), words: held.count)
    }
}
