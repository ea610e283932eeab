package import Storage

/// What became of a text of which somebody here knows that they wrote it, and nobody else does: whoever shows it to them asks
/// for all such texts alike, whoever is there.
package struct UnnamedRuling: Sendable, Equatable {
    /// A person has looked; else reports took it out of sight until one has.
    package let isDecided: Bool
    /// Others do not read it for that.
    package let isHidden: Bool
    /// The end of the key of the rule's name, behind `safety.reason.`.
    package let category: String
    /// Why, in the moderator's words; empty where nothing was taken.
    package let explanation: String
    package let at: Instant
    /// Until when another look can be asked for; nil where there is nothing to ask for, or it was asked for before.
    package let appealUntil: Instant?
}

extension SafetyFeature {
    /// What was last decided about texts of a kind without a named author, by their records.
    package func rulings(
        on records: Set<String>, of kind: String, _ tx: Transaction
    ) throws -> [String: UnnamedRuling] {
        records.isEmpty ? [:] : try UnnamedTextStore.rulings(on: records, of: kind, in: tx)
    }

    /// All such texts about whose authors somebody was worried within the days that soft words wait for anybody.
    package func worriedAboutUnnamed(of kind: String, at now: Instant, _ tx: Transaction) throws -> Set<String> {
        try UnnamedTextStore.worried(of: kind, since: now - Self.timeOfCard, in: tx)
    }

    /// Whether a moderator has yet to look at a text, or to look again.
    package func isBeforeModerators(_ subject: SubjectReference, _ tx: Transaction) throws -> Bool {
        try [SafetyCase.Origin.held, .reported].contains {
            try CaseStore.newest(about: subject, $0, [.open, .appealed], in: tx) != nil
        }
    }

    /// Asks for another look at what was decided about a text without a named author: once, within the time for it. False where
    /// there is nothing to ask for. Nobody is called: whoever was could reach nobody.
    package func appeal(
        _ subject: SubjectReference, words: String, at now: Instant, _ tx: Transaction
    ) throws -> Bool {
        let decided = try [SafetyCase.Origin.held, .reported].compactMap {
            try CaseStore.newest(about: subject, $0, SafetyCase.State.allCases, in: tx)
        }.max { $0.openedAt < $1.openedAt }
        guard var one = decided, one.author == nil, one.state == .decided, one.isHidden,
            let key = seal.key(one.key, of: one.id), try DecisionStore.appeal(of: one.id, in: tx) == nil,
            let last = try DecisionStore.all(of: one.id, in: tx).last, now < last.at + SafetyCase.timeToAppeal
        else { return false }
        try DecisionStore.appeal(one.id, words: try key.close(words), at: now, in: tx)
        (one.state, one.owner, one.leaseUntil) = (.appealed, nil, nil)
        one.dueAt = now + ReportReason.other.clock
        if reader.words.finding(in: words)?.isSure == true { one.hasten(.danger, at: now) }
        try CaseStore.update(one, in: tx)
        return true
    }
}
