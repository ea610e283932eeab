package import Storage
import Vocabulary

/// A place where people talk. Its identifier is that of its space, in which moderators hold their role.
package struct Community: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// About what people live with; named as the vocabulary names it.
        case condition
        /// About something that many share; named in this room's texts.
        case theme
    }

    package let id: ID<Space>
    /// Its name in addresses: the condition's, or the theme's.
    package let slug: String
    package let kind: Kind

    /// Follows from the slug, so that every installation has the same one.
    package static func id(slug: String) -> ID<Space> { ID(named: "community:\(slug)") }
}

/// What a community can be about besides a condition. A new one is a line here and its two texts.
enum Theme: String, Sendable, CaseIterable {
    case newlyTold = "newly-told"
    case stigma
    case caring
    case selfInjection = "self-injection"
    case loveAndSex = "love-and-sex"
    case workAndMoney = "work-and-money"
    case talkingWithDoctors = "talking-with-doctors"
    case nights
}
