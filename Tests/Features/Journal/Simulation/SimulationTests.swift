import Markup
import Web
import World
import Foundation
import Storage
import Testing
import Vocabulary

@testable import Journal

/// A simulated community: the same for the same seed, marked, and with a truth that its figures track.
@Suite struct SimulationTests {
    static func content(_ world: TestJournal) throws -> SimulationContent {
        try SimulationContent(
            plausible: Fixture.bytes(Fixture.plausible), advice: Fixture.bytes(Fixture.advice),
            sideEffects: CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects)), catalogue: world.catalogue)
    }

    @Test(arguments: Backend.available) func `the same seed makes the same people on every engine`(
        on backend: Backend
    ) async throws {
        let first = try await Self.digest(seed: 42, on: .sqlite)
        expect(try await Self.digest(seed: 42, on: backend), is: first)
        #expect(try await Self.digest(seed: 43, on: backend) != first)
    }

    @Test func `further people can be added, and two truths are refused`() async throws {
        try await withJournal { world in
            let content = try Self.content(world)
            let report = try await world.journal.simulate(members: 60, seed: 43, content)
            expect(report.members, is: 60)
            expect(try await world.count(.evaluations), is: report.evaluations)
            await #expect(throws: SimulationError.self) {
                try await world.journal.simulate(members: 60, seed: 44, content)
            }
            let before = try await world.count(.courses)
            _ = try await world.journal.simulate(members: 60, seed: 43, content)
            #expect(try await world.count(.courses) > before + 60)
        }
    }

    /// Default communities know of no two that are: their truths are drawn.
    @Test func `on demand a third of a purpose's treatments share one truth`() async throws {
        try await withJournal { world in
            let slugs = world.catalogue.treatments.map(\.slug).joined(separator: "; ")
            let list = "kind,slug,weight,treatments\ncondition,pain,1,\(slugs)"
            let content = try SimulationContent(
                plausible: Fixture.bytes(list), advice: Fixture.bytes(Fixture.advice),
                sideEffects: CommonSideEffects(bytes: Fixture.bytes(Fixture.sideEffects)), catalogue: world.catalogue)
            func truths(alike: Bool) -> [Truth] {
                SimulatedCommunity(content, seed: 5, alike: alike, end: PartialDate(world.now).start).truths
            }
            let (usual, alike) = (truths(alike: false), truths(alike: true))
            func twins(_ truths: [Truth]) -> Int {
                truths.count { one in
                    truths.contains { $0 != one && abs($0.shareOfTakers - one.shareOfTakers) < 1e-9 }
                }
            }
            expect(usual.count, is: 5)
            expect(twins(usual), is: 0)
            expect(twins(alike), is: 2)
            expect(zip(usual, alike).count { $0 != $1 }, is: 1)
            // What is drawn anew is another truth, and contradicts the one that stands.
            _ = try await world.journal.simulate(members: 10, seed: 5, content)
            await #expect(throws: SimulationError.self) {
                try await world.journal.simulate(members: 10, seed: 5, content, alike: true)
            }
        }
    }

    @Test(arguments: Backend.available) func `what is written could have been written by people`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            _ = try await world.journal.simulate(members: 2_000, seed: 1, try Self.content(world))
            let end = PartialDate(world.now).start
            for sql in Self.wrong(after: end) {
                let count: Int? = try await world.database.read { try $0.first(sql) { try $0.get(0) } }
                expect(count, is: 0, "\(sql)")
            }
            let courses = try await world.database.read { tx in
                try tx.rows("SELECT started, ended FROM courses") {
                    (started: try $0.get(0, as: PartialDate?.self), ended: try $0.get(1, as: PartialDate?.self))
                }
            }
            let impossible = courses.filter { course in
                guard let started = course.started, let ended = course.ended else { return false }
                return ended.isSurely(before: started)
            }
            expect(impossible.count, is: 0)
        }
    }

    /// Counts of what nobody could have written.
    private static func wrong(after end: Instant) -> [SQL] {
        [
            "SELECT COUNT(*) FROM evaluations WHERE evaluated_at > \(end)",
            """
            SELECT COUNT(*) FROM evaluations e JOIN courses c ON c.id = e.course_id
            WHERE e.evaluated_at < c.created_at OR e.evaluated_at > c.last_seen_at
                OR e.treatment_id <> c.treatment_id OR e.purpose_id <> c.purpose_id
            """,
            "SELECT COUNT(*) FROM courses WHERE last_seen_at > \(end) OR last_seen_at < created_at",
            "SELECT COUNT(*) FROM courses WHERE ended IS NOT NULL AND stop_reason IS NULL",
            """
            SELECT COUNT(*) FROM courses c JOIN members m ON m.id = c.member_id
            WHERE m.is_synthetic = FALSE OR c.created_at < m.created_at
            """,
            """
            SELECT COUNT(*) FROM evaluation_side_effects s JOIN evaluations e ON e.id = s.evaluation_id
            WHERE e.side_effects IS NULL OR e.side_effects = 0
            """,
            """
            SELECT COUNT(*) FROM evaluations e WHERE e.is_current = FALSE AND NOT EXISTS (SELECT 1 FROM evaluations n
            WHERE n.course_id = e.course_id AND n.is_current = TRUE AND n.evaluated_at >= e.evaluated_at)
            """,
        ]
    }

    /// Against what those who take it would tell, the seen shares vary as samples do, and no more.
    @Test func `shares of people helped track the truth`() async throws {
        try await withJournal { world in
            _ = try await world.journal.simulate(members: 6_000, seed: 1, try Self.content(world))
            let pairs = try await world.database.read { tx in
                try tx.rows(
                    """
                    SELECT t.true_share_of_takers, COUNT(*), SUM(CASE WHEN e.effectiveness >= 3 THEN 1 ELSE 0 END)
                    FROM simulation_truth t JOIN evaluations e
                        ON e.treatment_id = t.treatment_id AND e.purpose_id = t.purpose_id AND e.is_current = TRUE
                    GROUP BY t.treatment_id, t.purpose_id, t.true_share_of_takers HAVING COUNT(*) >= 200
                    """
                ) { row in
                    let (truth, count) = (try row.get(0, as: Double.self), Double(try row.get(1, as: Int.self)))
                    let seen = Double(try row.get(2, as: Int.self)) / count
                    return (truth: truth, seen: seen, z: (seen - truth) / (truth * (1 - truth) / count).squareRoot())
                }
            }
            let count = Double(pairs.count)
            #expect(pairs.count >= 6)
            #expect(abs(pairs.reduce(0) { $0 + $1.z } / count) < 0.4, "\(pairs)")
            #expect((pairs.reduce(0) { $0 + $1.z * $1.z } / count).squareRoot() < 1.4, "\(pairs)")
            #expect(Self.correlation(pairs.map { ($0.truth, $0.seen) }) > 0.8)
        }
    }

    @Test func `some got worse, and all were asked`() async throws {
        try await withJournal { world in
            _ = try await world.journal.simulate(members: 2_000, seed: 1, try Self.content(world))
            let shares = try await world.database.read { tx in
                try tx.first(
                    """
                    SELECT COUNT(*), SUM(CASE WHEN got_worse IS NULL THEN 1 ELSE 0 END),
                        SUM(CASE WHEN effectiveness = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN got_worse = TRUE THEN 1 ELSE 0 END)
                    FROM evaluations
                    """
                ) { row in try (0...3).map { Double(try row.get($0, as: Int.self)) } }
            }
            let counts = try #require(shares)
            expect(counts[1], is: 0)
            #expect((0.15...0.55).contains(counts[3] / counts[2]), "\(counts)")
            #expect((0.02...0.1).contains(counts[3] / counts[0]), "\(counts)")
        }
    }

    @Test func `content that names what the catalogue lacks is refused with its line`() async throws {
        try await withJournal { world in
            for line in [
                "condition,gout,1,movement", "condition,acne,0,movement", "symptom,nausea,1,magic", "x,y,1,z",
                "condition,back-pain,1,movement\ncondition,back-pain,2,movement",
            ] {
                let error = #expect(throws: ContentError.self) {
                    try SimulationContent(
                        plausible: Fixture.bytes("kind,slug,weight,treatments\n\(line)"),
                        advice: Fixture.bytes(Fixture.advice), sideEffects: CommonSideEffects(lists: [:]),
                        catalogue: world.catalogue)
                }
                expect(error?.line, is: line.contains("\n") ? 3 : 2)
            }
        }
    }

    private static func correlation(_ pairs: [(truth: Double, seen: Double)]) -> Double {
        let count = Double(pairs.count)
        let means = (pairs.reduce(0) { $0 + $1.truth } / count, pairs.reduce(0) { $0 + $1.seen } / count)
        let product = pairs.reduce(0) { $0 + ($1.truth - means.0) * ($1.seen - means.1) }
        let squares = pairs.reduce((0.0, 0.0)) { sum, pair in
            (
                sum.0 + (pair.truth - means.0) * (pair.truth - means.0),
                sum.1 + (pair.seen - means.1) * (pair.seen - means.1)
            )
        }
        return product / (squares.0 * squares.1).squareRoot()
    }

    private static func digest(seed: UInt64, on backend: Backend) async throws -> String {
        var digest = ""
        try await withJournal(on: backend) { world in
            _ = try await world.journal.simulate(members: 60, seed: seed, try content(world))
            digest = try await Self.digest(world)
        }
        return digest
    }

    /// Every value of every row, as one identifier.
    private static func digest(_ world: TestJournal) async throws -> String {
        try await world.database.read { tx in
            var all = ""
            try tx.forEach(
                """
                SELECT c.id, c.member_id, c.treatment_id, c.purpose_id, c.started, c.ended, c.stop_reason, c.last_seen_at,
                    e.id, e.evaluated_at, e.effectiveness, e.side_effects, e.advice,
                    CASE WHEN e.got_worse = TRUE THEN 1 ELSE 0 END
                FROM courses c LEFT JOIN evaluations e ON e.course_id = c.id
                ORDER BY c.id, e.evaluated_at, e.id
                """
            ) { row in
                for column in [0, 1, 2, 3, 8] { all += try row.get(column, as: ID<Course>?.self)?.description ?? "-" }
                for column in [4, 5, 6, 12] { all += try row.get(column, as: String?.self) ?? "-" }
                for column in [7, 9, 10, 11, 13] { all += try row.get(column, as: Int?.self)?.description ?? "-" }
            }
            return ID<Course>(named: all).description
        }
    }
}
