package import Storage

/// Something a person feels or notices, in the Human Phenotype Ontology's layperson words.
package struct Symptom: Hashable, Sendable {
    /// Follows from the slug, so that every installation has the same one.
    package let id: ID<Symptom>
    /// Its name in addresses; stays for ever.
    package let slug: String
    /// `HP:0002018`; nil for members' words.
    package let hpo: String?
    /// Its code in ICD-10-CM; nil where no code says the same.
    package let icd10cm: String?
    package let name: LocalizedName
    /// Its place in `Catalogue.symptoms`, from 0 without gaps; holds as long as the catalogue.
    package let index: Int

    /// The identifier that belongs to a slug.
    package static func id(slug: String) -> ID<Symptom> {
        ID(named: "symptom:\(slug)")
    }
}
