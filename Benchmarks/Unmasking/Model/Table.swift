import Foundation

/// What of a visit is seen in hourly copies and logs.
enum Shown: String, CaseIterable, Sendable {
    case everyVisit = "every visit"
    case postsAndSignIns = "own posts, each sign-in (idle 7 days)"
    case sharedPhone = "the same, shared phone (every visit signs in)"
    case posts = "own posts only (30% of visits)"
    case postsOtherDays = "the same, dark acts only on days without own posts"
    case nothing = "nothing"
}

/// The pure model: visits, acts, and Bayes with every rule and rate known. No server, and so no word about the product: it
/// is a check of whoever links.
struct Trial: Sendable {
    let crowd: Crowd
    let days = 120
    let visits: [[Double]]
    let stream: Stream
    let shown: Shown
    /// By member: days on which they wrote something in their name.
    private let busy: [Set<Int>]
    private let isSeen: [[Bool]]

    init(_ count: Int, _ shown: Shown, using random: inout Seeded) {
        crowd = Crowd(count, using: &random)
        visits = crowd.visits(days: days, using: &random)
        self.shown = shown
        let isSeen = visits.map { own in
            own.indices.map { index in
                let isPost = random.happens(0.3)
                switch shown {
                case .everyVisit, .sharedPhone: return true
                case .posts, .postsOtherDays: return isPost
                case .postsAndSignIns: return isPost || index == 0 || own[index] - own[index - 1] > 168
                case .nothing: return false
                }
            }
        }
        self.isSeen = isSeen
        let seen = zip(visits, isSeen).map { own, seen in
            zip(own, seen).filter { $1 }.map { Int32($0.0) }
        }
        busy = seen.map { Set($0.map { Int($0) / 24 }) }
        let rates = crowd.rates
        stream = Stream(seen, of: crowd, length: days * 24) { member in
            let rate = rates[member] / 24
            switch shown {
            case .everyVisit, .sharedPhone: return rate * 1e-6
            case .posts, .postsOtherDays: return rate * 0.7
            case .postsAndSignIns: return rate * 0.7 * (1 - exp(-7 * rates[member]))
            case .nothing: return rate
            }
        }
    }

    /// A question of somebody's and what they wrote on in it; nil where the one who was drawn never came.
    func question(_ question: Pace, replies: Int, at pace: Pace, using random: inout Seeded) -> (Int, [Act])? {
        let asker = Int.random(in: 0..<crowd.count, using: &random)
        let own = visits[asker].filter { $0 < Double(days * 24 - 240) && mayAct(asker, $0) }
        guard let sitting = own.randomElement(using: &random) else { return nil }
        var acts = [Act(pace: question, appears: question.appears(after: sitting, using: &random), isReply: false)]
        for visit in visits[asker] where acts.count <= replies {
            let since = Double(acts[acts.count - 1].appears)
            guard visit > since, visit > sitting, mayAct(asker, visit), random.happens(0.5) else { continue }
            acts.append(
                Act(pace: pace, appears: pace.appears(after: visit, using: &random), isReply: true, since: since))
        }
        return (asker, acts)
    }

    private func mayAct(_ member: Int, _ visit: Double) -> Bool {
        shown != .postsOtherDays || !busy[member].contains(Int(visit) / 24)
    }

    func scores(_ acts: [Act]) -> [Double] {
        var scores = [Double](repeating: 0, count: crowd.count)
        for act in acts {
            let dating = Dating(act)
            let shares = dating.sharesByPeak
            for member in scores.indices {
                scores[member] +=
                    shown == .postsOtherDays
                    ? quietScore(member, act, dating)
                    : stream.score(member, act, dating, share: shares[crowd.peaks[member]], crowd)
            }
        }
        return scores
    }

    /// Who is known to act only on days without a word in their name was there on none of those.
    private func quietScore(_ member: Int, _ act: Act, _ dating: Dating) -> Double {
        var free = dating
        for index in free.weights.indices where busy[member].contains((free.first + index) / 24) {
            free.weights[index] = 0
        }
        let byHour = free.byHour
        let share = (0..<24).map { byHour[(crowd.peaks[member] + $0) % 24] * Crowd.profile[$0] }.reduce(0, +)
        let left = 1 - Double(busy[member].count) / Double(days)
        return Stream(emptyOf: stream).score(member, act, free, share: share, crowd)
            - (act.isReply ? 0 : log(max(left, 0.01)))
    }
}

extension Stream {
    /// The same with nothing seen.
    init(emptyOf other: Stream) {
        (hours, unseen, length) = (other.hours.map { _ in [] }, other.unseen, other.length)
    }
}

extension Pace {
    /// The hour in which it appears.
    func appears(after sitting: Double, using random: inout Seeded) -> Int {
        guard let most else { return Int(sitting) }
        let due = sitting + Self.least + random.unit() * (most - Self.least)
        return Int((due / Self.grid).rounded(.up) * Self.grid)
    }
}
