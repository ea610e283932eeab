import Testing

@testable import Safety

@Suite struct CrisisWordsTests {
    @Test func `the words that are shipped can be read`() throws {
        _ = try SafetyFeature()
    }
}
