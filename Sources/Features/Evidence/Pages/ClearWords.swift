import Markup
import Storage
import Vocabulary

/// What is clear inside a band, in three short sentences at most: how many differences, and the surest of them.
struct ClearWords {
    let view: FigureView
    /// Of one band, the surest first.
    let pairs: [Bands.ClearPair]

    private static let sentences = 3
    /// Names in a row; of the rest only how many they are.
    private static let names = 4

    private var text: Text { view.text }

    /// Nil where nothing is.
    func words() -> String? {
        let groups = groups()
        guard let first = groups.first else { return nil }
        if pairs.count == 1, let lower = first.lower.first {
            return text("evidence.clear.one", ["higher": .text(name(first.higher)), "lower": .text(name(lower))])
        }
        let lead = text("evidence.clear.several", ["n": .count(pairs.count)])
        return ([lead] + groups.prefix(Self.sentences - 1).map(sentence)).joined(separator: " ")
    }

    private typealias Group = (higher: Figure, lower: [Figure])

    /// By the one that helped more, that with the surest pair first.
    private func groups() -> [Group] {
        var groups: [Group] = []
        for pair in pairs {
            if let place = groups.firstIndex(where: { $0.higher.number == pair.higher.number }) {
                groups[place].lower.append(pair.lower)
            } else {
                groups.append((pair.higher, [pair.lower]))
            }
        }
        return groups
    }

    private func sentence(_ group: Group) -> String {
        let higher = TextValue.text(name(group.higher))
        guard group.lower.count > 1 else {
            return text("evidence.clear.than", ["higher": higher, "lower": .text(names(group.lower))])
        }
        return text("evidence.clear.than.each", ["higher": higher, "names": .text(names(group.lower))])
    }

    /// With commas and no "and" before the last: which word that is depends on the next one in Spanish.
    private func names(_ figures: [Figure]) -> String {
        let named = figures.prefix(Self.names).map(name).joined(separator: ", ")
        let others = figures.count - Self.names
        guard others > 0 else { return named }
        return text("evidence.clear.others", ["names": .text(named), "n": .count(others)])
    }

    private func name(_ figure: Figure) -> String {
        figure.treatment.flatMap { view.catalogue.treatment($0) }?.name.inSentence(view.language) ?? ""
    }
}
