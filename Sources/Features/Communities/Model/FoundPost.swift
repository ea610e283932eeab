/// A post that words were found in, and the thread that it stands in.
struct FoundPost: Sendable, Equatable {
    /// The slug of its community.
    let community: String
    let number: Int
    let words: String
    /// What its author warns of, and what a moderator does.
    let warning: String?
    let warnedOf: TalkTheme?
    /// It speaks of something that its reader asked to be warned of.
    let isFolded: Bool
    let thread: CommunityThread
    /// So do the title of its thread, or the post that this begins with.
    var isThreadFolded = false

    var place: PostPlace { PostPlace(thread.id, number) }
}
