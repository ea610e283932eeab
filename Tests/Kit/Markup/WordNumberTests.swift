import Testing

@testable import Markup

@Suite struct WordNumberTests {
    @Test(arguments: [
        ("headache", ["headaches"]), ("allergy", ["allergys", "allergyes", "allergies"]),
        ("rash", ["rashs", "rashes"]),
        ("dolor", ["dolors", "dolores"]), ("migrana", ["migranas"]), ("ms", []), ("hi", []), ("headaches", []),
        ("b12", []),
        ("боль", []), ("", []),
    ])
    func `a plural has its word among its singulars`(word: String, plurals: [String]) {
        let forms = Folding.plurals(of: Array(word.utf8))
        #expect(forms.map { String(decoding: $0, as: UTF8.self) } == plurals)
        #expect(forms.allSatisfy { Folding.singulars(of: $0).contains(Array(word.utf8)) })
    }

    @Test(arguments: [
        ("allergies", ["allergie", "allergi", "allergy"]), ("dolores", ["dolore", "dolor"]), ("its", []),
        ("headache", []),
    ])
    func `singulars are guessed from the ending`(word: String, singulars: [String]) {
        #expect(Folding.singulars(of: Array(word.utf8)).map { String(decoding: $0, as: UTF8.self) } == singulars)
    }
}
