import World
import Markup
import Storage
import Testing

@testable import Vocabulary

@Suite struct CatalogueTests {
    @Test func `entries are found by slug and identifier`() throws {
        let catalogue = try Fixture.catalogue()
        let diabetes = try #require(catalogue.condition(slug: "type-2-diabetes"))
        #expect(diabetes.id == ID<Condition>(named: "condition:type-2-diabetes"))
        #expect(catalogue.condition(diabetes.id) == diabetes)
        #expect(catalogue.conditions[diabetes.index] == diabetes)
        #expect(diabetes.name(.es) == "Diabetes tipo 2")
        #expect(catalogue.parent(of: diabetes)?.slug == "diabetes")
        #expect(catalogue.ancestors(of: diabetes).map(\.slug) == ["diabetes"])
        let wider = try #require(catalogue.condition(slug: "diabetes"))
        #expect(catalogue.children(of: wider).map(\.slug) == ["gestational-diabetes", "type-2-diabetes"])
        let sertraline = try #require(catalogue.treatment(slug: "sertraline"))
        #expect(sertraline.family?.slug == "ssri" && sertraline.brands == ["Zoloft", "Lustral"])
        let medicines = try #require(catalogue.family(slug: "medicines"))
        #expect(catalogue.treatments(in: medicines).map(\.slug) == ["ethinyl-estradiol", "sertraline"])
        #expect(catalogue.symptom(slug: "nausea")?.hpo == "HP:0002018")
        #expect(catalogue.condition(slug: "nausea") == nil)
        #expect(catalogue.synonyms(of: .symptom(try #require(catalogue.symptom(slug: "headache")))).count == 1)
    }

    @Test func `a purpose is a condition or a symptom under sixteen bytes`() throws {
        let catalogue = try Fixture.catalogue()
        let nausea = try #require(catalogue.purpose(slug: "nausea"))
        let purpose = try #require(nausea.purpose)
        #expect(purpose.kind == .symptom)
        #expect(catalogue.purpose(purpose.id) == nausea)
        #expect(Purpose(id: purpose.id, kind: "symptom") == purpose)
        #expect(Purpose(id: purpose.id, kind: "treatment") == nil)
        #expect(catalogue.concept(.treatment, slug: "walking")?.purpose == nil)
    }

    @Test(arguments: [
        ("conditions.csv", "slug,name_en\nx,X\n", "conditions.csv: has no column name_es"),
        ("conditions.csv", Fixture.conditions + "\nacne,Acne,Acné,,,skin,", "parent “skin” of acne does not exist"),
        ("conditions.csv", Fixture.conditions + "\ndiabetes,D,D,,,,", "diabetes stands here a second time"),
        ("conditions.csv", Fixture.conditions + "\nUpper,D,D,,,,", "“Upper” is no slug"),
        ("conditions.csv", Fixture.conditions + "\na,A,A,,,b,\nb,B,B,,,a,", "the parents of a go round in a circle"),
        ("conditions.csv", Fixture.conditions + "\na,,A,,,,", "a has no name in en"),
        ("conditions.csv", Fixture.conditions + "\na,A", "line 12: 2 cells instead of 7"),
        ("treatments.csv", Fixture.treatments + "\na,A,A,pill,ssri,,,,", "no kind of treatment is called “pill”"),
        ("treatments.csv", Fixture.treatments + "\na,A,A,medicine,,,,,", "there is no family called “”"),
        ("families.csv", Fixture.families + "\n\"x", "families.csv, line 5: unterminatedQuote"),
        ("symptoms.csv", "", "symptoms.csv: is empty"),
        ("review-rules.csv", "pattern,kind,slug,rule\nx,condition,nothing,", "a condition nothing that does not exist"),
        ("review-rules.csv", "pattern,kind,slug,rule\nx,thing,nothing,", "no kind is called thing"),
    ]) func `a fault in the files is said with its place`(file: String, content: String, fault: String) throws {
        let error = try #require(throws: CatalogueError.self) { try Fixture.catalogue([file: content]) }
        #expect(error.description.contains(fault), "\(error)")
    }

    @Test func `a folder without the files is an error that names them`() throws {
        let error = try #require(throws: CatalogueError.self) { try CatalogueFiles.read(folder: "/nowhere") }
        #expect(error.faults.count == 4)
    }
}
