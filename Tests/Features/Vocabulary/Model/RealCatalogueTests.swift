import World
import Foundation
import Markup
import Testing

@testable import Vocabulary

/// The files that are shipped, read once.
private enum Shipped {
    static let catalogue = Result {
        try Catalogue(
            CatalogueFiles.read(folder: Project.root.appending(path: "Vocabulary").path(percentEncoded: false)))
    }

    static let reviews: URL? = {
        let file = Project.root.appending(path: "../shared/data/reviews/druglib.tsv").standardized
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else {
            print("The texts of real reviews are not tested: \(file.path(percentEncoded: false)) is not there")
            return nil
        }
        return file
    }()
}

@Suite struct RealCatalogueTests {
    @Test func `the files have no fault and hold enough`() throws {
        let catalogue = try Shipped.catalogue.get()
        #expect(catalogue.conditions.count >= 400)
        #expect(catalogue.treatments.count >= 500)
        #expect(catalogue.symptoms.count >= 300)
        #expect(catalogue.treatments.allSatisfy { $0.family != nil })
        #expect(catalogue.symptoms.allSatisfy { $0.hpo?.hasPrefix("HP:") == true })
    }

    @Test(arguments: [
        ("sugar diabetes", Language.en, ["diabetes", "type-2-diabetes"]), ("bad back", .en, ["back-pain"]),
        ("dolor de espalda", .es, ["back-pain"]), ("dolor de espalda", .en, ["back-pain"]),
        ("diabetis", .es, ["diabetes"]), ("hipertension", .es, ["high-blood-pressure"]),
        ("high blood presure", .en, ["high-blood-pressure"]), ("presion alta", .es, ["high-blood-pressure"]),
        ("migrane", .en, ["migraine"]), ("depresion", .es, ["depression"]), ("hair loss", .en, ["hair-loss"]),
        ("heart burn", .en, ["acid-reflux"]), ("acidez", .es, ["acid-reflux", "heartburn"]),
        ("fibromialgia", .es, ["fibromyalgia"]),
        ("cymbalta", .en, ["duloxetine"]), ("Zoloft", .es, ["sertraline"]), ("zolof", .en, ["sertraline"]),
        ("prozac", .en, ["fluoxetine"]), ("lexapro", .en, ["escitalopram"]), ("tylenol", .en, ["acetaminophen"]),
        ("duloxetina", .es, ["duloxetine"]), ("metformina", .es, ["metformin"]), ("lisinoprl", .en, ["lisinopril"]),
        ("ortho tri-cyclen", .en, ["ethinyl-estradiol-and-norgestimate"]), ("nausea", .en, ["nausea"]),
        ("náuseas", .es, ["nausea"]),
    ]) func `ordinary words find their entry first`(query: String, language: Language, slugs: [String]) throws {
        let best = try #require(try Shipped.catalogue.get().search(query, language: language, limit: 5).first)
        #expect(slugs.contains(best.slug), "\(best.slug)")
    }

    @Test func `every name and synonym finds its own entry first or beside its equals`() throws {
        let catalogue = try Shipped.catalogue.get()
        for phrase in catalogue.index.phrases {
            let found = catalogue.search(phrase.text, language: phrase.language ?? .en, limit: 20)
            let first = found.prefix { $0.quality <= .joined }
            let isThere = first.contains { match in
                catalogue.synonyms(of: match.concept).contains { $0.text == phrase.text }
                    || match.concept.name(.en) == phrase.text || match.concept.name(.es) == phrase.text
            }
            if !isThere { Issue.record("\(phrase.text): \(found.prefix(3).map(\.slug))") }
        }
    }

    @Test func `an ingredient that several entries share names none of them`() throws {
        let catalogue = try Shipped.catalogue.get()
        for text in ["fluticasone", "Mometasone", "budesonide"] { #expect(catalogue.match(treatmentText: text) == nil) }
        #expect(catalogue.match(treatmentText: "Flonase")?.value.slug == "fluticasone-nose-spray")
        #expect(catalogue.match(treatmentText: "sertraline")?.value.slug == "sertraline")
        #expect(catalogue.search("fluticasone", language: .en, limit: 9).count >= 3, "whoever searches chooses")
    }

    @Test(arguments: [
        (
            "Since lamotrigine it happened once. I do yoga and CBT, and Keppra made me tired.", Language.en,
            ["lamotrigine", "yoga", "cognitive-behavioral-therapy", "levetiracetam"]
        ),
        ("I was running late, had no heat, and the rest of us drank more water.", .en, []),
        ("Walking to work in the cold with an iron will; I prefer swimming, honey.", .en, []),
        (
            "Physical therapy and a weighted blanket beat Zoloft.", .en,
            ["physical-therapy", "weighted-blanket", "sertraline"]
        ),
        ("Con la sertralina y la terapia física; yoga no.", .es, ["sertraline", "physical-therapy", "yoga"]),
        ("Los actos de ese señor: allí hace calor, y me gusta caminar y el descanso.", .es, []),
    ]) func `talk names treatments, and everyday words none`(text: String, language: Language, slugs: [String]) throws {
        let found = try Shipped.catalogue.get().mentions(in: text, language).compactMap(\.treatment?.slug)
        #expect(found == slugs)
    }

    @Test(.enabled(if: Shipped.reviews != nil))
    func `comments of real reviews name treatments as often as was counted`()
        throws
    {
        let catalogue = try Shipped.catalogue.get()
        let bytes = try Data(contentsOf: try #require(Shipped.reviews))
        var text = DelimitedText(bytes: Array(bytes), separator: UInt8(ascii: "\t"), quotes: .lenient)
        let header = try #require(try text.next())
        let column = try #require(header.firstIndex(of: "commentsReview"))
        var (treatments, conditions, most) = (0, 0, 0)
        while let row = try text.next() {
            let found = catalogue.mentions(in: row[column], .en)
            let named = found.compactMap(\.treatment)
            (treatments, conditions) = (treatments + named.count, conditions + found.count - named.count)
            most = max(most, Set(named).count)
        }
        // How many of these a reader found right: Vocabulary/README.md.
        #expect(
            (2_600...2_800).contains(treatments) && (3_000...3_400).contains(conditions), "\(treatments), \(conditions)"
        )
        #expect(most <= 12, "no comment lights up as a whole")
    }

    @Test(.enabled(if: Shipped.reviews != nil)) func `most texts of real reviews are recognised`() throws {
        let catalogue = try Shipped.catalogue.get()
        let bytes = try Data(contentsOf: try #require(Shipped.reviews))
        var text = DelimitedText(bytes: Array(bytes), separator: UInt8(ascii: "\t"), quotes: .lenient)
        let header = try #require(try text.next())
        let treatmentColumn = try #require(header.firstIndex(of: "urlDrugName"))
        let conditionColumn = try #require(header.firstIndex(of: "condition"))
        var rows = 0
        var both = 0
        var unknown: [String: Int] = [:]
        while let row = try text.next() {
            rows += 1
            let condition = catalogue.match(conditionText: row[conditionColumn])
            let treatment = catalogue.match(treatmentText: row[treatmentColumn])
            if condition != nil, treatment != nil { both += 1 }
            if condition == nil { unknown[row[conditionColumn].lowercased(), default: 0] += 1 }
        }
        #expect(rows == 3_107)
        #expect(Double(both) >= 0.85 * Double(rows), "\(both) of \(rows)")
        #expect(unknown.filter { $0.value >= 5 }.isEmpty)
    }
}
