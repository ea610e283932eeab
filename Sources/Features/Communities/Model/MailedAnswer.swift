import Post
import Storage

/// An answer that came by mail.
struct MailedAnswer: Sendable, Equatable {
    /// That of the form that sends it on.
    let id: ID<WrittenPost>
    let member: ID<Person>
    let thread: ID<CommunityThread>
    /// As it came.
    let words: String

    /// How long one waits for its writer's yes, and how many do at a time.
    static let patience = Duration.days(30)
    static let most = 20
    static let mostBytes = 100_000

    /// - Parameter key: the mail's own, the same whenever it comes.
    static func id(_ key: String, to place: ID<ReplyPlace>) -> ID<WrittenPost> { ID(named: "mail \(key) to \(place)") }
}

/// What became of a mail that came in for a thread.
enum MailedOutcome: String, Sendable, CaseIterable {
    /// It stands in the thread, or did when it came before.
    case posted
    /// It waits for its writer's yes.
    case held
    /// Its writer is told why not.
    case told
    /// Nobody is told: a program wrote it, or it came to an address that holds no longer, or for somebody else.
    case passedOver
}

/// Why a mail that somebody wrote is not taken, beside what cannot be read in it. The raw value ends the key of a sentence.
enum MailedFault: Sendable, Hashable {
    case unreadable(ReplyFault)
    /// The thread is not there for them any more, or they do not agree that words about health are kept.
    case closed
    /// Too many of theirs wait for a yes already.
    case tooMany

    static let all = ReplyFault.allCases.map(Self.unreadable) + [.closed, .tooMany]

    var name: String {
        switch self {
        case .unreadable(let fault): fault.rawValue
        case .closed: "closed"
        case .tooMany: "tooMany"
        }
    }
}
