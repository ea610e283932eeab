import Accounts
import Markup
import Storage
import Web

/// What is kept of a member's letters. They go whole, whichever way their member leaves: what was written to one person has
/// no reader without its writer.
extension CommunitiesFeature {
    var letterRecords: [RecordSet] {
        [
            .list(
                "talk/letters",
                .init(
                    "letters", of: ["author_id"], words: ["sealed"], codes: ["state"],
                    except: ["form_id": "a mark of chance, by which a form sent twice is one letter"]),
                .init(
                    "correspondences", of: ["asker_id", "asked_id"], words: ["asker_key", "asked_key"],
                    codes: ["state"]),
                .init("letter_news", of: ["member_id"]),
                erased: .pieces { member, limit, tx in
                    try CorrespondenceStore.dropKeys(of: member, in: tx)
                    let few = try LetterStore.places(by: member, limit: limit, tx: tx)
                    try remove(few, tx)
                    if few.count == limit { return true }
                    return try CorrespondenceStore.erase(member, limit: limit, in: tx)
                }, count: LetterExportStore.count
            ) { (member: ID<Person>, after: String?, limit: Int, tx: Transaction) in
                try LetterExportStore.letters(of: member, after: after, limit: limit, in: tx).map { row in
                    (
                        row.letter.place.record,
                        WroteLetter(
                            row, words: open(row.letter, row.key, row.side) ?? "", isMine: row.letter.author == member)
                    )
                }
            }.read(as: letterWords),
            .one("talk/letter-wish", .init("letter_wishes", of: ["member_id"], codes: ["first_from"])) { member, tx in
                try LetterWishStore.wish(of: member, in: tx).map { WishedLetters(firstFrom: $0.rawValue) }
            }.read(as: letterWishWords),
        ]
    }

    struct WroteLetter: Encodable, Sendable {
        let letter: String
        let with: String?
        let by: String
        let words: String
        let state: String
        let writtenAt: String

        static let me = "me"
        static let other = "other"

        init(_ row: LetterExportStore.LetterRow, words: String, isMine: Bool) {
            (letter, with, self.words) = (row.letter.place.record, row.with, words)
            (by, state) = (isMine ? Self.me : Self.other, row.letter.state.rawValue)
            writtenAt = row.letter.writtenAt.description
        }
    }

    struct WishedLetters: Encodable, Sendable {
        let firstFrom: String
    }

    private var letterWords: RecordWords {
        RecordWords(
            "communities.file.letters", about: "communities.file.letters.about",
            [
                .words("with", "communities.file.letters.with"),
                .choice("by", "communities.file.letters.by", [WroteLetter.me, WroteLetter.other]) {
                    "communities.file.letters.by.\($0)"
                },
                .words("words", "communities.file.letters.words"),
                .choice("state", "communities.file.state", PostState.allCases.map(\.rawValue)) {
                    "communities.file.state.\($0)"
                },
                .moment("writtenAt", "communities.file.when"), .forPrograms("letter"),
            ])
    }

    private var letterWishWords: RecordWords {
        RecordWords(
            "communities.letters.wish", about: "communities.file.letters.wish.about",
            [
                .choice(
                    "firstFrom", "communities.letters.wish", LetterWishStore.offered.map(\.rawValue)
                ) { "communities.letters.wish.\($0)" }
            ])
    }
}
