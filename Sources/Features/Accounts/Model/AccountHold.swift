import Storage

/// That an account is not open: who signs in can take their data along or erase it, and nothing else.
struct AccountHold: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        /// For a time.
        case suspended
        /// For good, as far as the site goes; the person may still come for their data.
        case closed
    }

    let kind: Kind
    let since: Instant
    /// When it ends by itself; nil where somebody has to lift it.
    let until: Instant?
}
