package import Storage

/// What a thread is, which decides what is asked of its author.
package enum ThreadKind: String, Sendable, CaseIterable {
    /// Something to be answered; its asker says which answer was best.
    case question
    /// What somebody lived through.
    case experience
    /// That something is so; it names a page that says so, too.
    case claim
}

/// Who may read a thread. The raw values stand in the database.
package enum ThreadVisibility: String, Sendable, CaseIterable {
    case anyone, members, community
}

/// Whether others read a thread or a post.
enum PostState: String, Sendable, CaseIterable {
    case shown
    /// Nobody but its author reads it before a moderator said yes.
    case waiting
    /// A moderator said no to what waited.
    case refused
    /// Taken out of sight after reports.
    case hidden
    /// Removed by its author: no words are left.
    case gone

    /// Whether a moderator's yes to what was held lets others read it: a refused one may be looked at again.
    var isHeld: Bool { self == .waiting || self == .refused }
}

/// A thread as lists and its own page show it.
struct CommunityThread: Sendable, Equatable {
    let id: ID<CommunityThread>
    let community: ID<Space>
    /// Nil where its author has left, removed what they wrote, or asked in the dark.
    let author: ID<Person>?
    let kind: ThreadKind
    /// Empty where its author removed it.
    let title: String
    let language: String
    let source: String?
    let visibility: ThreadVisibility
    let state: PostState
    let startedAt: Instant
    let lastAt: Instant
    /// Answers that others read.
    let replies: Int
    /// The highest number that a post here ever had.
    let lastNumber: Int
    let best: Int?
    let revision: Int
    /// It was asked in the dark: its asker is nobody here, and has not left.
    var byAsker = false
    /// Its asker wishes that a moderator puts it in other words before others read it.
    var isToBeWorded = false

    /// Posts on a page. Pages are cut by number, so that an address keeps what it shows.
    static let pageSize = 20
    static func page(of number: Int) -> Int { max(number - 1, 0) / pageSize + 1 }
    static func numbers(onPage page: Int) -> ClosedRange<Int> { (page - 1) * pageSize + 1...page * pageSize }
    var pages: Int { Self.page(of: lastNumber) }
}

/// A thread as it is about to begin.
struct NewThread: Sendable {
    /// That of its form.
    private(set) var id: ID<CommunityThread>
    let community: ID<Space>
    let kind: ThreadKind
    let title: String
    let language: String
    let source: String?
    let visibility: ThreadVisibility
    /// The question of the week that it is about; nil for nearly all.
    var week: WeekQuestion?
    /// Its asker wishes that others never read their own words; only in the dark.
    var isToBeWorded = false

    static let longestTitle = 160

    /// The same thread in another form.
    func inForm(_ form: ID<WrittenPost>) -> NewThread {
        var thread = self
        thread.id = ID(high: form.high, low: form.low)
        return thread
    }
}
