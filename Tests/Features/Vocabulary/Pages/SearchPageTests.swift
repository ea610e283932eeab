import World
import Markup
import Storage
import Testing
import Web

@testable import Vocabulary

@Suite struct SearchPageTests {
    @Test func `a visitor finds a condition by ordinary words in either language`() async throws {
        try await withWords { world in
            expect(
                await world.get("/search?q=sugar+diabetes"), 200,
                holds: [
                    "href=\"/conditions/type-2-diabetes\"", "also called sugar diabetes", "value=\"sugar diabetes\"",
                ])
            expect(
                await world.get("/search?q=bad%20back", as: .anonymous, .es), 200,
                holds: ["Dolor de espalda", "también se llama bad back"])
            expect(await world.get("/search?q=diabetis"), 200, holds: ["href=\"/conditions/diabetes\""])
            expect(
                await world.get("/search?q=zoloft"), 200, holds: ["href=\"/treatments/sertraline\"", "<h2>Treatments"])
        }
    }

    @Test func `the fragment is the list alone`() async throws {
        try await withWords { world in
            let page = await world.get("/search?q=diab&fragment=1")
            expect(page, 200, holds: ["<section", "/conditions/diabetes"], lacks: ["<html", "<h1", "<form"])
            expect(await world.get("/search?q=diabxyz&fragment=1"), 200, lacks: ["<html", "<form"])
        }
    }

    @Test func `an empty search says how to search`() async throws {
        try await withWords { world in
            for target in ["/search", "/search?q=", "/search?q=%20%20", "/search?q=%C2%A0"] {
                expect(await world.get(target), 200, holds: ["<h1>Search</h1>", "href=\"/conditions\""])
            }
        }
    }

    @Test func `words that nobody knows lead to the nearest, and to telling them`() async throws {
        try await withWords { world in
            let visitor = await world.get("/search?q=sertralinum+stuff")
            expect(
                visitor, 200,
                holds: [
                    "Nothing here is called", "Did you mean", "/treatments/sertraline",
                    "href=\"/sign-in?to=%2Fsearch%3Fq%3Dsertralinum%2520stuff\"",
                ], lacks: ["action=\"/words\""])
            let member = await world.get("/search?q=moon+milk", as: world.asAna)
            expect(member, 200, holds: ["action=\"/words\"", "value=\"moon milk\""], lacks: ["Did you mean"])
        }
    }

    @Test(arguments: [
        ("%00", 422), ("a%00b", 422), ("%E2%80%AEabc", 422), (String(repeating: "a", count: 101), 422),
        (String(repeating: "%F0%9F%98%80", count: 90), 200), ("%3Cscript%3Ealert(1)%3C/script%3E", 200),
        ("%22%27%3E%3Cimg+src%3Dx%3E", 200), ("%D8%B3%D9%83%D8%B1%D9%8A", 200), ("'+OR+1%3D1+--", 200),
        ("%25_%5C*", 200),
    ]) func `hostile words are answered and shown safely`(words: String, status: Int) async throws {
        try await withWords { world in
            for viewer in [Viewer.anonymous, world.asAna] {
                let page = await world.get("/search?q=\(words)", as: viewer)
                expect(page, status, holds: ["<h1>Search</h1>"], lacks: ["<script>alert", "<img src=x", "\u{0}"])
                expect(await world.get("/search?q=\(words)&fragment=1", as: viewer), 200, lacks: ["<script>alert"])
            }
        }
    }

    @Test func `too long a search says so and keeps what was typed`() async throws {
        try await withWords { world in
            let words = String(repeating: "diabetes", count: 20)
            expect(
                await world.get("/search?q=\(words)"), 422,
                holds: ["100", "value=\"\(words)\"", "id=\"error-summary\""])
        }
    }
}

@Suite struct ProposePageTests {
    @Test func `a member tells a word and may use it`() async throws {
        try await withWords { world in
            let page = try await world.post(
                "/words", on: "/search?q=moon+milk", as: world.asAna, [("word", "Moon milk"), ("kind", "treatment")])
            expect(page, 303, to: "/search")
            #expect(try await world.ownWords(of: world.asAna).map(\.text) == ["Moon milk"])
        }
    }

    @Test func `a word that is known leads to its page`() async throws {
        try await withWords { world in
            let page = try await world.post(
                "/words", on: "/search?q=moon+milk", as: world.asAna, [("word", "zoloft"), ("kind", "treatment")])
            expect(page, 303, to: "/treatments/sertraline")
        }
    }

    @Test(arguments: [
        ("", "treatment", "Write the word with letters"), ("12", "treatment", "Write the word with letters"),
        ("moon milk", "", "Say whether it is"), ("moon milk", "pill", "kind-error"),
        (String(repeating: "é", count: 81), "treatment", "80"), ("moon\u{0}milk", "treatment", "word-error"),
        ("<b>\u{202E}", "treatment", "word-error"), ("😀", "treatment", "Write the word with letters"),
    ]) func `a form that cannot be taken comes back`(word: String, kind: String, message: String) async throws {
        try await withWords { world in
            let page = try await world.post(
                "/words", on: "/search?q=moon+milk", as: world.asAna, [("word", word), ("kind", kind)])
            expect(page, 422, holds: [message, "id=\"error-summary\"", "action=\"/words\""], lacks: ["<b>", "\u{0}"])
            #expect(try await world.ownWords(of: world.asAna).isEmpty)
        }
    }

    @Test func `a visitor is asked to sign in`() async throws {
        try await withWords { world in
            let page = try await world.post("/words", on: "/search?q=moon", as: .anonymous, [("word", "moon")])
            #expect(page.status == 303 && page.header("location")?.hasPrefix("/sign-in") == true)
        }
    }
}
