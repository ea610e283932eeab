import Statistics
import Storage
import Vocabulary

/// Bars, side effects and the other questions of groups whose details were drawn, each leaning toward its neighbours.
struct DetailEstimating {
    /// Details are shown from so many people on.
    static let fewest = 50.0
    /// As many people's answers as neighbours count for.
    static let weight = 20.0
    /// A side effect or a reason is shown where its share is likely at least this: noise alone reaches it once in some
    /// hundred.
    static let line = 0.05

    private let groups: [GroupSums]
    private let all: Pool
    private var families: [ID<Family>: Pool] = [:]
    private var purposes: [ID<Purpose>: Pool] = [:]

    /// Counts of several groups added up; a group's own are taken out again before it leans on them.
    private struct Pool {
        var cells = [Double](repeating: 0, count: DetailCell.allCases.count)
        var people = 0.0
        var symptoms: [ID<Symptom>: DetailSums.Count] = [:]

        mutating func add(_ details: DetailSums) {
            people += details.people
            for cell in DetailCell.allCases { cells[cell.rawValue] += details.value(cell) }
            for (symptom, count) in details.symptoms { symptoms[symptom] = (symptoms[symptom] ?? .init()) + count }
        }
    }

    /// - Parameter groups: in an order that does not depend on the database.
    init(_ groups: [GroupSums]) {
        self.groups = groups
        var all = Pool()
        for group in groups where group.details.people > 0 {
            all.add(group.details)
            if let family = group.families.first { families[family, default: Pool()].add(group.details) }
            if let purpose = group.key.purpose { purposes[purpose, default: Pool()].add(group.details) }
        }
        self.all = all
    }

    /// The five steps' shares; nil where too few people are left in the series.
    func bar(of place: Int, helped: Double) -> [Double]? {
        let group = groups[place]
        guard group.details.people >= Self.fewest else { return nil }
        let own = steps(group.details)
        let pool = group.key.purpose.flatMap { purposes[$0] }.map { steps($0.cells) }
        let everything = steps(all.cells)
        func rate(_ part: (Steps) -> Double, _ whole: (Steps) -> Double, or alone: Double) -> Double {
            Self.rate(
                part(pool ?? everything) - part(own), of: whole(pool ?? everything) - whole(own),
                toward: Self.rate(part(everything) - part(own), of: whole(everything) - whole(own), toward: alone))
        }
        // With nobody to lean on, all steps are as likely.
        let shares = group.details.steps.shares(
            helped: helped,
            toward: .init(
                top: rate({ $0.top }, { $0.upper }, or: 1 / 2), lowest: rate({ $0.lowest }, { $0.lower }, or: 1 / 3),
                twoLowest: rate({ $0.twoLowest }, { $0.lower }, or: 2 / 3)))
        return shares.isEmpty ? nil : shares
    }

    private struct Steps {
        let top, upper, lowest, twoLowest, lower: Double
    }

    private func steps(_ cells: [Double]) -> Steps {
        let step = { (cell: DetailCell) in cells[cell.rawValue] }
        let lowest = step(.step0) + step(.worse)
        return Steps(
            top: step(.step4), upper: step(.step3) + step(.step4), lowest: lowest, twoLowest: lowest + step(.step1),
            lower: lowest + step(.step1) + step(.step2))
    }

    private func steps(_ details: DetailSums) -> Steps {
        steps(DetailCell.allCases.map(details.value))
    }

    /// Everything else that is shown of a group.
    func details(of place: Int) -> FigureDetails {
        let group = groups[place]
        var details = FigureDetails()
        details.source = group.source
        details.notes = group.notes
        guard group.details.people >= Self.fewest else { return details }
        details.people = Int(group.details.people.rounded())
        details.symptoms = symptoms(group)
        details.stops = stops(group)
        for question in FigureDetails.Question.allCases {
            guard let share = share(question.cell, of: question.answered, group) else { continue }
            details.answers[question] = share.part
        }
        return details
    }

    private func symptoms(_ group: GroupSums) -> [(symptom: ID<Symptom>, part: FigureDetails.Part)] {
        let family = group.families.first.flatMap { families[$0] } ?? all
        return group.details.symptoms.compactMap { symptom, own -> (ID<Symptom>, Estimated)? in
            let around = family.symptoms[symptom] ?? .init()
            let everything = all.symptoms[symptom] ?? .init()
            let wide = Self.rate(everything.count - own.count, of: everything.people - own.people, toward: 0.1)
            let parent = Self.rate(around.count - own.count, of: around.people - own.people, toward: wide)
            guard own.people >= Self.fewest else { return nil }
            let estimated = Estimated(own, noise: Noise.sideEffects, toward: parent)
            return estimated.low >= Self.line ? (symptom, estimated) : nil
        }.sorted { (-$0.1.mean, $0.0) < (-$1.1.mean, $1.0) }.prefix(8).map { ($0.0, $0.1.part) }
    }

    private func stops(_ group: GroupSums) -> [(reason: String, part: FigureDetails.Part)] {
        zip(StopReasons.words, DetailCell.stops).compactMap { word, cell in
            share(cell, of: nil, group).map { (word, $0) }
        }.filter { $0.1.low >= Self.line }.sorted { (-$0.1.mean, $0.0) < (-$1.1.mean, $1.0) }
            .map { (reason: $0.0, part: $0.1.part) }
    }

    /// - Parameter answered: who was asked; nil for all.
    private func share(_ cell: DetailCell, of answered: DetailCell?, _ group: GroupSums) -> Estimated? {
        func people(_ cells: [Double], _ all: Double) -> Double { answered.map { cells[$0.rawValue] } ?? all }
        let (details, family) = (group.details, group.families.first.flatMap { families[$0] } ?? all)
        let asked = answered.map(details.value) ?? details.people
        guard asked >= Self.fewest else { return nil }
        let own = details.value(cell)
        let wide = Self.rate(
            all.cells[cell.rawValue] - own, of: people(all.cells, all.people) - asked, toward: 0.2)
        let parent = Self.rate(
            family.cells[cell.rawValue] - own, of: people(family.cells, family.people) - asked, toward: wide)
        return Estimated(details.count(cell, of: asked), noise: Noise.details, toward: parent)
    }

    /// A share of several groups, leaning toward a wider one.
    private static func rate(_ count: Double, of people: Double, toward parent: Double) -> Double {
        guard people > 0 else { return parent }
        return min(max((count + weight * parent) / (people + weight), 0.001), 0.999)
    }

    /// A share and the lower end of its range.
    private struct Estimated {
        let mean: Double
        let low: Double
        let part: FigureDetails.Part

        init(_ count: DetailSums.Count, noise: GeometricNoise, toward parent: Double) {
            let people = Int(count.people.rounded())
            let estimate = ShareEstimate(
                BlurredCount(people: people, count: count.count, variance: count.draws * noise.variance),
                prior: SharePrior(Leaning(mean: parent, variance: 0), weight: DetailEstimating.weight))
            (mean, low) = (estimate.mean, estimate.likelyRange.low)
            // So many of those who were asked, as the estimate has it: no count.
            part = FigureDetails.Part(count: Int((mean * Double(people)).rounded()), of: people)
        }
    }
}

extension FigureDetails.Question {
    fileprivate var cell: DetailCell {
        switch self {
        case .worse: .worse
        case .noSideEffects: .noSideEffects
        case .severeSideEffects: .severeSideEffects
        case .keptToIt: .keptToIt
        case .hardToKeepUp: .hardToKeepUp
        case .costsMuch: .costsMuch
        }
    }

    fileprivate var answered: DetailCell {
        switch self {
        case .worse: .worseAnswered
        case .noSideEffects, .severeSideEffects: .severityAnswered
        case .keptToIt: .adherenceAnswered
        case .hardToKeepUp: .burdenAnswered
        case .costsMuch: .costAnswered
        }
    }
}
