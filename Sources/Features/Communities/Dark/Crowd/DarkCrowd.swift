import Markup
import Storage
import Synchronization

/// How many could have asked in each place, in each language: counted once a night for all of them and kept in memory, so that
/// nothing is asked of the database when somebody wants to know. Only bands leave it.
final class DarkCrowd: Sendable {
    struct Key: Hashable, Sendable {
        let community: ID<Space>
        let language: Language
    }

    private struct Counted {
        var people: [Key: Int] = [:]
        /// The night of the count; nil before the first.
        var night: Int64?
    }

    private let counted = Mutex(Counted())

    /// Before the first count it is few: who is not hidden for sure is not told that they are.
    func band(of community: ID<Space>, in language: Language) -> DarkBand {
        DarkBand(people: counted.withLock { $0.people[Key(community: community, language: language)] ?? 0 })
    }

    /// The places of some in which more than few could have asked, the fewest first: the nearest that hides.
    func open(among places: [Community], in language: Language) -> [Community] {
        let people = counted.withLock { $0.people }
        func count(_ place: Community) -> Int { people[Key(community: place.id, language: language)] ?? 0 }
        return places.filter { DarkBand(people: count($0)).isOpen }
            .sorted { (count($0), $0.slug) < (count($1), $1.slug) }
    }

    /// Whether a night has come since the last count.
    func isDue(at now: Instant) -> Bool { counted.withLock { $0.night != Self.night(of: now) } }

    func put(_ people: [Key: Int], at now: Instant) {
        counted.withLock { $0 = Counted(people: people, night: Self.night(of: now)) }
    }

    /// Nights are counted from three o'clock, UTC.
    private static func night(of now: Instant) -> Int64 { (now - .hours(3)).milliseconds / 86_400_000 }
}

extension DarkBand {
    init(people: Int) {
        self =
            switch people {
            case ..<100: .fewerThan100
            case ..<200: .from100
            case ..<500: .from200
            case ..<2_000: .from500
            default: .from2000
            }
    }
}
