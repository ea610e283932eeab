import Storage
import Testing
import World

@testable import Communities

/// Who may ask in the dark now.
@Suite struct DarkAllowanceTests {
    private let marks = [1, 2].compactMap { DarkMark([UInt8](repeating: $0, count: 32)) }
    private let today = PartialDate(Instant(milliseconds: 1_793_664_000_000))

    private func thread(_ mark: DarkMark, barred: String? = nil) -> DarkThread {
        DarkThread(mark: mark, thread: nil, day: today, barredUntil: barred.flatMap { PartialDate($0) })
    }

    private func act(_ mark: DarkMark, _ deed: DarkDeed) -> DarkAct {
        DarkAct(id: .random(), replaces: nil, mark: mark, due: Instant(milliseconds: 0), deed: deed)
    }

    private var question: DarkDeed {
        .ask(
            DarkQuestion(
                thread: .random(), community: TestTalk.stigma, title: "T", words: "W", warning: nil, language: "en",
                visibility: .members, isToBeWorded: false, isDanger: false))
    }

    private func allowance(_ threads: [DarkThread], _ waiting: [DarkAct] = []) -> DarkAllowance {
        DarkAllowance(epoch: 741, marks: marks, threads: threads, waiting: waiting, on: today)
    }

    @Test func `two questions are allowed in an epoch, whether they stand or wait`() {
        let next = DarkAllowance.spent(until: DarkEpoch.firstDay(of: 742))
        expect(allowance([]), is: .free(slots: [0, 1]))
        expect(allowance([thread(marks[0])]), is: .free(slots: [1]))
        expect(allowance([], [act(marks[1], question)]), is: .free(slots: [0]))
        expect(allowance([thread(marks[0])], [act(marks[1], question)]), is: next)
        // What was taken back is no question, nor is an answer.
        expect(allowance([thread(marks[0])], [act(marks[1], .nothing)]), is: .free(slots: [1]))
    }

    @Test func `a bar holds to the end of its day`() throws {
        expect(allowance([thread(marks[0], barred: "2026-11-02")]), is: .free(slots: [1]))
        let last = try #require(PartialDate("2026-11-03"))
        expect(allowance([thread(marks[0], barred: "2026-11-03")]), is: .barred(until: last))
    }

    @Test func `a window says days and holds the hour`() {
        let now = Instant(milliseconds: 1_793_664_000_000)
        var generator = SystemRandomNumberGenerator()
        for pace in [DarkPace.soon, .patient] {
            let window = DarkWindow(pace, from: now)
            for _ in 0..<500 {
                let due = pace.due(after: now, using: &generator)
                #expect(due >= window.first && due <= window.last)
                let act = DarkAct(id: .random(), replaces: nil, mark: marks[0], due: due, deed: .nothing)
                let said = DarkWindow(of: act)
                #expect(said.first <= due && due <= said.last)
            }
        }
    }
}
