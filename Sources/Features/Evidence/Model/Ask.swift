import Storage
import Vocabulary

/// A quiet question to people who have tried a treatment. It waits until somebody who may be asked takes it up; they may
/// answer or decline, and nobody is told who declined, or whether there is anybody.
struct Ask: Sendable, Equatable {
    /// People one question goes to, at most.
    static let addressees = 3
    /// Questions a member may ask in 24 hours.
    static let dailyLimit = 5
    /// Questions that wait for one member at a time, and that are put to them in seven days; others wait elsewhere.
    static let mostWaiting = 3
    static let mostInAWeek = 5
    /// How long a question that was taken back is remembered, without its words.
    static let remembered = Duration.days(2)
    static let questionLimit = 500
    static let replyLimit = 1_000

    enum State: String, Sendable, CaseIterable {
        case open
        /// By its asker: nobody can answer any more.
        case closed
        /// By its asker, or with their consent: words and answers are gone.
        case withdrawn
    }

    let id: ID<Ask>
    let treatment: ID<Treatment>
    let purpose: ID<Purpose>
    let question: String
    let askedAt: Instant
    var state = State.open
    /// The asker's pseudonym, for the addressee.
    var asker: String = ""
    /// Who asks; nil where the viewer does.
    var askerID: ID<Person>?
    /// Replies so far, for the asker.
    var replies: [Reply] = []

    /// Nobody has answered yet, and somebody still may.
    var isWaiting: Bool { state == .open && replies.isEmpty }

    /// The same words about the same thing.
    func isSame(as other: Ask) -> Bool {
        treatment == other.treatment && purpose == other.purpose && question == other.question
    }

    struct Reply: Sendable, Equatable {
        /// Of whoever has left, the answer's own identifier.
        let author: ID<Person>
        /// Nil of somebody who has left.
        let pseudonym: String?
        let text: String
        let at: Instant
        /// The asker said that they have read it.
        let isRead: Bool
    }
}

/// What became of a question that was sent. Whether anybody can be asked is no part of it: nobody could find out by it who
/// takes what.
enum AskOutcome: Sendable, Equatable {
    /// It waits.
    case sent
    /// Asked often enough today.
    case tooMany
    /// This form was taken back before.
    case withdrawn
}
