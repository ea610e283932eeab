import Accounts
import Storage

/// Who may read of a series, in one place: what is published, everybody; drafts and what was cancelled before it was
/// open, the coordinators of its organization; besides, what somebody has a seat in, they.
enum GroupVisibilityStore {
    /// For a statement in which the series stands as `series`.
    static func isReadable(by viewer: Viewer) -> SQL { "series.state IN ('open', 'closed')" }

    /// The same, and in lists: not what is by referral only (`programs` joined).
    static func isListed(for viewer: Viewer) -> SQL { "programs.listing = 'open' AND \(isReadable(by: viewer))" }
}
