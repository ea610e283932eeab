import Markup
import Storage
import Web

extension VocabularyFeature {
    /// The words that members said. One that only this member says goes with them, unless stewards took it into everybody's
    /// vocabulary.
    var records: [RecordSet] {
        [
            .list(
                "vocabulary/words",
                .init("word_proposers", of: ["member_id"]),
                .init(
                    "proposed_words", words: ["text", "folded"],
                    codes: ["kind", "language", "status", "resolved_slug"]),
                erased: .pieces(ProposedWordStore.erase), count: ProposedWordStore.countSaid
            ) { member, after, limit, tx in
                try ProposedWordStore.said(by: member, after: after, limit: limit, in: tx)
                    .map { ($0.word.id, ExportedWord($0.word, saidAt: $0.saidAt)) }
            }.read(as: .said).takenIn("vocabulary.takeIn", as: WordToTakeIn.self) { word, visit in
                try check(word, visit)
            },
            .ofNobody(
                "unmoved_words", "vocabulary_words", "vocabulary_names", "vocabulary_version",
                because: "the vocabulary is everybody's, and does not say whose word came into it"),
        ]
    }
}

extension VocabularyFeature {
    /// A word as it stands in a member's download.
    private struct WordToTakeIn: Decodable, Sendable {
        let word: String
        let kind: String
    }

    /// What the catalogue here knows is no proposal here.
    private func check(_ word: WordToTakeIn, _ visit: Visit) throws -> CheckedRecord {
        guard let kind = ConceptKind(rawValue: word.kind) else { throw RecordFault.value("kind") }
        let (viewer, language) = (visit.viewer, visit.language)
        return CheckedRecord(texts: [word.word]) { tx in
            let before = Set(try ownWords(as: viewer, in: tx).map(\.id))
            switch try WordRefusal.asFault({
                try propose(
                    word.word, kind: kind, language: language, by: viewer, atMost: ProposedWord.mostTakenIn, in: tx)
            }) {
            case .known: return false
            case .proposed(let proposed): return !before.contains(proposed.id)
            }
        }
    }
}

extension WordRefusal {
    /// What proposes a word, with its refusal as that of a record.
    package static func asFault<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let refusal as WordRefusal {
            switch refusal {
            case .empty: throw RecordFault("vocabulary.word.empty")
            case .long: throw RecordFault("vocabulary.word.long", ["max": .count(ProposedWord.longest)])
            case .tooMany: throw RecordFault("vocabulary.word.tooMany")
            }
        }
    }
}

/// A proposed word in a member's download.
struct ExportedWord: Encodable, Sendable {
    let word: String
    let kind: String
    let language: String
    let status: String
    /// When this member said it; others may have before.
    let proposedAt: String

    init(_ word: ProposedWord, saidAt: Instant) {
        (self.word, kind) = (word.text, word.kind.rawValue)
        (language, status) = (word.language.rawValue, word.status.rawValue)
        proposedAt = saidAt.description
    }
}
