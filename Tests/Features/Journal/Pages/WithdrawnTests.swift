import Databases
import Markup
import Storage
import Testing
import Web
import World

@testable import Journal

/// Who took their consent back still sees what they recorded, and can take out each piece of it.
@Suite struct WithdrawnTests {
    @Test(arguments: Language.allCases)
    func `what was recorded can be seen and deleted, not added to`(language: Language) async throws {
        try await withJournal { world in
            let (course, evaluation) = try await recordAndWithdraw(world)
            let record = await world.get("/me", as: world.asAna, language)
            expect(
                record, 200, holds: ["/me/treatments/\(course)", "Start slowly.", "/consent?to=/me"],
                lacks: ["/me/treatments/new", "/evaluate\"", "⟦"])
            let page = await world.get("/me/treatments/\(course)", as: world.asAna, language)
            expect(
                page, 200, holds: ["/evaluations/\(evaluation)/delete", "/me/treatments/\(course)/delete"],
                lacks: ["name=\"dose\"", "/evaluate\"", "⟦"])
            let conditions = await world.get("/me/conditions", as: world.asAna, language)
            expect(conditions, 200, holds: ["value=\"remove\""], lacks: ["value=\"since\"", "⟦"])
        }
    }

    @Test func `one thing after the other goes, and then there is nothing but the question`() async throws {
        try await withJournal { world in
            let (course, evaluation) = try await recordAndWithdraw(world)
            let one = "/me/treatments/\(course)/evaluations/\(evaluation)/delete"
            expect(await world.post(one, as: world.asAna, []), 303, to: "/me/treatments/\(course)")
            expect(await world.get("/me", as: world.asAna), 200, lacks: ["Start slowly."])
            expect(await world.post("/me/treatments/\(course)/delete", as: world.asAna, []), 303, to: "/me")
            let remove = [("step", "remove"), ("condition", "back-pain")]
            expect(await world.post("/me/conditions", as: world.asAna, remove), 303)
            expect(await world.get("/me", as: world.asAna), 303, to: "/consent?to=%2Fme")
        }
    }

    @Test func `nothing new is taken without consent`() async throws {
        try await withJournal { world in
            let (course, _) = try await recordAndWithdraw(world)
            let before = try await world.count(.evaluations)
            for (path, fields) in [
                ("/me/conditions", [("step", "add"), ("condition", "depression")]),
                ("/me/treatments/\(course)", [("dose", "a lot")]),
                ("/me/treatments/\(course)/evaluate", [("help", "3")]),
            ] {
                let answer = await world.post(path, on: "/me", as: world.asAna, fields)
                expect(answer.header("location")?.hasPrefix("/consent"), is: true, path)
            }
            expect(try await world.count(.evaluations), is: before)
            expect(await world.get("/me/conditions", as: world.asAna), 200, lacks: ["Depression"])
        }
    }

    private func recordAndWithdraw(_ world: TestJournal) async throws -> (ID<Course>, ID<Evaluation>) {
        let course = try await world.course(by: world.asAna)
        let add = [("step", "add"), ("condition", "back-pain")]
        expect(await world.post("/me/conditions", as: world.asAna, add), 303)
        let path = "/me/treatments/\(course)/evaluate"
        expect(await world.post(path, as: world.asAna, [("help", "3"), ("advice", "Start slowly.")]), 303)
        expect(await world.post("/consent", as: world.asAna, [("decision", "no")]), 303)
        let evaluation = try #require(try await world.history(of: course, as: world.asAna).first)
        return (course, evaluation.id)
    }
}
