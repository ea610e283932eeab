import Accounts
import ArgumentParser
import Jobs
import Markup
import Post
import Safety
import Storage
import Web

// Answers that come by mail. The address that they come to is the right to say something in one thread in one member's name;
// what is in them goes the way of every answer, but for what a page would ask their writer: that waits for their yes.
extension CommunitiesFeature {
    /// Bytes of a mail that are taken in; of more than `MailedReplies.limit` only the head is looked at.
    private static let mostBytes = 4 * MailedReplies.limit
    /// What fits into a line of the command's talk with the running server.
    private static let mostOfCommand = 700_000

    var mailedRoutes: [Route] {
        [
            Route.json(
                .post, "/hooks/mail/replies", .signature("post"),
                body: .raw(limit: Self.mostBytes, types: ["message/rfc822"])
            ) { visit in
                // Who hands mail on learns no more of it than whether it was for somebody here.
                let isTaken = try await takeReply(visit.body) != .passedOver
                return .json(Array("{\"outcome\":\"\(isTaken ? "taken" : "notOurs")\"}".utf8))
            }.documented(
                RouteDocumentation(
                    "A reply by mail", about: "A mail (RFC 5322) that came to an address for replies, as it came.",
                    answers: .object([.init("outcome", .oneOf(["taken", "notOurs"]))])))
        ]
    }

    struct NoArguments: ParsableArguments {}

    /// For a mail server that hands what comes in to a program. Says nothing of whose it was.
    @Sendable func takeReply(_: NoArguments, _ console: Console) async throws {
        var message = await console.read(Self.mostOfCommand)
        // Cut off, it is not to be taken for the whole: its writer is told that it is too large.
        if message.count == Self.mostOfCommand { message += [UInt8](repeating: 0, count: MailedReplies.limit) }
        let isTaken = try await takeReply(message) != .passedOver
        console.say(isTaken ? "Taken." : "Nothing to take: this is no reply to a mail of this server.")
    }

    /// Takes out answers that nobody said yes to.
    static let sweepJob = "communities-mailed"
    var sweepHandler: JobHandler {
        JobHandler(Self.sweepJob) { _ in
            let before = dependencies.clock.now() - MailedAnswer.patience
            try await database.write { try MailedAnswerStore.sweep(before: before, in: $0) }
        }
    }

    /// Whose a mail is, and what they may do now.
    private struct Sender: Sendable {
        let member: ID<Person>
        let thread: ID<CommunityThread>
        let recipient: Recipient
        let hasConsent: Bool
        /// The mail came before.
        let isKnown: MailedOutcome?
    }

    func takeReply(_ message: [UInt8]) async throws -> MailedOutcome {
        guard let replies = accounts.mailedReplies, let reply = try? replies.read(message) else { return .passedOver }
        let id = MailedAnswer.id(reply.key, to: reply.place)
        let now = dependencies.clock.now()
        guard let sender = try await sender(of: reply, id),
            let words = replies.words(
                of: reply, by: sender.member, readingAt: sender.recipient.address, now: now)
        else { return .passedOver }
        if let known = sender.isKnown { return known }
        switch words {
        case .failure(let fault): return try await tell(.unreadable(fault), sender)
        case .success(let own):
            // As a form would bring it: without what no page and no table can hold.
            let words = FormFields(["words": own.text])["words"] ?? ""
            guard words.utf8.count <= MailedAnswer.mostBytes else { return try await tell(.unreadable(.large), sender) }
            guard sender.hasConsent else { return try await tell(.closed, sender) }
            // What was handed on to somebody else, and a name that its writer may not have meant to give away, go nowhere
            // without a yes.
            let isTheirs = reply.mail.from?.text.lowercased() == sender.recipient.address.text.lowercased()
            return try await take(
                MailedAnswer(id: id, member: sender.member, thread: sender.thread, words: words), from: sender,
                isSure: isTheirs && !own.namesSender, at: now)
        }
    }

    private func sender(of reply: InboundReply, _ id: ID<WrittenPost>) async throws -> Sender? {
        try await database.read { tx in
            guard let place = try TalkMailStore.find(reply.place, in: tx),
                let recipient = try accounts.mailRecipient(place.member, in: tx)
            else { return nil }
            let isPosted = try SentPostStore.sent(id, in: tx) != nil
            let isHeld = try MailedAnswerStore.isKnown(id, in: tx)
            return Sender(
                member: place.member, thread: place.thread, recipient: recipient,
                hasConsent: try TalkMailStore.hasHealthConsent(place.member, in: tx),
                isKnown: isPosted ? .posted : isHeld ? .held : nil)
        }
    }

    private func take(
        _ answer: MailedAnswer, from sender: Sender, isSure: Bool, at now: Instant
    ) async throws -> MailedOutcome {
        let viewer = Viewer.person(answer.member, roles: [])
        let thread = try await database.read { try ThreadStore.find(answer.thread, as: viewer, in: $0) }
        guard let thread else { return try await tell(.closed, sender) }
        let danger = safety.reader.words.finding(in: answer.words)
        let isDanger = danger.map { $0.isSure || $0.card != .soft } ?? false
        // Whoever asked there in the dark would write in their own name: they are asked first, and so is everybody.
        if isSure, !isDanger, !thread.byAsker, try await post(answer, sender, at: now) { return .posted }
        return try await hold(answer, isDanger: isDanger, sender, at: now)
    }

    /// Posts what nobody need look at first; false for all else. What Safety would ask on a page is not asked here: neither
    /// does it count as a try, nor does a moderator read it before its writer wishes so.
    private func post(_ answer: MailedAnswer, _ sender: Sender, at now: Instant) async throws -> Bool {
        let language = Language(rawValue: sender.recipient.language)
        guard let input = PostInput(mailed: answer.words, as: answer.id, language),
            try await hasFindings(input.words, in: answer.thread, by: answer.member) == false
        else { return false }
        let viewer = Viewer.person(answer.member, roles: [])
        switch try await reply(input, to: answer.thread, as: viewer, at: now) {
        case .done, .waits: return true
        case .held, .refused: return false
        }
    }

    private func hold(
        _ answer: MailedAnswer, isDanger: Bool, _ sender: Sender, at now: Instant
    ) async throws -> MailedOutcome {
        let (mail, kind) = isDanger ? (dangerMail, "help") : (heldMail, "held")
        return try await database.write { tx in
            guard try MailedAnswerStore.hasRoom(for: answer.member, in: tx) else {
                return try tell(.tooMany, sender, tx)
            }
            try MailedAnswerStore.hold(answer, at: now, in: tx)
            try accounts.answerByMail(mail, as: kind, to: answer.member, keyHolds: .hours(1), in: tx)
            return .held
        }
    }

    private func tell(_ fault: MailedFault, _ sender: Sender) async throws -> MailedOutcome {
        try await database.write { try tell(fault, sender, $0) }
    }

    /// Once a day at most: no two programs keep each other busy.
    private func tell(_ fault: MailedFault, _ sender: Sender, _ tx: Transaction) throws -> MailedOutcome {
        try accounts.answerByMail(faultMail(fault), as: "fault", to: sender.member, keyHolds: .days(1), in: tx)
        return .told
    }
}
