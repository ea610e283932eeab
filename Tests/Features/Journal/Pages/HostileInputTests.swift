import World
import Markup
import Storage
import Testing
import Vocabulary
import Web

@testable import Journal

/// Every field of every form with the worst there is: never a fault of ours, and what was typed comes back escaped.
@Suite struct HostileInputTests {
    static let worst: [(name: String, text: String)] = [
        ("empty", ""), ("spaces", "   \t "), ("over-long", String(repeating: "Ñandú ", count: 2_000)),
        ("a number", "-99999999999999999999"), ("another number", "1e308"), ("emoji", "👩🏽‍⚕️🫀 e\u{301}"),
        ("right to left", "مرحبا \u{202E}evil\u{2066}"), ("NUL", "a\0b"), ("control", "a\u{7}\u{1B}[31m"),
        ("HTML", "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"),
        ("a combining quote", "\"\u{301}><b>"), ("SQL", "'; DROP TABLE courses; --"), ("a path", "../../etc/passwd"),
        ("braces", "{n} {purpose} ⟦x⟧"), ("a UUID", "00000000-0000-0000-0000-000000000000"),
        ("line ends", "one\r\ntwo\u{2028}three"),
    ]

    struct Form: Sendable, CustomTestStringConvertible {
        let path: String
        let fields: [(String, String)]
        var testDescription: String { path }
    }

    @Test(arguments: Language.allCases) func `no field of a form brings a page down`(language: Language) async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            _ = try await world.evaluate(course, .aLot, by: world.asAna)
            let condition = MemberCondition(condition: try #require(world.catalogue.condition(slug: "acne")).id)
            try await world.add(condition, as: world.asAna)
            for form in Self.forms(course, ConditionsView.sinceField(condition.condition)) {
                for (field, _) in form.fields {
                    for (name, text) in Self.worst {
                        let fields = form.fields.map { $0.0 == field ? ($0.0, text) : $0 }
                        let page = form.path.hasSuffix("new") ? form.path + "?treatment=walking" : form.path
                        let answer = await world.post(form.path, on: page, as: world.asAna, fields, language)
                        Self.check(answer, text, "\(form.path) \(field): \(name)")
                        // The limit of a person's actions is not what is tried here.
                        world.time.pass(.minutes(1))
                    }
                }
            }
        }
    }

    static func forms(_ course: ID<Course>, _ since: String) -> [Form] {
        [
            Form(
                path: "/me/treatments/\(course)/evaluate",
                fields: [
                    ("form", "x"), ("help", "3"), ("advice", "Slowly."), ("severity", "1"), ("symptom", "nausea"),
                    ("offered", "headache"), ("asked", "x"), ("other", "headache"), ("adherence", "1"), ("burden", "1"),
                    ("cost", "1"), ("still", "no"), ("reason", "cost"), ("ended-year", "2026"), ("ended-month", "5"),
                    ("ended-day", "1"), ("when-year", "2026"), ("step", "save"),
                ]),
            Form(
                path: "/me/treatments/\(course)",
                fields: [
                    ("started-year", "2025"), ("started-month", "2"), ("started-day", "3"), ("dose", "1"),
                    ("still", "no"),
                    ("reason", "other"), ("ended-year", "2026"),
                ]),
            Form(
                path: "/me/treatments/new",
                fields: [
                    ("form", "x"), ("treatment", "walking"), ("offered", "depression"), ("purpose", "depression"),
                    ("other", ""), ("started-year", "2025"), ("dose", "1"), ("ended-year", ""),
                ]),
            Form(path: "/me/treatments/new", fields: [("word", "moon bathing"), ("purpose", "depression")]),
            Form(path: "/me/conditions", fields: [("step", "word"), ("word", "wobbly knees")]),
            Form(path: "/me/conditions", fields: [("step", "add"), ("condition", "acne")]),
            Form(
                path: "/me/conditions",
                fields: [("step", "since"), ("condition", "acne"), ("\(since)-year", "2020"), ("\(since)-month", "1")]),
        ]
    }

    private static func check(_ answer: Exchange, _ text: String, _ about: String) {
        expect([200, 303, 404, 422].contains(answer.status), is: true, "\(answer.status) \(about)")
        let markup = answer.text
        expect(markup.contains("<script>alert") || markup.contains("<img src=x"), is: false, about)
        expect(markup.utf8.contains(0), is: false, about)
    }

    @Test(arguments: ["<script>alert('x')</script>", "'; DROP TABLE courses; --", "👩🏽‍⚕️ مرحبا"], Language.allCases)
    func `what was typed comes back when something is wrong`(text: String, language: Language) async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let answer = await world.post(
                "/me/treatments/\(course)/evaluate", as: world.asAna, [("advice", text), ("other", text)], language)
            let shown = HTML(text: text).string
            expect(
                answer, 422, holds: [">\n\(shown)</textarea>", "value=\"\(shown)\"", "href=\"#help\""], lacks: ["⟦"])
        }
    }

    @Test func `everything that is wrong is said at once`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let answer = await world.post(
                "/me/treatments/\(course)/evaluate", as: world.asAna,
                [("severity", "0"), ("symptom", "nausea"), ("still", "no"), ("when-year", "2031"), ("cost", "9")])
            expect(
                answer, 422,
                holds: ["help", "severity", "reason", "when-year", "cost"].map { "href=\"#\($0)\"" })
        }
    }

    @Test(arguments: [
        "/me/conditions?q=%00", "/me/conditions?q=%3Cscript%3E", "/me/treatments/new?q=%F0%9F%AB%80&purpose=%3Cb%3E",
        "/me/treatments/new?treatment=%3Cb%3E&purpose=..", "/me/treatments/x", "/me/treatments/x/evaluate",
        "/me/treatments/00000000-0000-0000-0000-000000000000",
        "/me/treatments/00000000-0000-0000-0000-000000000000/delete",
        "/me/treatments/x/evaluations/y/delete",
    ]) func `an address that means nothing is answered calmly`(target: String) async throws {
        try await withJournal { world in
            let answer = await world.get(target, as: world.asAna)
            expect([200, 404].contains(answer.status), is: true, "\(answer.status)")
            expect(answer.text.contains("<script>") || answer.text.contains("<b>"), is: false)
        }
    }

    @Test func `another member's pages are not there`() async throws {
        try await withJournal { world in
            let course = try await world.course(by: world.asAna)
            let evaluation = ID<Evaluation>.random()
            _ = try await world.evaluate(course, .aLot, id: evaluation, by: world.asAna)
            let paths = [
                "/me/treatments/\(course)", "/me/treatments/\(course)/evaluate", "/me/treatments/\(course)/delete",
                "/me/treatments/\(course)/evaluations/\(evaluation)/delete",
            ]
            for path in paths {
                expect(await world.get(path, as: world.asBen), 404)
                let sent = await world.post(path, on: "/me/treatments/new", as: world.asBen, [("help", "0")])
                expect(sent, 404)
            }
            expect(try await world.count(.evaluations), is: 1)
        }
    }
}
