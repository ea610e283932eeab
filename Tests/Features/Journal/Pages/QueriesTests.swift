import World
import Storage
import Testing
import Vocabulary
import Web

@testable import Journal

/// A page asks the database once: one transaction, and no statement twice, however much is recorded.
@Suite struct QueriesTests {
    @Test(arguments: Backend.available)
    func `every page of the record is made from one transaction without a query in a loop`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let course = try await Self.fill(world)
            let history = try await world.history(of: course, as: world.asAna)
            let evaluation = try #require(history.first).id
            let routes = world.journal.feature.routes(world.world.features)
            // The record's; those of an administrator are 404 to Ana.
            for route in routes where route.method == .get && route.access == .member {
                let path = route.path.replacing(":id", with: "\(course)")
                    .replacing(":evaluation", with: "\(evaluation)")
                for query in ["", "?treatment=walking&purpose=acne", "?q=pain"] {
                    _ = world.log.take()
                    let page = await world.get(path + query, as: world.asAna)
                    #expect(page.status == 200 || page.status == 303, "\(path)\(query)")
                    Self.expectOneTransaction(world.log.take(), "\(path)\(query)")
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `an export reads every record once, whatever it is split into`(on backend: Backend) async throws {
        try await withJournal(on: backend) { world in
            _ = try await Self.fill(world)
            let file = try await world.journal.records.exported(of: world.ana, from: world.database)
            expect(file["journal/treatments"]?.count, is: 4)
            expect(file["journal/evaluations"]?.count, is: 8)
            expect(
                file["journal/evaluations"]?.allSatisfy { $0["sideEffects"] as? [String] == ["Nausea"] }, is: true)
            expect(file["journal/conditions"]?.count, is: 2)
        }
    }

    /// Four courses, each evaluated twice with a side effect, two conditions and a word of one's own.
    private static func fill(_ world: TestJournal) async throws -> ID<Course> {
        var courses: [ID<Course>] = []
        for treatment in ["duloxetine", "walking", "fluoxetine", "stretching"] {
            let course = try await world.course(Treatment.id(slug: treatment), by: world.asAna)
            for step in [Effectiveness.aLittle, .aLot] {
                _ = try await world.evaluate(course, step, by: world.asAna) {
                    $0.symptoms = [Symptom.id(slug: "nausea")]
                }
                world.time.pass(.days(1))
            }
            courses.append(course)
        }
        for slug in ["back-pain", "acne"] {
            try await world.add(MemberCondition(condition: Condition.id(slug: slug)), as: world.asAna)
        }
        _ = await world.post(
            "/me/treatments/new", on: "/me/treatments/new?q=moon+bathing", as: world.asAna, [("word", "moon bathing")])
        return try #require(courses.first)
    }

    static func expectOneTransaction(
        _ transactions: [[String]], _ about: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(transactions.count <= 1, "\(about): \(transactions)", sourceLocation: sourceLocation)
        let statements = transactions.joined()
        #expect(
            Set(statements).count == statements.count, "\(about): \(statements.sorted())",
            sourceLocation: sourceLocation)
    }
}
