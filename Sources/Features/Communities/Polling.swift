import Accounts
import Safety
import Storage
import Web

// What a thread's author asks all its readers: looked at first as all words are, shown or held back apart from the thread.
extension CommunitiesFeature {
    static let pollKind = "communities.poll"

    static func subject(_ thread: ID<CommunityThread>) -> SubjectReference {
        SubjectReference(kind: pollKind, record: thread.description)
    }

    /// What became of a poll that was sent.
    enum Polled: Sendable {
        case done
        case waits
        case held([ReviewFinding])
        case refused(String)
    }

    /// Puts a poll to a member's own thread. One that is there stays: a form sent twice is one poll.
    func ask(_ input: PollInput, in id: ID<CommunityThread>, as viewer: Viewer, at now: Instant) async throws -> Polled
    {
        guard let author = viewer.personID else { throw Problem.signInNeeded }
        let findings = safety.findings(in: input.words)
        return try await database.write { tx in
            guard let thread = try ThreadStore.find(id, as: viewer, in: tx), thread.author == author,
                thread.kind != .claim
            else { throw Problem.notFound }
            guard thread.state == .shown || thread.state == .waiting else {
                return .refused("communities.post.closed")
            }
            if let there = try PollStore.find(id, as: viewer, in: tx) { return there.state == .shown ? .done : .waits }
            var found: [ReviewFinding] = []
            switch try self.safety.review(findings, by: author, asksPerson: input.asksPerson, at: now, tx) {
            case .passes: break
            case .held(let findings): return .held(findings)
            case .waits(let findings): found = findings
            }
            let isTurnedDown = try self.safety.isTurnedDown(input.words, of: Self.pollKind, by: author, tx)
            let waits = !found.isEmpty || isTurnedDown
            try PollStore.add(input, waits ? .waiting : .shown, to: id, at: now, in: tx)
            if waits {
                try self.safety.submit(
                    input.words, found, as: Self.subject(id), by: author, in: .community(thread.community), at: now, tx)
            }
            try self.noteOtherPoll(of: id, tx)
            return waits ? .waits : .done
        }
    }

    /// Takes a poll out with all its votes. False where the member has none there.
    func removePoll(of id: ID<CommunityThread>, as viewer: Viewer) async throws -> Bool {
        try await database.write { tx in
            guard let thread = try ThreadStore.find(id, as: viewer, in: tx), thread.author != nil,
                thread.author == viewer.personID
            else { throw Problem.notFound }
            try self.safety.withdraw(Self.subject(id), tx)
            guard try PollStore.remove(id, in: tx) else { return false }
            try self.noteOtherPoll(of: id, tx)
            return true
        }
    }

    /// Votes in a poll that the viewer may read; nil, or the text key of why not.
    func vote(
        _ option: Int, in thread: CommunityThread, as viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws -> String? {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        guard let poll = try PollStore.find(thread.id, as: viewer, in: tx), poll.state == .shown,
            poll.options.contains(where: { $0.number == option })
        else { throw Problem.notFound }
        guard thread.state == .shown, poll.isOpen(at: now) else { return "communities.poll.isClosed" }
        guard try PollStore.mayVote(poll, me, leastAge: SafetyFeature.leastAgeToWeigh, in: tx) else {
            return "communities.poll.tooNew"
        }
        try PollStore.vote(option, in: poll, by: me, in: tx)
        return nil
    }

    private func noteOtherPoll(of thread: ID<CommunityThread>, _ tx: Transaction) throws {
        try ThreadStore.recount(thread, in: tx)
        try tx.noteTakedown()
    }

    // MARK: - What Safety may do with it

    var pollText: WrittenText {
        WrittenText(
            Self.pollKind, at: "/communities/:community/threads/:thread/poll", field: "options",
            published: PublishedText(
                find: { try findPoll($0, as: $1, $2) },
                setHidden: { record, isHidden, _, tx in
                    guard let id = ID<CommunityThread>(record),
                        try PollStore.setState(isHidden ? .hidden : .shown, id, in: tx)
                    else { return }
                    try noteOtherPoll(of: id, tx)
                }),
            decideHeld: { record, isAllowed, _, tx in
                guard let id = ID<CommunityThread>(record),
                    try PollStore.setState(isAllowed ? .shown : .refused, id, in: tx)
                else { return false }
                try noteOtherPoll(of: id, tx)
                return isAllowed
            })
    }

    private func findPoll(_ record: String, as viewer: Viewer, _ tx: Transaction) throws -> FoundText? {
        guard let id = ID<CommunityThread>(record), let thread = try ThreadStore.find(id, as: viewer, in: tx),
            let poll = try PollStore.find(id, as: viewer, in: tx)
        else { return nil }
        let slug = try CommunityStore.find(thread.community, in: tx)?.slug
        return FoundText(
            author: thread.author, words: poll.options.map(\.words).joined(separator: "\n"), record: id.description,
            link: slug.map { ThreadPage.link($0, id) }, in: .community(thread.community))
    }
}
