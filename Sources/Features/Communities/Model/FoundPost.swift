/// A post that words were found in, and the thread that it stands in.
struct FoundPost: Sendable, Equatable {
    /// The slug of its community.
    let community: String
    let number: Int
    let words: String
    let warning: String?
    let thread: CommunityThread

    var place: PostPlace { PostPlace(thread.id, number) }
}
