import Storage

/// Two members who write to each other, or of whom one asked to, as one of them sees it.
struct Correspondence: Sendable, Equatable {
    /// As it is kept. The raw values stand in the database.
    enum State: String, Sendable, CaseIterable {
        case asked, open, declined, closed
    }

    /// Which of the two somebody is.
    enum Side: String, Sendable, CaseIterable {
        case asker, asked

        var other: Side { self == .asker ? .asked : .asker }
    }

    /// How it stands for whoever looks. The raw values end text keys.
    enum Standing: String, Sendable, CaseIterable {
        /// They asked. Whether the other said no or has not looked looks the same.
        case asking
        /// They are asked, and say yes or no.
        case asked
        case open
        /// Nobody can write here any more. Why looks the same, whatever it is.
        case closed
    }

    let id: ID<Correspondence>
    let side: Side
    let state: State
    /// Nil where the other has left, or either has blocked the other: then nothing of theirs is shown.
    let other: ID<Person>?
    /// How the other is called.
    var pseudonym: String?
    /// Whether whoever looks may see the other's page.
    var hasPage = false
    /// Neither account is suspended or closed, and neither has blocked the other.
    let canMeet: Bool
    let lastAt: Instant
    /// The number of the first letter that is new for whoever looks.
    let newFrom: Int?
    /// Under what each one's letters are sealed, sealed itself; none of who has left.
    let keys: [Side: [UInt8]]

    var standing: Standing {
        switch state {
        case .open: other != nil && canMeet ? .open : .closed
        case .closed: .closed
        case .asked, .declined: side == .asker ? .asking : .asked
        }
    }

    /// Letters on a page.
    static let pageSize = 30
}
