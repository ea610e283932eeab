package import Logging

extension Logger {
    /// Does something again and again, beside the requests, until its task is cancelled. What fails is logged and tried
    /// again.
    /// - Parameters:
    ///   - pause: from the end of one time to the next.
    ///   - failure: what was not done, in a sentence.
    package func repeating(
        every pause: Duration, _ failure: Message, at level: Level = .warning, _ body: () async throws -> Void
    ) async {
        while !Task.isCancelled {
            do {
                try await body()
            } catch {
                guard !Task.isCancelled else { return }
                // Only what kind of error: its words may hold what somebody wrote.
                log(level: level, failure, metadata: ["error": "\(type(of: error))"])
            }
            try? await Task.sleep(for: pause)
        }
    }
}
