import Foundation

/// Who comes when in a world, and at which visit somebody asks.
struct Plan: Sendable {
    struct Visit: Sendable {
        let member: Int
        /// In hours since the beginning.
        let time: Double
        let posts: Bool
        /// How many replies somebody means to write who asks now; nil where they do not ask.
        var asks: Int?
    }

    let crowd: Crowd
    let posting: Double
    let betrayal: Betrayal?
    let seed: UInt64
    let days: Int
    private(set) var visits: [Visit]
    /// How often the pool is written in an hour; the product does it 1,200 times.
    let beats = 6

    var hours: Int { days * 24 }

    /// - Parameters:
    ///   - posting: which share of visits leaves a post in one's own name.
    ///   - alwaysThree: three replies to each question; else none, one or three in turn.
    init(
        _ members: Int, posting: Double, questions: Int, days: Int, _ betrayal: Betrayal? = nil,
        alwaysThree: Bool = false,
        seed: UInt64
    ) {
        var random = Seeded(seed)
        let crowd = Crowd(members, using: &random)
        var visits = crowd.visits(days: days, using: &random).enumerated().flatMap { member, own in
            own.map { Visit(member: member, time: $0, posts: random.happens(posting)) }
        }.sorted { $0.time < $1.time }
        var byMember = [[Int]](repeating: [], count: members)
        // What is asked in the last days does not appear any more.
        for (index, visit) in visits.enumerated() where visit.time < Double(days * 24 - 84) {
            byMember[visit.member].append(index)
        }
        var spent: [Int: [Int: Int]] = [:]
        for number in 0..<questions {
            let asker = Int.random(in: 0..<members, using: &random)
            guard let index = byMember[asker].randomElement(using: &random), visits[index].asks == nil else { continue }
            let epoch = Int(visits[index].time) / (24 * 28)
            guard spent[asker]?[epoch] ?? 0 < 2 else { continue }
            spent[asker, default: [:]][epoch, default: 0] += 1
            visits[index].asks = alwaysThree ? 3 : [0, 1, 3][number % 3]
        }
        (self.crowd, self.posting, self.betrayal, self.seed, self.days) = (crowd, posting, betrayal, seed, days)
        self.visits = visits
    }
}
