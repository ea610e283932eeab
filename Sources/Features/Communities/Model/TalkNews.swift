import Markup
import Storage

/// Something new for a member in a thread.
struct TalkNews: Sendable, Equatable {
    /// The raw values stand in the database and end text keys.
    enum Reason: String, Sendable, CaseIterable {
        /// In a thread that they watch.
        case answer
        /// The post names them.
        case mention
        /// Their answer was found the best.
        case best
        /// A question that nobody has answered, and that they may know about.
        case canAnswer
    }

    let reason: Reason
    let number: Int
    /// Its slug.
    let community: String
    var author: String?
    let at: Instant
    let thread: CommunityThread
    /// Whoever asked in the dark wrote it.
    var byAsker = false

    /// How whoever wrote it is called; nil where they have left.
    func writer(_ text: Text) -> String? { byAsker ? text("communities.author.asked") : author }
}
