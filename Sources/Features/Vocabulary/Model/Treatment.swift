package import Markup
package import Storage

/// What sort of thing a treatment is.
package enum TreatmentKind: String, Hashable, Sendable, CaseIterable {
    case medicine, therapy, exercise, diet, device, selfCare = "self-care", group, procedure
}

/// Treatments that act or are done alike: "Antidepressants (SSRI)". Figures that are too small roll up to it.
package struct Family: Hashable, Sendable {
    /// Follows from the slug, so that every installation has the same one.
    package let id: ID<Family>
    package let slug: String
    package let name: LocalizedName
    /// The wider family.
    package let parent: ID<Family>?
    /// Its place in `Catalogue.families`, from 0 without gaps.
    package let index: Int

    /// The identifier that belongs to a slug.
    package static func id(slug: String) -> ID<Family> {
        ID(named: "family:\(slug)")
    }
}

/// Anything taken or done on purpose: a medicine, a therapy, a walk, a group.
package struct Treatment: Hashable, Sendable {
    /// Follows from the slug, so that every installation has the same one.
    package let id: ID<Treatment>
    /// Its name in addresses; stays for ever.
    package let slug: String
    package let name: LocalizedName
    package let kind: TreatmentKind
    /// What it is like; nil only for members' words that nobody has placed yet.
    package let family: Family?
    /// Names it is sold under, as written on the box.
    package let brands: [String]
    /// What is in it, in plain generic names.
    package let ingredients: [String]
    /// Its ingredient's code in RxNorm; nil where it has none, or more than one.
    package let rxcui: String?
    /// A public page about just this, of what has no code.
    package let page: Link?
    /// Its place in `Catalogue.treatments`, from 0 without gaps; holds as long as the catalogue.
    package let index: Int

    /// The identifier that belongs to a slug.
    package static func id(slug: String) -> ID<Treatment> {
        ID(named: "treatment:\(slug)")
    }
}
