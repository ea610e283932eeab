import Synchronization

/// Uploads that are under way in this process: they take long, so they are counted, in all and of one person.
final class UploadSlots: Sendable {
    private let each: Int
    private let total: Int
    private let open = Mutex<[RateLimiter.Subject: Int]>([:])

    init(each: Int, total: Int) { (self.each, self.total) = (each, total) }

    var count: Int { open.withLock { $0.values.reduce(0, +) } }

    /// Runs what takes in an upload. Throws `.tooMany` where the person has enough under way, `.unavailable` where
    /// everybody together has.
    func run<Value>(for subject: RateLimiter.Subject, _ body: () async throws -> Value) async throws -> Value {
        try open.withLock { open throws(Problem) in
            let own = open[subject] ?? 0
            guard own < each else { throw .tooMany(after: 10) }
            guard open.values.reduce(0, +) < total else { throw .unavailable }
            open[subject] = own + 1
        }
        defer {
            open.withLock { open in
                let own = open[subject] ?? 0
                open[subject] = own > 1 ? own - 1 : nil
            }
        }
        return try await body()
    }
}
