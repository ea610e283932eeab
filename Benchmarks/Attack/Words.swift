import Foundation
import Storage
import Vocabulary

/// Words of a town where every pair can be a trial of its own: 20 conditions, and 10 families of 6 medicines.
enum Words {
    static let conditions = 20
    static let families = 10
    static let inFamily = 6
    /// Side effects that every block of details asks about, in its order.
    static let symptoms = 6

    static func treatment(_ number: Int) -> ID<Treatment> { Treatment.id(slug: "medicine-\(number)") }
    static func condition(_ number: Int) -> ID<Purpose> {
        let id = Condition.id(slug: "condition-\(number)")
        return ID(high: id.high, low: id.low)
    }
    static func symptom(_ number: Int) -> ID<Symptom> { Symptom.id(slug: "symptom-\(number)") }
    static func family(_ number: Int) -> ID<Family> { Family.id(slug: "family-\(number)") }

    /// Fills a folder.
    /// - Parameter moved: the first medicine is of the last family.
    static func write(to folder: String, moved: Bool = false) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ head: String, _ lines: [String]) throws {
            try ([head] + lines + [""]).joined(separator: "\n").write(
                toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }
        func word(_ word: String, _ number: Int) -> String { "\(word)-\(number),\(word) \(number),\(word) \(number)" }
        let symptoms = (0..<symptoms).map { "symptom-\($0)" }.joined(separator: "; ")
        try write("families.csv", "slug,name_en,name_es,parent", (0..<families).map { word("family", $0) + "," })
        try write(
            "conditions.csv", "slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm",
            (0..<conditions).map { word("condition", $0) + ",,,," })
        try write(
            "treatments.csv", "slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients",
            (0..<families * inFamily).map { number in
                let family = moved && number == 0 ? families - 1 : number / inFamily
                return word("medicine", number) + ",medicine,family-\(family),,,,"
            })
        try write(
            "symptoms.csv", "slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es",
            (0..<Self.symptoms).map { "symptom-\($0),HP:000000\($0 + 1),symptom \($0),symptom \($0),," })
        try write("side-effects.csv", "family,symptoms", (0..<families).map { "family-\($0),\(symptoms)" })
        try write(
            "plausible.csv", "kind,slug,weight,treatments",
            (0..<conditions).map { "condition,condition-\($0),1,medicine-0; medicine-1; medicine-2" })
    }
}
