import Databases
import Storage
import Testing
import World

@testable import Evidence
@testable import Journal

@Suite struct BegunTests {
    private func date(_ random: inout SeededRandom) -> PartialDate? {
        let month = Int.random(in: 0...3, using: &random)
        let day = month > 0 ? Int.random(in: 0...3, using: &random) : 0
        return PartialDate(
            year: Int.random(in: 2018...2020, using: &random), month: month > 0 ? month * 4 : nil,
            day: day > 0 ? day * 10 : nil)
    }

    @Test(arguments: 0..<10)
    func `it compares as the journal compares dates`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<2_000 {
            let (one, other) = (try #require(date(&random)), try #require(date(&random)))
            #expect(
                (Begun(one).last < Begun(other).first) == one.isSurely(before: other), "\(one) before \(other)")
        }
    }

    @Test func `it is read from the journal's text`() {
        for text in ["2019", "2019-03", "2019-03-14", "0001", "9999-12-31"] {
            expect(Begun(text), is: Begun(PartialDate(text)))
            #expect(Begun(text).isKnown)
        }
        for text in ["", "soon", "201", "2019-3", "2019-03-1", "2019-03-14T", "2019-03-140", "2019-13"] {
            expect(Begun(text), is: .unknown)
            #expect(!Begun(text).isKnown)
        }
    }
}
