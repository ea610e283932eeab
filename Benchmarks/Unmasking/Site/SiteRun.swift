import Foundation

/// The worlds of a whole run: controls first, for without them the rest says nothing.
func plannedWorlds(isQuick: Bool, hasPostgres: Bool) -> [WorldPlan] {
    let (days, members) = (isQuick ? 40 : 120, isQuick ? 60 : 500)
    var worlds = Betrayal.allCases.map {
        WorldPlan(
            name: "control: \($0.rawValue)", members: members, posting: WorldPlan.share,
            questions: isQuick ? 60 : 120, days: isQuick ? 60 : 90, betrayal: $0)
    }
    worlds.append(
        WorldPlan(name: "readers, \(members)", members: members, posting: 0, questions: members * 4, days: days))
    for size in isQuick ? [members] : [50, 100, 200, members] {
        worlds.append(
            WorldPlan(
                name: "posters, \(size)", members: size, posting: WorldPlan.share, questions: size * 4, days: days))
    }
    guard hasPostgres else { return worlds }
    let size = isQuick ? 60 : 200
    for (name, posting) in [("readers", 0), ("posters", WorldPlan.share)] {
        worlds.append(
            WorldPlan(
                name: "\(name), \(size), PostgreSQL", members: size, posting: posting, questions: size * 4, days: days,
                isPostgres: true))
    }
    return worlds
}

/// Lives through the worlds and says what was found.
func runSites(_ worlds: Worlds, isQuick: Bool, only: [String]) async throws -> Verdict {
    var verdict = Verdict()
    let plans = plannedWorlds(isQuick: isQuick, hasPostgres: worlds.postgres != nil).filter { plan in
        only.isEmpty || only.contains { plan.name.contains($0) }
    }
    Verdict.printHead()
    _ = try await worlds.live(plans) { result in
        verdict.note(result)
        print("  \(result.seconds) s, \(result.changes) changes and lines")
        for sign in result.finding.signs.prefix(4) { print("    \(String(format: "%6.2f", sign.weight)) \(sign.name)") }
        fflush(nil)
    }
    return verdict
}

extension Verdict {
    /// The bounds that were set for 500 members: who posts, a question alone and with three replies at the usual pace.
    private static let bounds = [0: 0.03, 3: 0.06]

    mutating func note(_ result: Worlds.Result) {
        let (plan, finding) = (result.plan, result.finding)
        if let betrayal = plan.betrayal {
            print(plan.name, finding.all, members: plan.members)
            control(betrayal, finding.all, members: plan.members)
        } else if plan.posting == 0 {
            for (how, tally) in [("Bayes", finding.allByBayes), ("all signs", finding.all)] {
                print("\(plan.name), \(how)", tally, members: plan.members)
                readers("\(plan.name), \(how)", tally, members: plan.members)
            }
        } else {
            for replies in [0, 1, 3] {
                let name = "\(plan.name), \(replies) replies"
                let (tally, bayes) = (finding.ranked[replies] ?? Tally(), finding.bayes[replies] ?? Tally())
                print("\(name), Bayes", bayes, members: plan.members)
                print("\(name), all signs", tally, members: plan.members)
                let bound = plan.members == 500 ? Self.bounds[replies] : nil
                let alone = Trial.run(
                    plan.members, .posts, .soon, replies: replies, at: .patient, questions: 4_000)
                for one in [bayes, tally] { posters(name, one, bound: bound, postsAlone: alone) }
            }
        }
    }
}
