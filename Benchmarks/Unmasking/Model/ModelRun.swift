import Foundation

/// The whole check of the linker on made traces: figures near those of the plan, controls that are found, and nothing where
/// nothing is.
func checkLinker(isQuick: Bool) -> Verdict {
    var verdict = Verdict()
    var table = ModelTable(questions: isQuick ? 300 : 2_000)
    table.print()
    for line in table.missed { verdict.miss(line) }
    print("\nThe linker on made traces, 500 members\n")
    Verdict.printHead()
    for betrayal in Betrayal.allCases {
        let made = Made(500, posting: 0.3, questions: 120, betrayal, alwaysThree: true, seed: 5)
        let found = Linker(trace: made.trace).find(seed: 3)
        let tally = found.all
        verdict.print("control: \(betrayal.rawValue)", tally, members: 500)
        verdict.control(betrayal, tally, members: 500)
    }
    let questions = isQuick ? 600 : 2_000
    let readers = Linker(
        trace: Made(500, posting: 0, questions: questions, nil, alwaysThree: false, seed: 6).trace
    ).find(seed: 4)
    verdict.print("readers", readers.all, members: 500)
    verdict.readers("readers, made", readers.all, members: 500)
    let posters = Linker(
        trace: Made(500, posting: 0.3, questions: questions, nil, alwaysThree: false, seed: 7).trace
    ).find(seed: 4)
    for replies in [0, 1, 3] {
        let (tally, alone) = (posters.ranked[replies] ?? Tally(), posters.bayes[replies] ?? Tally())
        verdict.print("posters, \(replies) replies", tally, members: 500)
        verdict.posters("posters, made, \(replies) replies", tally, bound: nil, postsAlone: alone)
    }
    return verdict
}
