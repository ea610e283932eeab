import Storage
import Synchronization

/// Which answered questions are like one that has no best answer, as far as readers of it wanted to know: in memory, for to look
/// for them takes longer than the whole page. A page notes that it wants them and shows what was found before; they are looked
/// for beside the requests (`findLikes`).
final class LikeQuestions: Sendable {
    /// One question, for those who read it: `members` stands for whoever is signed in.
    struct Key: Hashable, Sendable {
        let thread: ID<CommunityThread>
        let audience: ThreadVisibility
    }

    struct Wanted: Sendable {
        let key: Key
        let title: String
        let community: ID<Space>
    }

    /// Questions of which likes are kept, and those that wait to be looked for; what comes beyond is not noted.
    static let (most, mostWanted) = (5_000, 200)
    /// How many are looked for at a time: so many times a few milliseconds.
    static let atOnce = 10
    /// After that they are looked for anew. Until then the page goes on with what it has.
    private static let lifetime = Duration.hours(6)

    private struct Found {
        let threads: [ID<CommunityThread>]
        /// Of the title that they are like: of one that is changed, nothing need be kept.
        let title: Int
        let at: Instant
    }

    private struct Kept {
        var found: [Key: Found] = [:]
        var wanted: [Key: Wanted] = [:]
    }

    private let kept = Mutex(Kept())

    /// What was found, the most like first; empty where nothing was, or nobody has looked.
    func threads(_ key: Key) -> [ID<CommunityThread>] { kept.withLock { $0.found[key]?.threads ?? [] } }

    /// Another number when something else may have been found.
    func version(_ key: Key) -> Int64 { kept.withLock { $0.found[key]?.at.milliseconds ?? 0 } }

    /// Notes that they are wanted, unless they are known.
    func want(_ wanted: Wanted, at now: Instant) {
        kept.withLock { kept in
            if let found = kept.found[wanted.key], found.title == wanted.title.hashValue,
                found.at > now - Self.lifetime
            {
                return
            }
            guard kept.wanted.count < Self.mostWanted else { return }
            kept.wanted[wanted.key] = wanted
        }
    }

    /// Some of what is wanted; it is noted no more.
    func take() -> [Wanted] {
        kept.withLock { kept in
            let some = kept.wanted.values.prefix(Self.atOnce)
            for one in some { kept.wanted[one.key] = nil }
            return Array(some)
        }
    }

    func put(_ threads: [ID<CommunityThread>], for wanted: Wanted, at now: Instant) {
        kept.withLock { kept in
            if kept.found.count >= Self.most { kept.found = [:] }
            kept.found[wanted.key] = Found(threads: threads, title: wanted.title.hashValue, at: now)
        }
    }
}
