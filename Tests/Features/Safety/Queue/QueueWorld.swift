import Accounts
import Markup
import Storage
import Synchronization
import Testing
import Web
import World

@testable import Safety

/// A site with names that can be reported: eight members who joined two days apart, the youngest 20 days ago, and two
/// moderators.
struct QueueWorld: Sendable {
    let world: World
    let safety: SafetyFeature
    let people: [ID<Person>]
    let moderators: [ID<Person>]
    let decided: Board.Decided

    func viewer(_ number: Int) -> Viewer { .person(people[number], roles: []) }
    func moderator(_ number: Int) async throws -> Viewer { try await world.viewer(moderators[number]) }
    func path(_ author: Int) -> String { "/report/accounts.name/\(people[author])" }

    /// One member reports the name of another.
    @discardableResult
    func report(_ author: Int, by reporter: Int, _ reason: ReportReason, words: String = "") async -> Exchange {
        await world.post(path(author), as: viewer(reporter), [("reason", reason.rawValue), ("words", words)])
    }

    /// Whether others read dots in the place of a member's name.
    func isHidden(_ author: Int) async throws -> Bool {
        try await world.accounts.pseudonyms(of: [people[author]])[people[author]] == "•••"
    }

    /// A moderator takes the next case; answers the address of its page.
    func takeNext(_ number: Int = 0) async throws -> String? {
        let taken = await world.post("/staff/queue/next", on: "/staff/queue", as: try await moderator(number))
        expect(taken.status, is: 303)
        let to = taken.header("location")
        return to == "/staff/queue" ? nil : to
    }

    @discardableResult
    func decide(
        _ page: String, by number: Int = 0, _ outcome: String, measure: String = "none", why: String = "Because."
    ) async throws -> Exchange {
        await world.post(
            "\(page)/decide", on: page, as: try await moderator(number),
            [("outcome", outcome), ("category", "contact"), ("measure", measure), ("explanation", why)])
    }

    /// The address of a form on a page that ends so.
    func form(_ end: String, on page: Exchange) -> String? {
        page.text.matches(of: /action="([^"]+)"/).map { String($0.1) }.first { $0.hasSuffix(end) }
    }
}

/// Safety, beside a board that holds notes back and is told what became of them.
struct Board: Room {
    let safety: SafetyFeature
    let decided: Decided

    final class Decided: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ text: String) { list.withLock { $0.append(text) } }
    }

    var feature: Feature {
        var feature = safety.feature
        let decided = decided
        feature.safetyTexts.append(
            WrittenText("board.note", field: "note") { record, isAllowed, _, tx in
                tx.afterCommit { decided.add("\(record) \(isAllowed)") }
                return isAllowed
            })
        feature.safetyTexts.append(
            WrittenText(
                "board.quote", field: "quote",
                published: PublishedText(
                    find: { record, _, _ in record == "1" ? FoundText(author: nil, words: "Words from elsewhere.") : nil
                    },
                    setHidden: { _, _, _, _ in })))
        return feature
    }
}

func withQueue(on backend: Backend = .sqlite, _ body: (QueueWorld) async throws -> Void) async throws {
    let decided = Board.Decided()
    try await withWorld(
        on: backend,
        rooms: { dependencies, accounts in
            let safety = try SafetyFeature(dependencies, reader: try CrisisReader(), house: accounts.forSafety)
            return [Board(safety: safety, decided: decided)]
        }
    ) { world in
        guard let board: Board = world.room() else { return }
        let now = world.now
        let people = try await world.accounts.createSynthetic(count: 8, seed: 1) { now - .days(20 + 2 * $0) }
        let moderators = try await world.accounts.createSynthetic(count: 2, seed: 2) { _ in now - .days(100) }
        for moderator in moderators { try await world.grant(.moderator, to: moderator) }
        try await body(
            QueueWorld(
                world: world, safety: board.safety, people: people, moderators: moderators, decided: decided))
    }
}
