import Storage
import Vocabulary

/// Something a member lives with.
struct MemberCondition: Sendable, Hashable {
    /// In the catalogue, or the member's own word that nobody has placed yet.
    let condition: ID<Condition>
    /// As far as the person remembers.
    var since: PartialDate?
}
