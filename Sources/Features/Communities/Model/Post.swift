import Markup
import Storage
import Vocabulary

/// Where a post stands.
struct PostPlace: Sendable, Hashable {
    let thread: ID<CommunityThread>
    /// From 1.
    let number: Int

    /// Under what other rooms know it.
    var record: String { "\(thread).\(number)" }

    init(_ thread: ID<CommunityThread>, _ number: Int) { (self.thread, self.number) = (thread, number) }

    init?(record: String) {
        let parts = record.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let thread = ID<CommunityThread>(Substring(parts[0])),
            let number = Int(Substring(parts[1])),
            number > 0
        else { return nil }
        self.init(thread, number)
        // One place has one name: what is known by its name must not be had again under another spelling.
        guard self.record == record else { return nil }
    }
}

/// What readers can press under a post. The raw values stand in forms and in the database.
enum Reaction: String, Sendable, CaseIterable {
    case meToo, thanks, hope
}

/// A post as one viewer reads it.
struct Post: Sendable, Equatable {
    let number: Int
    let author: ID<Person>?
    /// How the author is called; nil where nobody is.
    var pseudonym: String?
    /// Whether the viewer may see the author's page.
    var hasPage = false
    /// As it is shown; empty where the viewer may not read it.
    let html: HTML
    let warning: String?
    let answers: Int?
    let isQuoting: Bool
    let state: PostState
    let writtenAt: Instant
    let editedAt: Instant?
    let counts: [Reaction: Int]
    /// Of what it speaks that some wish to be warned of.
    var themes: Set<TalkTheme> = []
    /// What a moderator warns of.
    var warnedOf: TalkTheme?
    /// As they were typed; only where the viewer has words of their own looked for.
    var words: String?
    /// Whoever asked in the dark wrote it.
    var byAsker = false

    static let longestWords = 10_000
    static let longestWarning = 80
}

/// Words for a post, rendered and ready to be kept.
struct WrittenPost: Sendable {
    /// By which a form that is sent twice is one post.
    let form: ID<WrittenPost>
    let words: String
    let html: [UInt8]
    let warning: String?
    let answers: Int?
    let isQuoting: Bool
    /// Treatments that the words name, each once.
    let treatments: [ID<Treatment>]
    let state: PostState
    /// Of what it speaks that some wish to be warned of.
    var themes: Set<TalkTheme> = []
    /// Members of the thread whom the words speak to.
    var named: [CommunitiesFeature.Named] = []
}

/// A post as its author typed it.
struct OwnPost: Sendable, Equatable {
    let words: String
    let warning: String?
    let state: PostState
    /// It was taken out of sight or refused: it comes back by a moderator's word only.
    let isJudged: Bool
}

/// What a post said before.
struct PostVersion: Sendable, Equatable {
    /// From 1.
    let number: Int
    let words: String
    let writtenAt: Instant
}
