import Safety
import Storage
import Web

// The line about oneself is looked at before others read it: docs/decisions/0021-review-before-others-read.md.
extension AccountsFeature {
    /// What the line is called in the queue of moderators.
    static func line(of member: ID<Person>) -> SubjectReference {
        SubjectReference(kind: "accounts.about", record: member.description)
    }

    static let profileLine = WrittenText(
        "accounts.about", at: ProfilePage.path, ProfileLinePage.path, field: "about",
        published: PublishedText(
            find: { try ProfileLineStore.found($0, as: $1, in: $2) },
            setHidden: { try ProfileLineStore.setHidden($1, of: $0, in: $3) }),
        decideHeld: { record, isAllowed, _, tx in
            try ProfileLineStore.decide(record, isAllowed: isAllowed, in: tx)
        })

    /// What becomes of the line of a profile, in the transaction that has just kept it; one that waits is put before a
    /// moderator, and what waited in its place is taken back.
    func look(
        atLineOf profile: OwnProfile, before: ProfileLine, by member: ID<Person>, _ sent: ProfileLineSending,
        at now: Instant,
        in tx: Transaction
    ) throws -> ProfileLineState {
        let (state, findings) = try lineState(
            of: profile, before: before, by: member, sent, at: now, in: tx)
        try ProfileLineStore.set(state, of: member, in: tx)
        guard let safety, state != before.state || profile.about != before.words else { return state }
        if state == .waiting, let words = profile.about {
            try safety.submit(words, findings, as: Self.line(of: member), by: member, at: now, tx)
        } else {
            try safety.withdraw(Self.line(of: member), tx)
        }
        return state
    }

    private func lineState(
        of profile: OwnProfile, before: ProfileLine, by member: ID<Person>, _ sent: ProfileLineSending, at now: Instant,
        in tx: Transaction
    ) throws -> (ProfileLineState, [ReviewFinding]) {
        guard let words = profile.about else { return (.unread, []) }
        let isSame = words == before.words
        // Nobody need look twice. A line that is out of sight stays so.
        if isSame, before.state == .passed { return (.passed, []) }
        guard profile.showsLine else { return (.unread, []) }
        if isSame, before.state == .waiting || before.state != .unread && sent == .along { return (before.state, []) }
        guard let safety else { return (.passed, []) }
        let findings = safety.findings(in: words)
        // A moderator took out of sight what stood there: one looks at what comes in its place, whatever the rules find.
        // Nor do words come back that were turned down, once others stood there.
        let kind = Self.line(of: member).kind
        let needsPerson = try before.isHidden || safety.isTurnedDown(words, of: kind, by: member, tx)
        let asksPerson = sent == .toPerson || needsPerson
        switch try safety.review(findings, by: member, asksPerson: asksPerson, at: now, tx) {
        case .passes: return (needsPerson ? .waiting : .passed, [])
        case .held(let findings): return (.held, findings)
        case .waits(let findings): return (.waiting, findings)
        }
    }
}
