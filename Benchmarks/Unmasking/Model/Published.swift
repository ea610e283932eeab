import Foundation

/// What was computed when this was planned (500 members, per cent named by the first guess, a question alone and with up to
/// three replies), and how near the model here comes to it.
struct Published: Sendable {
    let shown: Shown
    let pace: Pace
    let alone: Double?
    let withReplies: Double?

    static let table: [Published] = [
        .init(shown: .everyVisit, pace: .atOnce, alone: 43, withReplies: 98),
        .init(shown: .everyVisit, pace: .soon, alone: 2.2, withReplies: 42),
        .init(shown: .everyVisit, pace: .patient, alone: 0.8, withReplies: 12),
        .init(shown: .postsAndSignIns, pace: .soon, alone: 2.3, withReplies: 21),
        .init(shown: .postsAndSignIns, pace: .patient, alone: 0.8, withReplies: 7),
        .init(shown: .sharedPhone, pace: .soon, alone: 2.2, withReplies: 41),
        .init(shown: .sharedPhone, pace: .patient, alone: 0.8, withReplies: 13),
        .init(shown: .posts, pace: .atOnce, alone: 21, withReplies: 39),
        .init(shown: .posts, pace: .soon, alone: 1.6, withReplies: 9),
        .init(shown: .posts, pace: .patient, alone: 0.7, withReplies: 3),
        .init(shown: .postsOtherDays, pace: .soon, alone: 1.0, withReplies: 4.5),
        .init(shown: .postsOtherDays, pace: .patient, alone: 0.5, withReplies: 1.8),
        .init(shown: .nothing, pace: .soon, alone: 0.2, withReplies: 0.2),
        .init(shown: .nothing, pace: .patient, alone: 0.1, withReplies: 0.3),
    ]

    /// By members: soon alone, soon with three replies, patient alone, patient with three replies; own posts are seen.
    static let sizes: [(members: Int, figures: [Double])] = [
        (50, [11, 21, 6, 12]), (100, [8, 17, 3, 9]), (200, [4, 13, 1.5, 5]), (500, [1.6, 9, 0.7, 3]),
        (2_000, [0.4, 4.5, 0.2, 1.3]),
    ]

    /// Rates were assumed there as here, and some of the rules are not written down: of the same size is what can be asked.
    static func isNear(_ figure: Double, _ published: Double) -> Bool {
        abs(figure - published) <= 2 + 0.6 * published
    }
}

/// The model beside what was published.
struct ModelTable: Sendable {
    let questions: Int
    private(set) var missed: [String] = []

    init(questions: Int) { self.questions = questions }

    mutating func print() {
        Swift.print("The model, no server: first guesses that were right, per cent (in brackets what the plan gives)\n")
        Swift.print(padded("what the copies show", 53) + padded("pace", 9) + padded("question", 16) + "up to 3 replies")
        for row in Published.table {
            let alone = cell(500, row.shown, row.pace, replies: 0, row.alone)
            let replies = cell(500, row.shown, row.pace, replies: 3, row.withReplies)
            Swift.print(padded(row.shown.rawValue, 53) + padded("\(row.pace)", 9) + padded(alone, 16) + replies)
            fflush(nil)
        }
        Swift.print("\nBy members, own posts seen: soon alone, with 3 replies; patient alone, with 3 replies\n")
        for (members, figures) in Published.sizes {
            let cells = [(Pace.soon, 0), (.soon, 3), (.patient, 0), (.patient, 3)].enumerated().map { index, what in
                padded(cell(members, .posts, what.0, replies: what.1, figures[index]), 16)
            }
            Swift.print(padded("\(members)", 8) + cells.joined())
        }
    }

    private mutating func cell(
        _ members: Int, _ shown: Shown, _ pace: Pace, replies: Int, _ published: Double?
    ) -> String {
        let tally = Trial.run(members, shown, pace, replies: replies, at: pace, questions: questions)
        let figure = tally.share * 100
        if let published, !Published.isNear(figure, published) {
            missed.append(
                "model, \(members), \(shown.rawValue), \(pace), \(replies) replies: \(figure), planned \(published)")
        }
        return String(format: "%.1f (%@)", figure, published.map { String(format: "%.1f", $0) } ?? "-")
    }
}

extension Trial {
    /// Many questions in many crowds.
    static func run(
        _ members: Int, _ shown: Shown, _ question: Pace, replies: Int, at pace: Pace, questions: Int
    ) -> Tally {
        var (tally, random) = (Tally(), Seeded(UInt64(members * 7 + replies)))
        while tally.questions < questions {
            let trial = Trial(members, shown, using: &random)
            for _ in 0..<100 {
                guard let (asker, acts) = trial.question(question, replies: replies, at: pace, using: &random) else {
                    continue
                }
                tally.add(trial.scores(acts), asker: asker)
            }
        }
        return tally
    }
}
