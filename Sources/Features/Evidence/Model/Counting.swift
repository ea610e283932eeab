import Statistics
import Storage
import Vocabulary

/// Adds the cells of groups up and takes them through the gate. What comes out may be shown.
struct Counting {
    let tally: Tally
    let suppression: Suppression
    /// What the release before showed of a group's steps.
    let earlier: [GroupKey: [StepGroup]]
    /// Side effects by cell.
    private let symptoms: [Int: [(symptom: ID<Symptom>, count: Int)]]

    init(_ tally: Tally, earlier: [Figure], _ suppression: Suppression) {
        self.tally = tally
        self.suppression = suppression
        self.earlier = Dictionary(
            earlier.compactMap { figure in figure.content?.known.map { (figure.key, $0.groups) } }
        ) { first, _ in first }
        var symptoms: [Int: [(symptom: ID<Symptom>, count: Int)]] = [:]
        tally.eachSymptom { cell, symptom, count in symptoms[cell, default: []].append((symptom, count)) }
        self.symptoms = symptoms
    }

    /// What may be known of each group. The counts to be expected from merged steps are divided as in the groups that
    /// show all five.
    func totals(of groups: [Grouping.Group], catalogue: Catalogue) -> [GroupTotals] {
        let known = groups.map { group in
            KnownAnswers(counts: steps(of: group), after: earlier[group.key] ?? [], suppression)
        }
        let whole = known.filter { $0.groups.count == StepCounts.steps }
            .reduce(StepCounts()) { $0 + $1.expected(dividedAs: StepCounts()) }
        let shares = whole.shares
        return zip(groups, known).map { group, known in
            totals(of: group, known, known.expected(dividedAs: shares), catalogue)
        }
    }

    private func totals(
        of group: Grouping.Group, _ known: KnownAnswers, _ expected: StepCounts, _ catalogue: Catalogue
    ) -> GroupTotals {
        let taking = sum(.taking, group)
        let reporting = taking - sum(.imported, group)
        let silent = sum(.silent, group)
        let spans = group.cells.compactMap { tally.span(of: $0) }
        return GroupTotals(
            key: group.key, families: families(of: group.key, catalogue), people: group.people, known: known,
            expected: expected,
            taking: taking - known.total >= suppression.smallestShown ? taking : nil,
            silent: suppression.shows(silent, of: reporting) ? silent : nil,
            firstAt: Self.month(of: spans.map(\.first).min() ?? 0),
            lastAt: Self.month(of: spans.map(\.last).max() ?? 0),
            details: details(of: group, evaluated: known.total, taking: taking))
    }

    private static func month(of milliseconds: Int64) -> Instant {
        let date = PartialDate(Instant(milliseconds: milliseconds))
        return PartialDate(year: date.year, month: date.month)?.start ?? Instant(milliseconds: 0)
    }

    private func families(of key: GroupKey, _ catalogue: Catalogue) -> [ID<Family>] {
        let family =
            key.family.flatMap { catalogue.family($0) }
            ?? key.treatment.flatMap { catalogue.treatment($0)?.family }
        return sequence(first: family) { $0.flatMap { catalogue.parent(of: $0) } }.prefix(8).compactMap { $0?.id }
    }

    private func steps(of group: Grouping.Group) -> [Int] {
        group.cells.reduce(into: [0, 0, 0, 0, 0]) { sums, cell in
            for (step, count) in tally.steps(of: cell).enumerated() { sums[step] += count }
        }
    }

    private func sum(_ measure: Tally.Measure, _ group: Grouping.Group) -> Int {
        group.cells.reduce(0) { $0 + tally.count(measure, of: $1) }
    }

    private func details(of group: Grouping.Group, evaluated: Int, taking: Int) -> FigureDetails {
        var details = FigureDetails()
        var named: [ID<Symptom>: Int] = [:]
        for cell in group.cells {
            for entry in symptoms[cell] ?? [] { named[entry.symptom, default: 0] += entry.count }
        }
        details.symptoms = named.filter { suppression.shows($0.value, of: evaluated) }
            .sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(8)
            .map { ($0.key, FigureDetails.Part(count: $0.value, of: evaluated)) }
        let imported = sum(.imported, group)
        details.source = imported == 0 ? .members : imported == taking ? .imported : .mixed
        details.stops = stops(of: group, taking: taking)
        let severity = sum(.severityAnswered, group)
        add(.severeSideEffects, sum(.severeSideEffects, group), of: severity, to: &details)
        add(.noSideEffects, sum(.noSideEffects, group), of: severity, to: &details)
        if let none = details.answers[.noSideEffects], let severe = details.answers[.severeSideEffects],
            severity - none.count - severe.count < suppression.smallestShown
        {
            // Those in between would follow from the two.
            details.answers[.noSideEffects] = nil
        }
        add(.keptToIt, sum(.keptToIt, group), of: sum(.adherenceAnswered, group), to: &details)
        add(.hardToKeepUp, sum(.hardToKeepUp, group), of: sum(.burdenAnswered, group), to: &details)
        add(.costsMuch, sum(.costsMuch, group), of: sum(.costAnswered, group), to: &details)
        return details
    }

    private func add(
        _ question: FigureDetails.Question, _ count: Int, of answered: Int, to details: inout FigureDetails
    ) {
        guard suppression.shows(count, of: answered) else { return }
        details.answers[question] = FigureDetails.Part(count: count, of: answered)
    }

    /// Reasons that enough people gave. Those who go on or gave another reason are never shown by themselves; they are
    /// what remains of all who take or took it, and that must be large enough too.
    private func stops(of group: Grouping.Group, taking: Int) -> [(reason: String, part: FigureDetails.Part)] {
        let counts = group.cells.reduce(into: [Int](repeating: 0, count: 8)) { sums, cell in
            for (index, count) in tally.stops(of: cell).enumerated() { sums[index] += count }
        }
        var shown = zip(StopReasons.words, counts).enumerated()
            .filter { $0.element.1 >= suppression.smallestShown }
            .sorted { (-$0.element.1, $0.offset) < (-$1.element.1, $1.offset) }.map(\.element)
        while !shown.isEmpty, taking - shown.reduce(0, { $0 + $1.1 }) < suppression.smallestShown { shown.removeLast() }
        return shown.map { ($0.0, FigureDetails.Part(count: $0.1, of: taking)) }
    }
}
