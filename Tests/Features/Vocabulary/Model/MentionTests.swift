import Databases
import Markup
import Testing
import World

@testable import Vocabulary

/// Treatments and conditions that a talk names.
@Suite struct MentionTests {
    private static let treatments = """
        slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
        sertraline,Sertraline,Sertralina,medicine,ssri,,,Zoloft,sertraline
        calcium,Calcium,Calcio,medicine,minerals,,,,calcium
        iron,Iron,Hierro,medicine,minerals,,,Feosol,iron
        iron-infusion,Iron infusion,Hierro por vena,medicine,minerals,,,,
        spray,Nose spray,Atomizador,medicine,minerals,,,Flonase,fluticasone
        inhaler,Inhaler,Inhalador,medicine,minerals,,,Flovent,fluticasone
        pioglitazone,Pioglitazone,Pioglitazona,medicine,minerals,,,Actos,pioglitazone
        retin,Retinoid cream,Crema,medicine,minerals,Retin-A; St. John's cream,,,tretinoin
        tens,TENS,TENS,device,movement,,,,
        physical-therapy,Physical therapy,Fisioterapia,therapy,movement,PT,,,
        walking,Walking,Caminar,exercise,movement,,,,
        walking-group,Walking group,Grupo de caminata,group,movement,,,,
        """
    private static let families = """
        slug,name_en,name_es,parent
        ssri,Antidepressants (SSRI),Antidepresivos (ISRS),
        minerals,Minerals,Minerales,
        blockers,Calcium channel blockers,Bloqueadores del calcio,
        movement,Movement,Movimiento,
        """
    private static let everyday = """
        language,words,unless
        en,iron,
        en,walking,
        en,tens,capitals
        es,actos,
        es,hierro,
        """

    private static let catalogue = Result {
        try Fixture.catalogue([
            "treatments.csv": treatments, "families.csv": families, "everyday-words.csv": everyday,
        ])
    }

    private func mentions(_ text: String, _ language: Language) throws -> [String] {
        try Self.catalogue.get().mentions(in: text, language).map { "\($0.concept.slug)=\($0.phrase)" }
    }

    @Test(arguments: [
        ("Since Zoloft, and SERTRALINE before it.", Language.en, ["sertraline=Zoloft", "sertraline=SERTRALINE"]),
        ("Zolofty, unzoloft, zol oft", .en, []),
        ("for my back pain: physical therapy", .en, ["back-pain=back pain", "physical-therapy=physical therapy"]),
        // The longer of two; nothing within a family's name.
        ("an iron infusion, not calcium channel blockers", .en, ["iron-infusion=iron infusion"]),
        // A dot joins, as in "St. John's": where that may be a family's name, a missed link is the lesser fault.
        ("calcium. Channel blockers", .en, []), ("calcium; channel blockers", .en, ["calcium=calcium"]),
        // Everyday words, alone; in capitals where the file says so.
        ("I was walking past the iron gate to the walking group", .en, ["walking-group=walking group"]),
        ("tens of people; my TENS", .en, ["tens=TENS"]),
        ("pt and PT", .en, ["physical-therapy=PT"]),
        // A language's own words, and names on the box in all.
        ("me gusta caminar, no walking", .es, ["walking=caminar"]), ("los actos de hierro", .es, []),
        ("Actos and iron", .en, ["pioglitazone=Actos"]),
        ("hipertensión con Zoloft", .es, ["high-blood-pressure=hipertensión", "sertraline=Zoloft"]),
        // What two entries contain names neither.
        ("fluticasone or Flonase", .en, ["spray=Flonase"]),
        // One name across hyphens, dots and lines' ends, but not across what parts a sentence.
        ("Retin-A, retin a; St. John's cream", .en, ["retin=Retin-A", "retin=retin a", "retin=St. John's cream"]),
        ("physical, therapy; back (pain) walking\n\ngroup", .en, []),
        ("", .en, []), ("\u{301}'’ 😀", .en, []),
    ]) func `names are found word by word, the longest first`(
        text: String, language: Language, found: [String]
    ) throws {
        expect(try mentions(text, language), is: found)
    }

    @Test func `a language that the catalogue does not have is read as its first`() throws {
        expect(try mentions("walking group", Language(rawValue: "xx")), is: ["walking-group=walking group"])
    }

    @Test func `the place of a mention is that of its bytes, with the marks on its letters`() throws {
        for text in ["😀 ‘Hipertensio\u{301}n’, ¿no?", "hipertensión", "«HIPERTENSIO\u{301}N»"] {
            let mention = try #require(try Self.catalogue.get().mentions(in: text, .es).first)
            let bytes = Array(text.utf8)
            #expect(String(decoding: bytes[mention.range], as: UTF8.self).utf8.elementsEqual(mention.phrase.utf8))
            #expect(mention.phrase.unicodeScalars.allSatisfy { !"‘’«» ,".unicodeScalars.contains($0) })
            let last = "diabetes tipo 2 o presio\u{301}n alta\u{301}"
            #expect(try Self.catalogue.get().mentions(in: last, .es).last?.range.upperBound == last.utf8.count)
        }
    }

    @Test func `twenty thousand scalars are read, whatever is in them`() throws {
        let catalogue = try Self.catalogue.get()
        let long = String(repeating: "é", count: 19_990)
        expect(catalogue.mentions(in: long + " Zoloft", .en).map(\.phrase), is: ["Zoloft"])
        expect(catalogue.mentions(in: long + "      Zoloft", .en).map(\.phrase), is: [])
        expect(catalogue.mentions(in: String(repeating: "calcium ", count: 10_000), .en).count, is: 2_500)
    }

    @Test func `mentions follow each other and say what stands there`() throws {
        let catalogue = try Self.catalogue.get()
        let parts = [
            "Zoloft", "iron", "infusion", "walking", "group", "TENS", "-", "’", "\u{301}", "\r\n", ", ", " ", " ", "é",
            "😀", "\u{200B}",
        ]
        var random = SeededRandom(seed: 7)
        for _ in 0..<3_000 {
            let text = (0..<12).compactMap { _ in parts.randomElement(using: &random) }.joined()
            let bytes = Array(text.utf8)
            var end = 0
            for mention in catalogue.mentions(in: text, .en) {
                #expect(mention.range.lowerBound >= end && mention.range.upperBound <= bytes.count)
                #expect(Array(mention.phrase.utf8) == Array(bytes[mention.range]))
                end = mention.range.upperBound
            }
        }
    }

    @Test func `a row without words or with another exception is a fault`() {
        let file = "language,words,unless\nen,,\nen,iron,sometimes\nen,iron,"
        let error = #expect(throws: CatalogueError.self) {
            try Fixture.catalogue(["everyday-words.csv": file])
        }
        expect(error?.faults.map { $0.prefix(24) } ?? [], is: ["everyday-words.csv, line", "everyday-words.csv, line"])
    }
}
