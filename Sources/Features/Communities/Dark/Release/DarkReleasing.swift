import Logging
import Safety
import Storage
import Web

// What waited in the dark, done: at the hours of the grid, all that is due, in one transaction and in no order. No row of a
// member is written with it. What follows for others, news and offers and what they pressed, follows by jobs (`DarkFollowing`).
extension CommunitiesFeature {
    /// Does what is due. What was done before, here or by another process, is done once.
    ///
    /// - Parameter now: of the clock; what appears has the hour of the grid before it as its time.
    func releaseDark(_ acts: [DarkAct], at now: Instant) async throws {
        guard !acts.isEmpty else { return }
        let looked = Self.inOrder(acts).map { LookedAct($0, found: found(in: $0.deed)) }
        do {
            try await release(looked, at: now)
        } catch StorageError.busy {
            throw StorageError.busy
        } catch {
            // One act that cannot be done keeps no other from being done. It waits on.
            dependencies.logger.error(
                "what was due could not be done together", metadata: ["error": "\(type(of: error))"])
            for one in looked { try? await release([one], at: now) }
        }
        try await darkPool.readDone()
        try await rereadDark()
    }

    private func release(_ acts: [LookedAct], at now: Instant) async throws {
        try await database.write { tx in
            let release = DarkRelease(communities: self, now: now, tx: tx)
            for act in acts { try release.release(act) }
        }
    }

    /// By chance; of one question only what belongs together stands in its order: it appears, is written on, changed, goes.
    private static func inOrder(_ acts: [DarkAct]) -> [DarkAct] {
        acts.shuffled().enumerated().sorted { left, right in
            (left.element.due, left.element.deed.order, left.offset)
                < (right.element.due, right.element.deed.order, right.offset)
        }.map(\.element)
    }

    /// What the rules find in words that others are about to read. Nothing is written down.
    private func found(in deed: DarkDeed) -> [HeldReason] {
        let texts: [String?]
        switch deed {
        case .ask(let question): texts = [question.title, question.words, question.warning]
        case .reply(let reply): texts = [reply.words, reply.warning]
        case .change(_, let title, let words, let warning): texts = [title, words, warning]
        case .remove, .best, .letGo, .appeal, .leave, .nothing: texts = []
        }
        let words = texts.compactMap(\.self).filter { !$0.isEmpty }
        var found = Set(words.flatMap { safety.findings(in: $0) }.map(\.kind)).sorted()
            .compactMap { HeldReason(rawValue: $0.rawValue) }
        // What a second yes was asked for at the sitting; not every act says so.
        let isDanger = deed.isDanger || safety.reader.holding(words.joined(separator: "\n")) != nil
        if isDanger, !found.contains(.danger) { found.insert(.danger, at: 0) }
        return found
    }
}

/// An act, and what stands in it that others should not read unseen.
struct LookedAct: Sendable {
    let act: DarkAct
    let found: [HeldReason]

    init(_ act: DarkAct, found: [HeldReason]) { (self.act, self.found) = (act, found) }
}

extension DarkDeed {
    /// What of one question comes first, where several fall due together.
    fileprivate var order: Int {
        switch self {
        case .ask: 0
        case .reply: 1
        case .change: 2
        case .best: 3
        case .appeal: 4
        case .letGo: 5
        case .remove: 6
        case .leave: 7
        case .nothing: 8
        }
    }

    /// Its writer saw the card about danger.
    fileprivate var isDanger: Bool {
        switch self {
        case .ask(let question): question.isDanger
        case .reply(let reply): reply.isDanger
        default: false
        }
    }
}

extension DarkPace {
    /// The hour of the grid that a moment is in.
    static func hour(before now: Instant) -> Instant {
        let grid = gridHours * 3_600_000
        return Instant(milliseconds: now.milliseconds / grid * grid)
    }

    /// The next hour of the grid behind a moment.
    static func hour(after now: Instant) -> Instant { hour(before: now) + .hours(Int(gridHours)) }
}
