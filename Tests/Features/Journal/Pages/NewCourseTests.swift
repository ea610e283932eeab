import World
import Markup
import Storage
import Testing
import Vocabulary
import Web

@testable import Journal

/// Beginning a course: which treatment, what for, since when.
@Suite struct NewCourseTests {
    @Test func `a treatment is found by its brand, and one that fits word by word is taken at once`() async throws {
        try await withJournal { world in
            expect(
                await world.get("/me/treatments/new?q=prozac&purpose=depression", as: world.asAna), 303,
                to: "/me/treatments/new?treatment=fluoxetine&purpose=depression")
            let several = await world.get("/me/treatments/new?q=fluo", as: world.asAna)
            expect(several, 200, holds: ["href=\"/me/treatments/new?treatment=fluoxetine\""])
            let none = await world.get("/me/treatments/new?q=moon+bathing", as: world.asAna)
            expect(none, 200, holds: ["Keep “moon bathing” as my own word"])
        }
    }

    @Test func `an evidence page leads straight to the dates, then to the evaluation`() async throws {
        try await withJournal { world in
            let page = await world.get("/me/treatments/new?treatment=walking&purpose=back-pain", as: world.asAna)
            expect(page, 200, holds: ["What is walking for?", "value=\"back-pain\" checked"])
            let sent = await world.post(
                "/me/treatments/new", on: "/me/treatments/new?treatment=walking", as: world.asAna,
                [
                    ("treatment", "walking"), ("offered", "back-pain"), ("purpose", "back-pain"),
                    ("started-year", "2024"),
                    ("dose", "a mile"),
                ])
            let courses = try await world.record(as: world.asAna)
            let course = try #require(courses.first?.course)
            expect(sent, 303, to: "/me/treatments/\(course.id)/evaluate")
            expect([course.started?.text, course.dose], is: ["2024", "a mile"])
            // The same link later leads to the course that is there.
            expect(
                await world.get("/me/treatments/new?treatment=walking&purpose=back-pain", as: world.asAna), 303,
                to: "/me/treatments/\(course.id)/evaluate")
        }
    }

    @Test func `another purpose is found by its words, in one step where they are clear`() async throws {
        try await withJournal { world in
            func send(_ fields: [(String, String)]) async -> Exchange {
                await world.post(
                    "/me/treatments/new", on: "/me/treatments/new?treatment=walking", as: world.asAna,
                    [("treatment", "walking")] + fields)
            }
            expect(await send([("other", "sugar diabetes")]), 303)
            let which = await send([("other", "headach"), ("dose", "daily")])
            expect(which, 422, holds: ["Which of these do you mean by “headach”?", "Tension headache", "daily"])
            let chosen = [
                ("other", "headach"), ("asked", "headach"), ("offered", "headache"), ("offered", "tension-headache"),
                ("purpose", "tension-headache"),
            ]
            expect(await send(chosen), 303)
            expect(await send([("other", "qwertyuiop")]), 422, holds: ["We do not know “qwertyuiop”"])
            expect(await send([]), 422, holds: ["Say what it is for."])
            expect(try await world.count(.courses), is: 2)
        }
    }

    @Test func `a symptom that shares a condition's name is told apart`() async throws {
        try await withJournal { world in
            let symptom = try #require(world.catalogue.symptom(slug: "fatigue"))
            let sent = await world.post(
                "/me/treatments/new", on: "/me/treatments/new?treatment=walking", as: world.asAna,
                [("treatment", "walking"), ("offered", symptom.id.description), ("purpose", symptom.id.description)])
            expect(sent, 303)
            let own = try await world.record(as: world.asAna)
            expect(own.first?.course.purpose, is: .symptom(symptom.id))
        }
    }

    @Test(arguments: Backend.available)
    func `a form's identifier tells nothing of another member's records`(on backend: Backend) async throws {
        try await withJournal(on: backend) { world in
            let new = "/me/treatments/new?treatment=walking&purpose=back-pain"
            let anas = await world.hidden("form", on: new, as: world.asAna)
            func send(_ form: String, as viewer: Viewer) async -> String {
                let fields = [
                    ("form", form), ("treatment", "walking"), ("offered", "back-pain"), ("purpose", "back-pain"),
                ]
                let sent = await world.post("/me/treatments/new", on: "/me/treatments/new", as: viewer, fields)
                expect(sent, 303)
                return sent.header("location") ?? ""
            }
            let first = await send(anas, as: world.asAna)
            expect(await send(anas, as: world.asAna), is: first, "twice is once")
            let course = try #require(try await world.record(as: world.asAna).first).course.id
            // What is somebody's, what is nobody's, and what was given to somebody else fare alike.
            for form in ["\(course)", "\(ID<Course>.new(at: world.now))", anas, "x", ""] {
                let location = await send(form, as: world.asBen)
                let bens = try #require(try await world.record(as: world.asBen).first).course.id
                expect(location, is: "/me/treatments/\(bens)/evaluate", form)
                expect(form.contains("\(bens)"), is: false, form)
                expect(try await world.remove(bens, as: world.asBen), is: true)
            }
        }
    }

    @Test func `an unknown treatment is kept as one's own word`() async throws {
        try await withJournal { world in
            let kept = await world.post(
                "/me/treatments/new", on: "/me/treatments/new?q=moon+bathing", as: world.asAna,
                [("word", "moon bathing"), ("purpose", "depression")])
            let link = try #require(kept.header("location"))
            expect(kept, 303)
            let form = await world.get(link, as: world.asAna)
            expect(form, 200, holds: ["What is moon bathing for?", "value=\"depression\" checked"])
            let reference = try #require(form.text.firstMatch(of: /name="treatment" value="([0-9a-f-]{36})"/))
            let sent = await world.post(
                "/me/treatments/new", on: link, as: world.asAna,
                [("treatment", String(reference.1)), ("offered", "depression"), ("purpose", "depression")])
            expect(sent, 303)
            let own = try await world.record(as: world.asAna)
            let course = try #require(own.first?.course)
            // Its evaluation leads to the course: it has no page of figures.
            let evaluated = await world.post(
                "/me/treatments/\(course.id)/evaluate", as: world.asAna, [("help", "2")])
            expect(evaluated, 303, to: "/me/treatments/\(course.id)")
            // To another member the word means nothing.
            let stranger = await world.get(link, as: world.asBen)
            expect(stranger, 200, lacks: ["moon bathing"])
        }
    }

    @Test func `impossible dates come back with what was typed`() async throws {
        try await withJournal { world in
            let sent = await world.post(
                "/me/treatments/new", on: "/me/treatments/new?treatment=walking", as: world.asAna,
                [
                    ("treatment", "walking"), ("offered", "back-pain"), ("purpose", "back-pain"),
                    ("started-year", "2024"),
                    ("ended-year", "2021"), ("dose", "twice a week"),
                ], .es)
            expect(
                sent, 422,
                holds: ["El final está antes del comienzo", "href=\"#ended-year\"", "2024", "2021", "twice a week"])
        }
    }
}
