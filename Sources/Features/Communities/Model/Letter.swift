import Markup
import Safety
import Storage
import Web

/// Where a letter stands.
struct LetterPlace: Sendable, Hashable {
    let correspondence: ID<Correspondence>
    /// From 1.
    let number: Int

    /// Under what other rooms know it.
    var record: String { "\(correspondence).\(number)" }

    init(_ correspondence: ID<Correspondence>, _ number: Int) {
        (self.correspondence, self.number) = (correspondence, number)
    }

    init?(record: String) {
        let parts = record.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let correspondence = ID<Correspondence>(Substring(parts[0])),
            parts[1].count <= 9, let number = Int(Substring(parts[1])), number > 0
        else { return nil }
        self.init(correspondence, number)
        // One place has one name (`PostPlace`).
        guard self.record == record else { return nil }
    }
}

/// A letter as one of the two reads it.
struct Letter: Sendable, Equatable {
    let number: Int
    let isMine: Bool
    let words: String
    let state: PostState
    let writtenAt: Instant

    /// Unicode scalars.
    static let longestWords = 5_000
}

/// A letter as it is kept.
struct SealedLetter: Sendable {
    let place: LetterPlace
    let author: ID<Person>
    let sealed: [UInt8]
    let state: PostState
    let writtenAt: Instant
}

/// What a form for a letter brings.
struct LetterInput: Sendable {
    /// By which a form that is sent twice is one letter.
    let form: ID<Letter>
    let words: String
    /// Its author lets a person look, or has said the second yes to words of danger.
    let asksPerson: Bool
    /// Its author has read that a way to reach them, an offer or advice stands in it, and sends it all the same.
    let isSure: Bool

    /// What the form's identifier is given for.
    static let purpose = "letter"
    /// The field by which the author says that they are sure.
    static let sure = "sure"
    /// More than a form can hold: whoever wrote too much is told by how much.
    private static let mostSent = 400_000

    init(_ reader: inout FormReader, _ visit: Visit, isDanger: (String) -> Bool) {
        form = visit.sentFormID(for: Self.purpose) ?? .random()
        let words = reader.text("words", max: Self.mostSent, required: "communities.post.empty", multiline: true)
        let length = words.unicodeScalars.count
        if length > Letter.longestWords {
            reader.errors.add(
                field: "words", "communities.letters.long",
                ["max": .count(Letter.longestWords), "n": .count(length - Letter.longestWords)])
        }
        self.words = words
        asksPerson = isDanger(words) || ReviewedWords.asksPerson(visit)
        isSure = reader.isOn(Self.sure) || visit.fields[HeldWords.yes] == "yes"
    }

    init(words: String, form: ID<Letter> = .random(), asksPerson: Bool = false, isSure: Bool = false) {
        (self.form, self.words, self.asksPerson, self.isSure) = (form, words, asksPerson, isSure)
    }
}
