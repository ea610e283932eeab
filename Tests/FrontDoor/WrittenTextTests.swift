import Accounts
import Databases
import Foundation
import Markup
import Storage
import Testing
import World

@testable import Web
@testable import wayfellow

/// Every field in which somebody writes freely is named by its room (`Feature.safetyTexts`), and words of danger in any of
/// them bring help on the page that answers.
@Suite struct WrittenTextTests {
    /// Fields that are read as text and in which nobody writes freely: the file that reads them, and why.
    static let others: [(file: String, field: String, why: String)] = [
        ("SignInPage.swift", "pseudonym", "a name that is there already, and nothing else opens an account"),
        ("RecoverPage.swift", "pseudonym", "the same"),
        ("RecoverPage.swift", "code", "a code that this site made"),
        ("ResetFactorPage.swift", "pseudonym", "another's name, copied by an administrator"),
        ("PeoplePage.swift", "name", "another's name, looked for by an administrator"),
        ("SignUpForm.swift", "email", "an address"),
        ("SignUpForm.swift", "phone", "a number"),
        ("PlannedTime.swift", "\\(name)-\\($0)", "the numbers of a day; anything else is refused"),
        ("GroupImport.swift", "agreement", "a file that whoever runs the server has taken in"),
        ("GroupImport+Series.swift", "rule", "the same"),
        ("GroupImport+Places.swift", "place", "the same"),
        ("CasePage.swift", "note", "a moderator's words about another's, which are full of them"),
        ("CaseView.swift", "note", "the same"),
        ("CasePage.swift", "explanation", "the same"),
        ("CaseView.swift", "explanation", "the same"),
        ("DeathNoticePage.swift", "why", "an administrator's words about who told of a death"),
        ("AlertPage.swift", "done", "the same"),
        ("AlertPage.swift", "reply", "the same"),
        ("WordingPage.swift", "title", "a moderator's words in the place of another's, who reads no answer to it"),
        ("WordingPage.swift", "words", "the same"),
    ]

    /// What else a form needs so that it is taken, where a wrong form would be too easy.
    static let taken: [String: [(String, String)]] = [
        "journal.advice": [("help", "3")], "vocabulary.word": [("kind", "symptom")],
        "safety.report": [("reason", "other")],
    ]

    @Test(arguments: ["quiero morirme", "i want to die tonight"])
    func `words of danger in any free field bring help on the page that answers`(_ words: String) async throws {
        try await WholeHouse.open { house in
            var tried = 0
            for feature in await house.features {
                for text in feature.safetyTexts {
                    for path in text.routes { tried += try await bringsHelp(text, path, words, feature, house) }
                }
            }
            expect(tried >= 20, is: true, "\(tried) forms were tried")
        }
    }

    private func bringsHelp(
        _ text: WrittenText, _ path: String, _ words: String, _ feature: Feature, _ house: WholeHouse
    ) async throws -> Int {
        let routes = feature.routes(await house.features).filter { $0.path == path }
        expect(routes.isEmpty, is: false, "\(text.kind): no route has the path \(path)")
        var tried = 0
        for route in routes {
            try await house.prepare(feature)
            let address = try await house.path(of: route, in: feature.name)
            let caller = route.caller
            let answer: Exchange
            if route.method == .get {
                let query = "\(address)?\(text.field)=\(words.replacing(" ", with: "+"))"
                answer = try await house.send("GET", query, as: caller)
                // A field of the form that the page shows: the address does not fill it.
                guard answer.text.contains("class=\"crisis-card") || routes.count == 1 else { continue }
            } else {
                answer = try await house.send(
                    "POST", address, as: caller, [(text.field, words)] + (Self.taken[text.kind] ?? []))
            }
            tried += 1
            expect([200, 409, 422].contains(answer.status), is: true, "\(route.name): \(answer.status)")
            expect(answer.text.contains("class=\"crisis-card"), is: true, "\(text.kind), \(route.name): no help")
        }
        return tried
    }

    @Test func `a harmless text is sent on as ever`() async throws {
        try await WholeHouse.open { house in
            let answer = try await house.send(
                "POST", "/me/conditions", as: .owner, [("step", "word"), ("word", "Left knee that clicks")])
            expect(answer.status, is: 303, answer.text)
        }
    }

    @Test func `what was sent is done, and where it leads waits behind a button`() async throws {
        try await WholeHouse.open { house in
            let answer = try await house.send(
                "POST", "/me/conditions", as: .owner, [("step", "word"), ("word", "I want to die")])
            expect(
                answer, 200, holds: ["class=\"crisis-card", "Take your time", "href=\"/me/conditions\""],
                lacks: ["not saved or sent"])
            expect(try await house.send("GET", "/me/conditions", as: .owner), 200, holds: ["I want to die"])
        }
    }

    @Test func `a soft line comes along to where the answer leads`() async throws {
        try await WholeHouse.open { house in
            let words = [("step", "word"), ("word", "My brother took his life in March and I miss him")]
            let answer = try await house.send("POST", "/me/conditions", as: .owner, words)
            expect(answer, 303, to: "/me/conditions")
            expect(answer.cookies.contains { $0.contains("--safety.soft.after") }, is: true, "\(answer.cookies)")
        }
    }

    @Test func `a form in which somebody writes takes more than its fields do, so that nothing is lost`() async throws {
        try await WholeHouse.open { house in
            let features = await house.features
            for feature in features {
                let routes = feature.routes(features)
                for text in feature.safetyTexts {
                    for route in routes where text.routes.contains(route.path) && route.method == .post {
                        let most = route.bodyBytes ?? 0
                        expect(most >= 400_000, is: true, "\(text.kind): \(route.name) takes \(most) bytes")
                    }
                }
            }
            let long = "I want to kill myself. " + String(repeating: "I walked a mile. ", count: 6_000)
            expect(
                try await house.send("POST", "/me/conditions", as: .owner, [("step", "word"), ("word", long)]), 422,
                holds: ["class=\"crisis-card", "I walked a mile. I walked"])
            expect(
                try await house.send("POST", "/keep-words", as: .owner, [("words", long)]), 200,
                holds: ["I walked a mile."])
        }
    }

    @Test func `every field that is read as text is named by its room`() async throws {
        let features = try await WholeHouse.open { house in await house.features }
        var unnamed: [String] = []
        for feature in features {
            let named = Set(feature.safetyTexts.map(\.field))
            // Sentences are read by keys with points in them, fields by words without.
            for found in try Self.fields(of: feature.name)
            where !named.contains(found.field) && !found.field.contains(".") {
                let isOther = Self.others.contains { $0.file == found.file && $0.field == found.field }
                if !isOther { unnamed.append("\(found.file): \(found.field)") }
            }
        }
        expect(unnamed, is: [], "name these in their room's feature.safetyTexts, or here with the reason")
    }

    @Test func `where several lines can be typed, they are read`() async throws {
        let features = try await WholeHouse.open { house in await house.features }
        var wrong: [String] = []
        for feature in features {
            let files = try Self.files(of: feature.name)
            let areas = Set(
                files.flatMap { file in
                    file.text.matches(of: /textArea\(\s*TextField\(\s*name: "([^"]+)"/).map { String($0.1) }
                })
            for (file, text) in files {
                for read in text.matches(of: /reader\.text\(\s*"([^"]+)"[^()]*\)/) where areas.contains(String(read.1))
                {
                    if !read.0.contains("multiline: true") { wrong.append("\(file): \(read.1)") }
                }
            }
        }
        expect(wrong, is: [], "Enter in these fields is refused")
    }

    private static func files(of room: String) throws -> [(name: String, text: String)] {
        let base = Project.root.appending(path: "Sources/Features/\(room)")
        let names =
            FileManager.default.enumerator(atPath: base.path(percentEncoded: false))?
            .compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.map { name in
            let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
            return (name.split(separator: "/").last.map(String.init) ?? name, text)
        }
    }

    /// What forms of a room read as text, and searches. A name that is made by code is found by the test above.
    private static func fields(of room: String) throws -> [(file: String, field: String)] {
        try files(of: room).flatMap { file, text -> [(file: String, field: String)] in
            let read = text.matches(of: /reader\.text\(\s*"([^"]+)"/).map { String($0.1) }
            let areas = text.matches(of: /textArea\(\s*TextField\(\s*name: "([^"]+)"/).map { String($0.1) }
            let asked = text.matches(of: /query\["(q|name)"\]/).map { String($0.1) }
            return (read + areas + asked).map { (file, $0) }
        }
    }
}

extension Route {
    fileprivate var name: String { "\(method.rawValue) \(path)" }

    /// Somebody to whom the route is open.
    fileprivate var caller: Caller {
        switch access {
        case .anyone: .visitor
        case .role(let role, _): holder ?? .holder(HeldRole(role, in: .site), hasSecondStep: true)
        // Whose account has no second factor that would be asked for first.
        default: path.contains(":") ? .owner : .member
        }
    }
}
