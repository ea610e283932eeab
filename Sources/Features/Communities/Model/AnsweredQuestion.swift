/// A question that others answered, as a page leads to it.
struct AnsweredQuestion: Sendable {
    /// The slug of its community.
    let community: String
    let thread: CommunityThread
    /// It speaks of something that its reader asked to be warned of.
    var isFolded = false
}
