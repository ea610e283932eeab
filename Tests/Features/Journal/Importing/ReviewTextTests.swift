import World
import Markup
import Web
import Storage
import Testing
@testable import Vocabulary

@testable import Journal

/// What is left of a review's text, and what it names.
@Suite struct ReviewTextTests {
    @Test(arguments: [
        ("  plain \n text ", "plain text"),
        ("I can&#039;t &amp;quot;sleep&amp;quot; &lt;3", "I can't \"sleep\" <3"),
        ("one<br/>two<p class='x'>three</p>", "one two three"),
        ("less than <3 weeks", "less than <3 weeks"),
        ("\"It works.\"", "It works."),
        ("fish &chips; & salt", "fish &chips; & salt"),
        ("a\u{202E}b\u{0007}c", "a b c"),
        ("Jose\u{301}", "Jos\u{E9}"),
        ("", ""), ("\"", "\""), ("&#0;&#xD800;", "&#0;&#xD800;"),
    ]) func `the remains of a web page are taken out`(text: String, wanted: String) {
        expect(ReviewText.cleaned(text), is: wanted)
    }

    @Test(arguments: [
        ("Take it with food. It helps.", "Take it with food."),
        ("I took 1.5 mg daily. Then 3 mg.", "I took 1.5 mg daily."),
        ("Ask Dr. Smith about it first.", "Ask Dr. Smith about it first."),
        ("Good! Would do again.", "Good!"), ("It helped (a lot). Try it.", "It helped (a lot)."), ("no end", "no end"),
        ("Ends here.", "Ends here."), ("", ""),
    ]) func `the first sentence ends where another begins`(text: String, wanted: String) {
        expect(ReviewText.firstSentence(text), is: wanted)
    }

    @Test(
        arguments: [
            ("Take it with food. It helps.", "Take it with food."), ("Good.", nil),
            ("Write to me at ana@example.org for more.", nil), ("See http://example.org for more of it.", nil),
            ("Call 541-555-0134 for the study.", nil), (String(repeating: "word ", count: 57), nil), ("", nil),
            ("1234 ... 5678 --- ???", nil), ("I took two pills in the morning.", nil),
            ("Take 3 of them at night.", nil),
        ] as [(String, String?)]) func `advice is one short sentence without addresses`(text: String, wanted: String?)
    {
        expect(ReviewText.advice(text), is: wanted)
    }

    @Test(arguments: [
        ("Nausea and a DRY mouth", ["nausea", "dry-mouth"]),
        ("headaches, later tension headache", ["headache", "tension-headache"]),
        ("No nausea, but headaches.", ["headache"]),
        ("I did not have any nausea at all", []), ("no nausea, headaches or fatigue", []),
        ("No problem. Nausea twice.", ["nausea"]),
        ("nausea nausea feeling sick", ["nausea"]),
        ("nauseating news", []), ("", []), ("náusea", ["nausea"]),
    ]) func `symptoms are found by whole words`(text: String, wanted: [String]) throws {
        let catalogue = try Catalogue(CatalogueFiles.rows(of: Fixture.files))
        let found = SideEffectFinder(catalogue).symptoms(in: text)
        expect(found, is: wanted.map { Symptom.id(slug: $0) })
    }
}
