import Crypto
import Storage

/// How long a sign-in lasts (ASVS 5.0, 7.3.1 and 7.3.2).
enum SessionTerms {
    /// From sign-in to the end, whatever happens.
    static let longest: Duration = .days(30)
    /// Without a page opened.
    static let idle: Duration = .days(7)
    /// Without a page opened, on a telephone or computer that others use too.
    static let idleWhenShared: Duration = .minutes(30)
    /// A session in use is noted at most so often; idle times are true to this much.
    static let noteEvery: Duration = .minutes(2)

    /// What the database keeps of a token: its SHA-256. The token itself has 256 random bits, so no salt is needed.
    static func hash(ofToken token: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(token.utf8)))
    }
}

/// A session as it is kept.
struct SessionRecord: Sendable, Equatable {
    let tokenHash: [UInt8]
    let member: ID<Person>
    let csrfSecret: String
    let createdAt: Instant
    let seenAt: Instant
    let expiresAt: Instant
    /// Milliseconds without a page after which it ends.
    let idleLimit: Int64

    /// Whether it still stands, last used at `seen` (never earlier than what is kept).
    func isLive(at now: Instant, lastSeen seen: Instant) -> Bool {
        now < expiresAt && now < max(seen, seenAt) + idleLimit
    }

    var isShared: Bool { idleLimit < SessionTerms.idle.wholeMilliseconds }
}
