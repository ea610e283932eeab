import Accounts
import Markup
import Storage
import Web

/// Somebody, as far as their key says.
struct DarkSelf: Sendable {
    /// Marks of this epoch, in the order of its slots.
    let now: [DarkMark]
    /// Of all epochs in which they can have asked.
    let all: Set<DarkMark>
    let epoch: Int

    /// Epochs that are looked back: twenty years.
    private static let epochs = 260

    init(_ marks: OwnMarks, at now: Instant) {
        func of(_ epoch: Int) -> [DarkMark] {
            DarkEpoch.slots.compactMap { DarkMark(marks.mark(epoch: epoch, slot: $0)) }
        }
        let epoch = DarkEpoch.at(now)
        self.epoch = epoch
        self.now = of(epoch)
        all = Set((max(epoch - Self.epochs, 0)...max(epoch, 0)).flatMap(of))
    }
}

// What the pages of the dark ask for. All of it is memory, so that no statement depends on who looks.
extension CommunitiesFeature {
    /// Throws `.notFound` where the dark is not offered.
    func requireDark() throws(Problem) { if !darkPool.isOffered { throw .notFound } }

    /// Whoever looks; nil where their session does not open their key.
    func darkSelf(_ visit: Visit) -> DarkSelf? {
        accounts.ownMarks(of: visit).map { DarkSelf($0, at: visit.now) }
    }

    func darkAllowance(of me: DarkSelf, at now: Instant) async -> DarkAllowance {
        DarkAllowance(
            epoch: me.epoch, marks: me.now, threads: darkBook.threads(me.all),
            waiting: await darkPool.waiting(me.all), on: PartialDate(now))
    }

    /// Whether what was asked in the dark is the viewer's own. Asked alike of everybody who presses on such a thread.
    func isOwnInTheDark(_ thread: ID<CommunityThread>, _ visit: Visit) -> Bool {
        guard darkPool.isOffered, darkBook.entry(thread) != nil, let me = darkSelf(visit) else { return false }
        return darkBook.threads(me.all).contains { $0.thread == thread }
    }

    /// Hands an act to the pool; answers once it is on disk, or why it is not.
    func submitDark(_ act: DarkAct, of me: DarkSelf) async -> DarkPool.Refusal? {
        do {
            try await darkPool.submit(act, of: me.all)
            return nil
        } catch {
            return error as? DarkPool.Refusal ?? .late
        }
    }

    /// When what is sent now happens.
    func darkDue(_ pace: DarkPace, at now: Instant) -> Instant {
        var generator = SystemRandomNumberGenerator()
        return pace.due(after: now, using: &generator)
    }
}

extension DarkPool.Refusal {
    /// The key of the sentence that says so.
    var words: String {
        switch self {
        case .full: "communities.dark.full"
        case .off: "communities.dark.off"
        case .late: "communities.dark.late"
        case .locked: "communities.dark.poolLocked"
        case .gone: "communities.dark.gone"
        case .spent: "communities.dark.stale"
        case .long: "communities.dark.tooLong"
        }
    }
}
