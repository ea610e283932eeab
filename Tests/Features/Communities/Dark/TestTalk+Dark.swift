import Storage
import Testing
import World

@testable import Communities
@testable import Safety

/// What is asked in the dark, as it leaves the pool.
extension TestTalk {
    static func mark(_ number: UInt8) -> DarkMark {
        DarkMark([UInt8](repeating: number, count: DarkMark.size)) ?? { preconditionFailure() }()
    }

    func act(_ deed: DarkDeed, by mark: UInt8 = 1, due: Instant? = nil) -> DarkAct {
        DarkAct(id: .random(), replaces: nil, mark: Self.mark(mark), due: due ?? now, deed: deed)
    }

    func question(
        _ title: String = TestTalk.words, _ words: String = TestTalk.words, warning: String? = nil,
        _ readers: ThreadVisibility = .members, isToBeWorded: Bool = false, isDanger: Bool = false
    ) -> DarkQuestion {
        DarkQuestion(
            thread: .random(), community: Self.stigma, title: title, words: words, warning: warning, language: "en",
            visibility: readers, isToBeWorded: isToBeWorded, isDanger: isDanger)
    }

    func reply(_ words: String, answers: Int? = nil, isDanger: Bool = false) -> DarkReply {
        DarkReply(post: .random(), words: words, warning: nil, answers: answers, isDanger: isDanger)
    }

    /// Does acts as the hour of the grid does.
    func release(_ deeds: DarkDeed..., by mark: UInt8 = 1) async throws {
        try await talk.releaseDark(deeds.map { act($0, by: mark) }, at: now)
    }

    /// A question that appeared.
    func askInTheDark(
        _ title: String = TestTalk.words, _ words: String = TestTalk.words, by mark: UInt8 = 1,
        _ readers: ThreadVisibility = .members
    ) async throws -> ID<CommunityThread> {
        let question = question(title, words, readers)
        try await release(.ask(question), by: mark)
        return question.thread
    }

    /// The words of a post, whoever reads them.
    func words(_ place: PostPlace) async throws -> String? {
        try await database.read { try PostStore.words(of: place, as: .system(reason: "test"), in: $0)?.words }
    }

    func cases() async throws -> [SafetyCase] {
        try await database.read { tx in
            try tx.rows("SELECT \(CaseStore.columns) FROM safety_cases c ORDER BY c.severity, c.opened_at, c.id") {
                try CaseStore.safetyCase($0)
            }
        }
    }

    func row(_ mark: UInt8) async throws -> DarkThread? {
        try await database.read { try DarkThreadStore.find(Self.mark(mark), in: $0) }
    }
}
