import Storage

/// What somebody wants done in the dark. It waits sealed in the pool until it is due, and names nobody: whoever could make its
/// mark sent it.
struct DarkAct: Sendable, Equatable {
    /// That of its form: a form that is sent twice is one act.
    let id: ID<DarkAct>
    /// An act that still waits, whose place this one takes: what was changed or taken back before it appeared.
    let replaces: ID<DarkAct>?
    let mark: DarkMark
    /// From when it may happen: an hour of the grid, or the beat behind the sitting for what is done at once.
    let due: Instant
    let deed: DarkDeed
}

/// What is done.
enum DarkDeed: Sendable, Equatable {
    case ask(DarkQuestion)
    /// The asker writes on in their own thread.
    case reply(DarkReply)
    /// Other words for a post of the asker's, and another title where it is the first.
    case change(number: Int, title: String?, words: String, warning: String?)
    /// A post of the asker's goes; with the first goes the question.
    case remove(number: Int)
    /// Which answer was best; nil for none.
    case best(number: Int?)
    /// Mark and thread part: nobody's from then on.
    case letGo
    /// Why what a moderator took out of sight should be read again.
    case appeal(number: Int, words: String)
    /// Who leaves has what they asked taken away: each thread by its mark, at its hour.
    case leave([DarkFarewell])
    /// Nothing is done; it takes the place of what was taken back.
    case nothing
}

struct DarkQuestion: Sendable, Equatable {
    /// Drawn when the form is opened.
    let thread: ID<CommunityThread>
    let community: ID<Space>
    let title: String
    let words: String
    let warning: String?
    /// In which it is written: en, es.
    let language: String
    let visibility: ThreadVisibility
    /// A moderator puts it in other words before others read it, and these are kept nowhere.
    let isToBeWorded: Bool
    /// Its writer saw the card about danger: a moderator looks at it first.
    let isDanger: Bool
}

struct DarkReply: Sendable, Equatable {
    /// Drawn at the sitting; `posts.form_id`.
    let post: ID<WrittenPost>
    let words: String
    let warning: String?
    /// The number of the post that it answers.
    let answers: Int?
    let isDanger: Bool
}

struct DarkFarewell: Sendable, Equatable {
    let mark: DarkMark
    let due: Instant
}
