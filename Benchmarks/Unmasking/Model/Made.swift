import Foundation

/// A trace as a server could leave it, made up without one: to see that the linker finds what betrays, and nothing else.
struct Made: Sendable {
    private(set) var trace: Trace
    private let betrayal: Betrayal?
    private let visits: [[Double]]
    private var commit = 0
    private var random: Seeded
    /// What is to be written, by time.
    private var events: [(time: Double, changes: [Change])] = []
    private let mayBeAsked: Set<Int>

    static let days = 120

    /// - Parameters:
    ///   - posting: which share of visits leaves a post in one's own name.
    ///   - questions: how many are asked in the dark, with 0, 1 or 3 replies each, or always 3.
    init(_ count: Int, posting: Double, questions: Int, _ betrayal: Betrayal?, alwaysThree: Bool, seed: UInt64) {
        var random = Seeded(seed)
        let crowd = Crowd(count, using: &random)
        visits = crowd.visits(days: Self.days, using: &random)
        // Who only reads leaves no rate either.
        trace = Trace(posting > 0 ? crowd : Crowd(alike: count), hours: Self.days * 24 + 240)
        mayBeAsked = Set((0..<count).filter { _ in random.happens(0.8) })
        (self.betrayal, self.random) = (betrayal, random)
        writeVisits(posting)
        for number in 0..<questions { ask(replies: alwaysThree ? 3 : [0, 1, 3][number % 3]) }
        for beat in 0..<(3 * trace.hours) {
            note(Double(beat) / 3, Change(hour: beat / 3, commit: 0, place: "pool"))
        }
        for event in events.sorted(by: { $0.time < $1.time }) {
            commit += 1
            for change in event.changes {
                trace.add(
                    Change(
                        hour: change.hour, commit: commit, place: change.place, members: change.members,
                        question: change.question, values: change.values))
            }
        }
        trace.finish()
    }

    private mutating func note(_ time: Double, _ changes: Change...) { events.append((time, changes)) }

    private mutating func writeVisits(_ posting: Double) {
        for (member, own) in visits.enumerated() {
            var last = -1e9
            for visit in own {
                func change(_ place: String, _ members: [Int], values: [UInt64] = []) -> Change {
                    Change(hour: Int(visit), commit: 0, place: place, members: members, values: values)
                }
                if visit - last > 168 { note(visit, change("sessions", [], values: [random.next()])) }
                last = visit
                if betrayal == .seenAt { note(visit, change("visits", [member])) }
                guard random.happens(posting) else { continue }
                note(visit, change("drafts", [member], values: [random.next()]))
                note(visit + 0.05, change("posts", [member], values: [random.next()]))
                if betrayal == .bucketRow { note(visit + 0.05, change("buckets", [member])) }
            }
        }
    }

    private mutating func ask(replies: Int) {
        let asker = Int.random(in: 0..<trace.crowd.count, using: &random)
        guard let first = visits[asker].filter({ $0 < Double(Self.days * 24 - 240) }).randomElement(using: &random)
        else { return }
        let question = trace.acts.count
        trace.askers.append(asker)
        trace.planned.append(replies)
        trace.acts.append([])
        var (sitting, isReply, since) = (first, false, 0.0)
        while true {
            let pace: Pace = betrayal == .noDelay ? .atOnce : isReply ? .patient : .soon
            let act = Act(
                pace: isReply ? .patient : .soon, appears: pace.appears(after: sitting, using: &random),
                isReply: isReply, since: since)
            trace.acts[question].append(act)
            sit(asker, question, at: sitting, act)
            since = Double(act.appears)
            let later = visits[asker].filter { $0 > since && $0 > sitting }
            guard trace.acts[question].count <= replies, let next = later.first(where: { _ in random.happens(0.5) })
            else { return }
            (sitting, isReply) = (next, true)
        }
    }

    private mutating func sit(_ asker: Int, _ question: Int, at sitting: Double, _ act: Act) {
        let (hour, cell, own) = (Int(sitting), random.next(), random.next())
        var row = Change(hour: act.appears, commit: 0, place: "threads", question: question, values: [own])
        var released: [Change] = []
        func change(_ place: String, _ members: [Int] = [], values: [UInt64] = []) -> Change {
            Change(hour: hour, commit: 0, place: place, members: members, values: values)
        }
        switch betrayal {
        case .authorKept: row.members = [asker]
        case .sameTransaction: released = [Change(hour: act.appears, commit: 0, place: "members", members: [asker])]
        case .blobRewritten: note(sitting, change("blobs", [asker]))
        case .poolOnDemand:
            note(sitting, change("cells", values: [cell]))
            released = [Change(hour: act.appears, commit: 0, place: "cells gone", values: [cell])]
        case .openDraft:
            note(sitting, change("drafts", [asker], values: [cell]))
        case .bucketRow: note(sitting, change("buckets", [asker]))
        case .routeMetric: note(sitting, change("route /dark"))
        case .duplicateLogged: note(sitting, change("duplicate key", values: [own]))
        case .noDelay, .seenAt, .offerSkipsAsker, nil: break
        }
        events.append((Double(act.appears), [row] + released))
        guard !act.isReply else { return }
        var told = mayBeAsked
        if betrayal == .offerSkipsAsker { told.remove(asker) }
        let news = Double(act.appears) + 0.1
        let rows = told.sorted().map {
            Change(hour: Int(news), commit: 0, place: "news", members: [$0], question: question)
        }
        events.append((news, rows))
    }
}
