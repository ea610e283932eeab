import Markup
import Testing
import World

@testable import Vocabulary

/// The way to public pages: by an entry's code, in the reader's language, and only where there is one.
@Suite struct PublicPageTests {
    private static let treatments = """
        slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients,rxcui,page
        sertraline,Sertraline,Sertralina,medicine,ssri,,,Zoloft,sertraline,36437,https://medlineplus.gov/other.html
        ethinyl-estradiol,Birth control pill,Píldora,medicine,medicines,,,,ethinyl estradiol,,
        walking,Walking,Caminar,exercise,movement,,,,,,https://medlineplus.gov/walking.html
        running,Running,Correr,exercise,movement,,,,,,http://medlineplus.gov/running.html
        """
    private static let symptoms = """
        slug,hpo_id,icd10cm,name_en,name_es,synonyms_en,synonyms_es
        nausea,HP:0002018,R11.0,Nausea,Náuseas,,
        headache,HP:0002315,,Headache,Dolor de cabeza,,
        """
    private static let conditions = Fixture.conditions + "\nsadness,Sadness,Tristeza,,,,"

    /// The address of an entry, or nothing.
    private func address(_ kind: ConceptKind, _ slug: String, _ language: Language) throws -> String? {
        let catalogue = try Fixture.catalogue([
            "treatments.csv": Self.treatments, "symptoms.csv": Self.symptoms, "conditions.csv": Self.conditions,
        ])
        let concept = try #require(catalogue.concept(kind, slug: slug))
        return catalogue.publicPage(of: concept, in: language)?.text
    }

    private func connect(_ system: String, _ code: String, _ name: String, _ language: String) -> String {
        "https://connect.medlineplus.gov/application?mainSearchCriteria.v.cs=2.16.840.1.113883.6.\(system)"
            + "&mainSearchCriteria.v.c=\(code)&mainSearchCriteria.v.dn=\(name)"
            + "&informationRecipient.languageCode.c=\(language)"
    }

    @Test(arguments: [
        (ConceptKind.condition, "depression", "90", "F32.9", "Depression", "Depresi%C3%B3n"),
        (.condition, "crohns-disease", "90", "K50.9", "Crohn%27s%20disease", "Enfermedad%20de%20Crohn"),
        (.symptom, "nausea", "90", "R11.0", "Nausea", "N%C3%A1useas"),
        (.treatment, "sertraline", "88", "36437", "Sertraline", "Sertralina"),
    ])
    func `an entry with a code has a page in each language, its name percent-encoded`(
        kind: ConceptKind, slug: String, system: String, code: String, english: String, spanish: String
    ) throws {
        expect(try address(kind, slug, .en), is: connect(system, code, english, "en"))
        expect(try address(kind, slug, .es), is: connect(system, code, spanish, "es"))
        let other = try address(kind, slug, Language(rawValue: "fr"))
        expect(other, is: connect(system, code, english, "fr"), "the library answers in English then")
    }

    @Test(arguments: [
        (ConceptKind.condition, "sadness"), (.symptom, "headache"), (.treatment, "ethinyl-estradiol"),
        (.treatment, "running"),
    ])
    func `without a code and a safe address there is no page`(kind: ConceptKind, slug: String) throws {
        for language in [Language.en, .es] { expect(try address(kind, slug, language), is: nil) }
    }

    @Test func `what has no code may have a page of its own, the same in every language`() throws {
        for language in [Language.en, .es] {
            expect(try address(.treatment, "walking", language), is: "https://medlineplus.gov/walking.html")
        }
    }
}
