import Accounts
import Databases
import Foundation
import Storage
import Testing
import Web

@testable import Vocabulary
@testable import wayfellow

/// Every page in the generated language, in which all that a file translates stands in brackets: what stands outside
/// and is nobody's data was written into the code.
@Suite struct UntranslatedTests {
    @Test func `no page says a word that no file translates`() async throws {
        let found = try await WholeHouse.open(on: .sqlite, inPseudoLanguage: true) { house in
            let known = Self.data(try Self.catalogue()).union(Self.sameEverywhere)
            var found: Set<String> = []
            for feature in await house.features {
                for route in feature.routes(await house.features) where !route.path.contains("sign-out") {
                    // What an action took away is given anew.
                    if route.method == .post { try await house.prepare(feature) }
                    for caller in Self.callers {
                        let path = try await house.path(of: route, in: feature.name)
                        let answer = try await house.send(route.method.rawValue, path, as: caller)
                        guard answer.header("content-type")?.hasPrefix("text/html") == true else { continue }
                        let words = PageWords(answer.text).outside(known: known.union(try await house.names()))
                        found.formUnion(
                            words.map { "\(route.method.rawValue) \(route.path) (\(answer.status)): \($0)" })
                    }
                }
            }
            return found
        }
        let list = found.sorted().joined(separator: "\n")
        #expect(found.isEmpty, "write these into Text/*.json:\n\(list)")
    }

    @Test func `a word of the code is found, and what is translated or data is not`() {
        let page = """
            <title>⟪Yoou⟫ · Site</title><p>⟪Heello <b>Ana</b>⟫ Oops</p><p>Site</p><a aria-label="Menu">3 UTC</a>\
            <p class="printed">Site · /me</p><bdi>Ana</bdi><blockquote>Hi</blockquote>
            """
        #expect(PageWords(page).outside(known: ["Site"]).sorted() == ["Menu", "Oops"])
    }

    private static let callers = [
        Caller.visitor, .owner, .holder(HeldRole(.steward, in: .site), hasSecondStep: true),
        .holder(HeldRole(.administrator, in: .site), hasSecondStep: true),
    ]

    private static func catalogue() throws -> Catalogue {
        try Catalogue(
            CatalogueFiles.read(folder: Project.root.appending(path: "Vocabulary").path(percentEncoded: false)))
    }

    /// Names of languages, tags, and of the styleguide a long word of another language.
    private static let sameEverywhere = [
        "stigma",
        "English", "Español", "en-XA", String(repeating: "Schilddrüsenunterfunktion", count: 4),
    ]

    /// Names, words of caution and other words of the catalogue.
    private static func data(_ catalogue: Catalogue) -> Set<String> {
        let concepts =
            catalogue.conditions.map { Concept.condition($0) } + catalogue.treatments.map { .treatment($0) }
            + catalogue.symptoms.map { .symptom($0) }
        let names = concepts.map(\.name) + catalogue.families.map(\.name)
        let words = names.flatMap { name in name.all.flatMap { [$0.text, name.inSentence($0.language)] } }
        let notices = catalogue.treatments.flatMap { catalogue.notices(about: $0) }
        let cautions = notices.flatMap { [$0.title] + $0.points }.flatMap { $0.all.map(\.text) }
        let synonyms = concepts.flatMap { catalogue.synonyms(of: $0).map(\.text) }
        return Set(words + synonyms + cautions + notices.map(\.source) + ["Wayfellow"])
    }
}

extension WholeHouse {
    /// What people and spaces are called.
    fileprivate func names() async throws -> Set<String> {
        let people = try await house.dependencies.database.read { tx in
            try tx.rows("SELECT pseudonym FROM members") { try $0.get(0, as: String.self) }
        }
        return Set(people + Self.spaces.map(\.code))
    }
}

/// The words of a page: of its text and of the attributes that are read out.
struct PageWords {
    private let html: String
    /// Five words that are drawn.
    private static var passphrase: Regex<Substring> { /[a-z]+(?: [a-z]+){4}/ }

    init(_ html: String) { self.html = html }

    /// Words in no brackets that are not known.
    func outside(known: Set<String>) -> [String] {
        // What people and other sources said; addresses on paper.
        let bare = html.replacing(/<(bdi|blockquote|code|textarea)\b.*?<\/\1>/.dotMatchesNewlines(), with: " ")
            .replacing(/<p class="printed">.*?<\/p>/, with: " ")
            // The same in another language, for who reads that.
            .replacing(/<div lang="(?!en-XA).*?<\/div>/.dotMatchesNewlines(), with: " ")
            .replacing(/<ul class="palette">.*?<\/ul>/, with: " ").replacing(/“[^”]*”/, with: " ")
        let attributes = bare.matches(of: /\s(?:aria-label|placeholder|alt|title|data-label)="([^"]*)"/).map {
            String($0.1)
        }
        let text = bare.replacing(/<[^>]*>/, with: "\n")
        return (attributes.map(Self.unbracketed) + [Self.unbracketed(text)]).flatMap { rest in
            rest.replacing("&#39;", with: "'").replacing("&amp;", with: "&").replacing("&quot;", with: "\"")
                .split(separator: "\n").flatMap { $0.replacing(" · ", with: "\n").split(separator: "\n") }
                .map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !known.contains($0) && Self.hasWord($0, known) && $0.wholeMatch(of: Self.passphrase) == nil }
        }
    }

    /// What stands in no brackets.
    private static func unbracketed(_ text: String) -> String {
        var outside = String.UnicodeScalarView()
        var depth = 0
        for scalar in text.unicodeScalars {
            if scalar == "⟪" { depth += 1 }
            if depth == 0 { outside.append(scalar) }
            if scalar == "⟫" {
                depth -= 1
                outside.append(" ")
            }
        }
        return String(outside)
    }

    /// Two letters or more that are no known word ("UTC" is the same in every language).
    private static func hasWord(_ text: String, _ known: Set<String>) -> Bool {
        text.split(separator: ", ").contains { part in
            !known.contains(String(part)) && part.matches(of: /\p{L}{2,}/).contains { $0.0 != "UTC" && $0.0 != "XA" }
        }
    }
}
