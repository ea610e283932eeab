import Storage
import Vocabulary

/// A quiet question to people who have tried a treatment. They may answer or decline; nobody is told who declined.
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

    /// The same words about the same thing.
    func isSame(as other: Ask) -> Bool {
        treatment == other.treatment && purpose == other.purpose && question == other.question
    }

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
