package import Storage

/// Something a person lives with, in plain words: "Type 2 diabetes".
package struct Condition: Hashable, Sendable {
    /// Follows from the slug, so that every installation has the same one.
    package let id: ID<Condition>
    /// Its name in addresses; stays for ever.
    package let slug: String
    package let name: LocalizedName
    /// The wider condition that its figures roll up to.
    package let parent: ID<Condition>?
    /// Its code in ICD-10-CM, or the code its words fall under; nil where there is none.
    package let icd10cm: String?
    /// Its place in `Catalogue.conditions`, from 0 without gaps; holds as long as the catalogue.
    package let index: Int

    /// The identifier that belongs to a slug.
    package static func id(slug: String) -> ID<Condition> {
        ID(named: "condition:\(slug)")
    }
}
