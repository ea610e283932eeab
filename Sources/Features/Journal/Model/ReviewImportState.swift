import Storage

/// A file of reviews that was sent by the administrator's page, and how far it has come.
struct SentReviews: Sendable, Hashable {
    enum State: String, Sendable {
        /// Its bytes come in and are checked.
        case receiving
        /// It is whole and good; its rows are written, some at a time.
        case importing
        case done
        /// It is no file of reviews; nothing of it was written.
        case refused
        /// Its sending broke off, or the server ended in the middle; what was written stays.
        case interrupted
    }

    /// How long one may stand still before it counts as left: its process has died.
    static let patience = Duration.seconds(30)

    let id: ID<SentReviews>
    var state = State.receiving
    let startedAt: Instant
    var updatedAt: Instant
    var bytes = 0
    /// Nil until it is whole.
    var rows: Int?
    var rowsDone = 0
    var stored = 0
    var storedBefore = 0
    var unmapped = 0
    var rejected = 0
    /// Why it was refused (`ReviewFileError.stored`), or the report as the command says it.
    var words: String?

    init(id: ID<SentReviews>, at now: Instant) { (self.id, startedAt, updatedAt) = (id, now, now) }

    init(id: ID<SentReviews>, startedAt: Instant, updatedAt: Instant) {
        (self.id, self.startedAt, self.updatedAt) = (id, startedAt, updatedAt)
    }

    var isUnderWay: Bool { state == .receiving || state == .importing }

    /// As it is for whoever looks now.
    func seen(at now: Instant) -> SentReviews {
        guard isUnderWay, now > updatedAt + Self.patience else { return self }
        var left = self
        left.state = .interrupted
        return left
    }
}
