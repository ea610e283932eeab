import Foundation
import Markup
import Testing

@testable import Web

/// What a person sees when something fails: kind words in their language, and nothing of the inside.
@Suite struct ErrorPageTests {
    let test: TestSite

    init() throws {
        test = try TestSite()
    }

    @Test func `a fault of ours shows an id that is in the log, and nothing internal`() async throws {
        for headers in [["Accept": "text/html"], ["Accept": "application/json"]] {
            let page = await test.get("/broken?q=my+secret+illness", headers: headers)
            expect(page, 500)
            let id = try #require(page.text.firstMatch(of: /[0-9a-f]{12}/)).output
            let line = try #require(test.journal.lines.last)
            #expect(line.contains(id) && line.contains("/broken"))
            for inside in ["swordfish", "Secret", "TestSite", ".swift", "Error"] {
                #expect(!page.text.contains(inside))
            }
            for content in ["swordfish", "illness"] { #expect(!line.contains(content)) }
        }
    }

    @Test func `error pages carry the crisis line and the person's language`() async {
        for (path, status) in [("/nowhere", 404), ("/broken", 500), ("/echo/%zz", 404), ("/echo/a?q=%zz", 400)] {
            let english = await test.get(path)
            let spanish = await test.get(path, headers: ["Accept-Language": "es-MX,es;q=0.9"])
            expect(english, status, path)
            expect(spanish, status, path)
            #expect(english.text.contains("tel:988") && spanish.text.contains("tel:988"))
            #expect(english.text.contains("lang=\"en\"") && spanish.text.contains("lang=\"es\""))
            #expect(spanish.text.contains("Ir a la página de inicio"))
            #expect(!english.text.contains("⟦") && !spanish.text.contains("⟦"))
        }
    }

    @Test func `where nothing is there one can search, and nowhere else`() async {
        for (path, isThere) in [("/nowhere", true), ("/echo/%zz", true), ("/broken", false), ("/echo/a?q=%zz", false)] {
            let page = await test.get(path).text
            let main = page.firstRange(of: "<main").map { page[$0.lowerBound...] } ?? ""
            #expect(
                main.contains("<form class=\"search-form\" action=\"/search\" method=\"get\"") == isThere, "\(path)")
        }
    }

    @Test func `programs get a problem document`() async throws {
        let answer = await test.get("/nowhere", headers: ["Accept": "application/json"])
        expect(answer, 404)
        #expect(answer.header("content-type") == "application/problem+json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        #expect(object["status"] as? Int == 404)
        #expect(object["title"] as? String == "This page is not here")
        expect(await test.get("/me", headers: ["Accept": "application/json"]), 401)
        expect(await test.get("/me", headers: ["Accept": "text/html,application/json;q=0.9"]), 303)
    }

    @Test func `a problem document can hold any words`() throws {
        let words = "\"\\\n\u{1}\u{7F}é💔\u{2028}</script>"
        let read = try JSONSerialization.jsonObject(with: Data("[\(JSONText.quoted(words))]".utf8)) as? [String]
        #expect(read == [words])
    }

    @Test func `every failure has words in both languages`() throws {
        let texts = try TestSite.texts()
        let refusals: [Refusal] = [
            .unreadable, .foreignForm, .foreignCall, .methodNotAllowed(allowed: "GET"), .lengthRequired, .tooLarge,
            .wrongType(takes: ["text/csv"]), .wrongHost, .cutOffUpload, .brokenUpload, .fileTooLarge(mebibytes: 8),
        ]
        let problems: [any Error] = [
            Problem.notFound, Problem.signInNeeded, Problem.invalid(FormErrors()), Problem.conflict(key: "none"),
            Problem.gone(key: "none"), Problem.tooMany(after: 3), Problem.unavailable, TestSite.Secret(word: ""),
        ]
        for failure in (problems + refusals).map(Failure.init) {
            for language in Language.allCases {
                for isForPrograms in [false, true] {
                    let words =
                        failure.title(texts[language], isForPrograms: isForPrograms)
                        + failure.body(texts[language], isForPrograms: isForPrograms)
                    #expect(!words.contains("⟦") && !words.contains("{"), "\(failure.name)")
                }
            }
        }
    }

    @Test func `the errors of a form are told field by field`() async throws {
        let site = try TestSite(extra: [
            .get("/strict", .anyone) { _ in throw FormErrors(field: "age", "web.form.number") }
        ])
        let page = await site.get("/strict")
        expect(page, 422)
        #expect(page.text.contains("<li>Please write a whole number"))
        let json = await site.get("/strict", headers: ["Accept": "application/json"])
        #expect(json.text.contains(#""errors":[{"field":"age","message":"Please write"#))
    }
}
