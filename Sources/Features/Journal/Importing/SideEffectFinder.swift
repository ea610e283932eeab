import Markup
import Storage
import Vocabulary

/// Finds symptoms that a free text in the catalogue's first language names, by whole words: names and synonyms of the
/// catalogue, the longest first, not where "no" or the like stands within the four words before.
struct SideEffectFinder: Sendable {
    private struct Phrase: Sendable {
        let words: [[UInt8]]
        let symptom: ID<Symptom>
        let order: Int
    }

    /// By first word, the longest first.
    private let phrases: [[UInt8]: [Phrase]]

    private let smallWords: SmallWords

    init(_ catalogue: Catalogue) {
        smallWords = catalogue.smallWords
        let language = catalogue.languages.first
        var phrases: [[UInt8]: [Phrase]] = [:]
        for symptom in catalogue.symptoms {
            let synonyms = catalogue.synonyms(of: .symptom(symptom)).filter {
                $0.language == nil || $0.language == language
            }
            .map(\.text)
            for text in [symptom.name.first] + synonyms {
                let words = Folding.words(text)
                guard let first = words.first, words.reduce(0, { $0 + $1.count }) >= 4 else { continue }
                phrases[first, default: []].append(Phrase(words: words, symptom: symptom.id, order: symptom.index))
            }
        }
        self.phrases = phrases.mapValues { $0.sorted { ($1.words.count, $0.order) < ($0.words.count, $1.order) } }
    }

    /// "no nausea but headaches" denies the nausea only.
    private func isDenied(_ before: ArraySlice<[UInt8]>) -> Bool {
        guard let no = before.lastIndex(where: { smallWords.has($0, for: .deny) }) else { return false }
        return !before[no...].contains { smallWords.has($0, for: .turn) }
    }

    /// The symptoms named, each once, in order of appearance; at most `EvaluationAnswers.mostSymptoms`.
    func symptoms(in text: String) -> [ID<Symptom>] {
        // A sentence's "no" does not reach into the next.
        var found: [ID<Symptom>] = []
        for sentence in text.unicodeScalars.split(whereSeparator: { ".;!?\n".unicodeScalars.contains($0) }) {
            search(Folding.words(String(sentence)), &found)
        }
        return Array(found.prefix(EvaluationAnswers.mostSymptoms))
    }

    private func search(_ words: [[UInt8]], _ found: inout [ID<Symptom>]) {
        var at = 0
        while at < words.count {
            guard let phrase = phrases[words[at]]?.first(where: { words[at...].starts(with: $0.words) }) else {
                at += 1
                continue
            }
            if !isDenied(words[max(0, at - 4)..<at]), !found.contains(phrase.symptom) {
                found.append(phrase.symptom)
            }
            at += phrase.words.count
        }
    }
}
