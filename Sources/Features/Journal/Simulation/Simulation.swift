import Accounts
import Markup
package import Storage
import Vocabulary

/// Why nothing was simulated.
package enum SimulationError: Error, Sendable, CustomStringConvertible {
    /// The database holds a community with other true effects: two truths would contradict each other.
    case anotherTruth

    package var description: String {
        "This database holds a community with other true effects. Use the seed and the options it was simulated with, or another database."
    }
}

extension JournalFeature {
    /// `wayfellow simulate`: writes made-up members with hidden true effects, and these into `simulation_truth`.
    ///
    /// The same seed, day and catalogue make the same people, on both engines. Further calls with the seed add further
    /// people. About 3.3 courses and 5 evaluations a member over three years.
    /// - Parameters:
    ///   - alike: whether a third of each purpose's treatments share one truth: the same `true_share_of_takers` to nine digits.
    ///   - end: until when they tell; by default midnight UTC before now.
    ///   - progress: told after each piece.
    /// - Throws: `SimulationError`, `StorageError`, and what is wrong with the content files.
    @discardableResult
    package func simulate(
        members: Int, seed: UInt64, alike: Bool = false, until end: Instant? = nil,
        progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> SimulationReport {
        let content = try SimulationContent(folder: folder, catalogue: vocabulary.catalogue)
        return try await simulate(members: members, seed: seed, content, alike: alike, until: end, progress: progress)
    }

    func simulate(
        members: Int, seed: UInt64, _ content: SimulationContent, alike: Bool = false, until end: Instant? = nil,
        progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> SimulationReport {
        let end = end ?? PartialDate(clock.now()).start
        let community = SimulatedCommunity(content, seed: seed, alike: alike, end: end)
        let truths = community.truths
        try await database.write { tx in
            guard try SimulationStore.add(truths, in: tx) else { throw SimulationError.anotherTruth }
        }
        let people = try await accounts.createSynthetic(
            count: members, seed: seed, joined: { SimulatedCommunity.joined($0, of: members, end: end) })
        progress("\(people.count) people have joined")
        return try await write(people, community, progress)
    }

    /// Draws the next piece while the last one is being written.
    private func write(
        _ people: [ID<Person>], _ community: SimulatedCommunity, _ progress: @Sendable (String) -> Void
    ) async throws -> SimulationReport {
        var report = SimulationReport()
        var next = Self.rows(people.prefix(Self.piece), community)
        var start = 0
        while start < people.count {
            let rows = next
            let following = people.dropFirst(start + Self.piece).prefix(Self.piece)
            async let drawn = Self.rows(following, community)
            try await database.write { try SimulationStore.add(rows, in: $0) }
            next = await drawn
            start += Self.piece
            report.members = min(start, people.count)
            report.courses += rows.courses.count
            report.evaluations += rows.evaluations.count
            progress("\(report)")
        }
        return report
    }

    /// Members a transaction: enough to be quick, few enough to be small.
    private static let piece = 5_000

    private static func rows(_ people: ArraySlice<ID<Person>>, _ community: SimulatedCommunity) -> SimulatedRows {
        var rows = SimulatedRows()
        for person in people {
            var member = SimulatedMember(person, community)
            member.write(into: &rows)
        }
        return rows
    }

    /// Whether nobody, simulated or not, has recorded anything, and nothing was imported.
    package func isEmpty() async throws -> Bool {
        try await database.read { try SimulationStore.isEmpty(in: $0) }
    }
}

/// What was written.
package struct SimulationReport: Sendable, CustomStringConvertible {
    package internal(set) var members = 0
    package internal(set) var courses = 0
    package internal(set) var evaluations = 0

    package var description: String { "\(members) people, \(courses) courses, \(evaluations) evaluations" }
}
