import Accounts
import Jobs
import Logging
import Safety
import Storage
import Web

// Asking somebody: docs/decisions/0022-asking.md says why questions wait and who is asked.
extension EvidenceFeature {
    static let asksJob = "evidence-asks"

    /// Puts what waits to who may be asked. Apart from the request that asked: neither its answer nor its time may tell
    /// whether there is anybody.
    var asksHandler: JobHandler {
        JobHandler(Self.asksJob, concurrency: 1) { _ in try await placeAsks() }
    }

    /// A change after which questions may have somewhere to go: it, and the job that looks.
    func changeAsks<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        let queue = queue
        return try await database.write { tx in
            let value = try body(tx)
            try queue.enqueue(Self.asksJob, in: tx)
            return value
        }
    }

    /// Ends what cannot stand any more, and puts every question that can be put.
    func placeAsks() async throws {
        let (accounts, now) = (accounts, clock.now())
        try await database.write { tx in
            try AskOfferStore.sweep(at: now, in: tx)
            try HeldWordsStore.forget(at: now, in: tx)
            try dropEndedWords(in: tx)
            for asker in try HeldWordsStore.sendAllowed(at: now, in: tx) { try accounts.tellOfNews(to: asker, in: tx) }
        }
        var hasMore = true
        while hasMore {
            hasMore = try await database.write { tx in
                try AskOfferStore.place(at: now, in: tx) { try accounts.tellOfNews(to: $0, in: tx) }
            }
        }
    }

    /// For what no request tells of: somebody records a treatment, a week is over, a consent is taken back.
    func keepPlacingAsks() async {
        await logger.repeating(every: .seconds(60), "questions were not put to members") { try await placeAsks() }
    }

    /// How many questions wait for whoever is signed in.
    static let waitingAsks = SessionFact("waiting-asks", words: "evidence.menu.asks.waiting") {
        AskOfferStore.countWaiting(for: $0)
    }

    /// How many answers whoever is signed in has not said to have read.
    static let newAnswers = SessionFact("new-answers", words: "evidence.menu.questions.new") {
        AskOfferStore.countUnread(for: $0)
    }
}
