import Storage

/// A row of `dark_threads`: a mark that is spent, and the thread that it owns.
struct DarkThread: Sendable, Equatable {
    let mark: DarkMark
    /// Nil where the thread was let go or is gone: the mark stays spent.
    let thread: ID<CommunityThread>?
    /// The day on which the thread appeared; after the epoch and the bar the row goes.
    let day: PartialDate
    /// Until when its writer asks nothing and answers nothing in the dark; nil for nearly all.
    let barredUntil: PartialDate?
}

extension DarkThread {
    /// Whether its writer may not write in the dark on a day.
    func isBarred(on day: PartialDate) -> Bool { barredUntil.map { $0 >= day } ?? false }
}
