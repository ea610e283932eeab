import Databases
import World
import Markup
import Testing

@testable import Vocabulary

@Suite struct SearchTests {
    @Test(arguments: [
        ("sugar diabetes", "type-2-diabetes", Match.Quality.exact),
        ("bad back", "back-pain", .exact),
        ("dolor de espalda", "back-pain", .exact),
        ("espalda dolor", "back-pain", .words),
        ("diabetis", "diabetes", .misspelt),
        ("hipertension", "high-blood-pressure", .exact),
        ("high blood presure", "high-blood-pressure", .misspelt),
        ("blood pressure", "high-blood-pressure", .words),
        ("hypretension", "high-blood-pressure", .misspelt),
        ("hairloss", "hair-loss", .joined),
        ("back ache", "back-pain", .joined),
        ("crohn", "crohns-disease", .beginning),
        ("Crohn’s", "crohns-disease", .beginning),
        ("allergy", "allergy", .misspelt),
        ("diab", "diabetes", .beginning),
        ("diabetes 2", "type-2-diabetes", .words),
        ("zoloft", "sertraline", .exact),
        ("zoloft sertraline", "sertraline", .spread),
        ("ortho-tri-cyclen", "ethinyl-estradiol", .exact),
        ("headache", "headache", .exact),
        ("nauseas", "nausea", .exact),
    ]) func `ordinary words find their entry`(query: String, slug: String, quality: Match.Quality) throws {
        let best = try #require(try Fixture.catalogue().search(query, language: .en, limit: 5).first)
        #expect(best.slug == slug)
        #expect(best.quality == quality)
    }

    @Test func `the synonym that was found is named`() throws {
        let catalogue = try Fixture.catalogue()
        let sugar = try #require(catalogue.search("sugar dia", language: .es, limit: 1).first)
        #expect(sugar.name == "Diabetes tipo 2")
        #expect(sugar.alsoCalled == "sugar diabetes")
        #expect(catalogue.search("type 2 diabetes", language: .es, limit: 1).first?.alsoCalled == nil)
    }

    @Test func `only the kinds asked for are found, and no more than the limit`() throws {
        let catalogue = try Fixture.catalogue()
        #expect(catalogue.search("diabetes", language: .en, kinds: [.treatment], limit: 9).isEmpty)
        #expect(
            catalogue.search("diabetes", language: .en, limit: 2).map(\.slug) == ["diabetes", "gestational-diabetes"])
        #expect(catalogue.search("diabetes", language: .en, limit: 0).isEmpty)
    }

    @Test func `all kinds can be asked at once`() throws {
        let catalogue = try Fixture.catalogue()
        let found = catalogue.search("nausea sertraline", language: .en, limitOfEachKind: 3)
        #expect(found.isEmpty)
        let pain = catalogue.search("dolor", language: .es, limitOfEachKind: 1)
        #expect(pain[.condition]?.map(\.slug) == ["back-pain"] && pain[.symptom]?.map(\.slug) == ["headache"])
        #expect(pain[.treatment] == nil)
        #expect(catalogue.search("dolor", language: .es, limitOfEachKind: 0).isEmpty)
    }

    @Test func `numbers are never misspelt`() throws {
        #expect(try Fixture.catalogue().search("type 3 diabetes", language: .en, limit: 9).isEmpty)
    }

    @Test(arguments: [("blod presure hihg", "high-blood-pressure"), ("sertralinum pills", "sertraline")])
    func `what found nothing gets a suggestion`(query: String, slug: String) throws {
        #expect(try Fixture.catalogue().suggestions(query, language: .en, limit: 3).first?.slug == slug)
    }

    @Test(arguments: [
        "", " ", "\u{0}", "\u{0}\u{1}\u{7F}", "😀👩‍👩‍👧‍👦", "\u{202E}\u{2066}\u{200F}", "e\u{301}\u{301}\u{301}",
        "<script>alert(1)</script>",
        "'; DROP TABLE conditions; --", "%_*?[]\\", "a", "1", "سكري", "糖尿病",
        String(repeating: "diabetes ", count: 2_000),
        String(repeating: "a", count: 10_000), String(repeating: "a ", count: 5_000),
        String(repeating: "\u{301}", count: 9_000),
    ]) func `hostile queries are answered`(query: String) throws {
        let catalogue = try Fixture.catalogue()
        for language in Language.allCases {
            #expect(catalogue.search(query, language: language, limit: 20).count <= 20)
            #expect(catalogue.suggestions(query, language: language, limit: 20).count <= 20)
        }
        _ = catalogue.match(conditionText: query)
        _ = catalogue.match(treatmentText: query)
    }

    @Test func `random queries never trap`() throws {
        let catalogue = try Fixture.catalogue()
        var random = SeededRandom(seed: 4)
        let letters = Array("diabets hlopr é\u{301}-'2".unicodeScalars)
        for round in 0..<3_000 {
            var query = ""
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                query.unicodeScalars.append(letters.randomElement(using: &random) ?? "a")
            }
            _ = catalogue.search(query, language: .es, limit: 10)
            _ = catalogue.suggestions(query, language: .es, limit: 10)
            guard round < 300 else { continue }
            _ = catalogue.match(conditionText: query)
            _ = catalogue.match(treatmentText: query)
        }
    }
}

@Suite struct TextMatchTests {
    @Test(arguments: [
        ("Depression", "depression", MatchingStep.exact), ("depresión", "depression", .exact),
        ("sugar", "type-2-diabetes", .rule), ("migrane / depression", "depression", .part),
        ("anxiety and depression", "anxiety", .part),
        ("treatment of severe hypertension", "high-blood-pressure", .filler),
        ("my awful back pain since may", "back-pain", .contained), ("deppression", "depression", .typo),
    ]) func `a condition text is recognised`(text: String, slug: String, step: MatchingStep) throws {
        let match = try #require(try Fixture.catalogue().match(conditionText: text))
        #expect(match.value.slug == slug)
        #expect(match.rule == step)
    }

    @Test(arguments: [
        ("zoloft", "sertraline", MatchingStep.exact), ("ortho-tri-cyclen", "ethinyl-estradiol", .exact),
        ("zoloft-xr", "sertraline", .suffix), ("sertraline-50", "sertraline", .suffix),
        ("generic-sertraline-tablets", "sertraline", .contained),
    ]) func `a treatment text is recognised`(text: String, slug: String, step: MatchingStep) throws {
        let match = try #require(try Fixture.catalogue().match(treatmentText: text))
        #expect(match.value.slug == slug)
        #expect(match.rule == step)
    }

    @Test(arguments: ["", "fun", "no idea"]) func `an unknown text stays unknown`(text: String) throws {
        #expect(try Fixture.catalogue().match(conditionText: text) == nil)
        #expect(try Fixture.catalogue().match(treatmentText: text) == nil)
    }
}
