import Storage
import Vocabulary

/// A quiet question to people who have tried a treatment. They may answer or leave it; nobody is told who left it.
struct Ask: Sendable, Equatable {
    /// People one question goes to, at most.
    static let addressees = 3
    /// Questions a member may ask in 24 hours.
    static let dailyLimit = 5
    static let questionLimit = 500
    static let replyLimit = 1_000

    let id: ID<Ask>
    let treatment: ID<Treatment>
    let purpose: ID<Purpose>
    let question: String
    let askedAt: Instant
    /// The asker's pseudonym, for the addressee.
    var asker: String = ""
    /// Replies so far, for the asker.
    var replies: [Reply] = []

    struct Reply: Sendable, Equatable {
        let pseudonym: String
        let text: String
        let at: Instant
    }
}

/// What became of a question.
enum AskOutcome: Sendable, Equatable {
    case sent
    /// Nobody who tried it said that they may be asked.
    case nobody
    /// Asked often enough today.
    case tooMany
}
