import Safety
import Storage
import Web

// What Safety may do with letters. A report shows moderators the one letter that was reported, and nothing around it.
extension CommunitiesFeature {
    static let letterKind = "communities.letters"

    static func subject(_ place: LetterPlace) -> SubjectReference {
        SubjectReference(kind: letterKind, record: place.record)
    }

    var letterTexts: WrittenText {
        WrittenText(
            Self.letterKind, at: "/people/:member/letter", "/me/letters/:correspondence", field: "words",
            published: PublishedText(
                find: { try findLetter($0, as: $1, $2) }, setHidden: { try setLetterHidden($1, $0, $3) }),
            decideHeld: { try decideLetter($0, isAllowed: $1, $3) })
    }

    /// Without a page: whoever looks at a report is none of the two.
    private func findLetter(_ record: String, as viewer: Viewer, _ tx: Transaction) throws -> FoundText? {
        guard let place = LetterPlace(record: record),
            let letter = try LetterStore.find(place, as: viewer, in: tx)
        else { return nil }
        return try open(letter, tx).map { FoundText(author: letter.author, words: $0) }
    }

    private func setLetterHidden(_ isHidden: Bool, _ record: String, _ tx: Transaction) throws {
        guard let place = LetterPlace(record: record) else { return }
        try setState(isHidden ? .hidden : .shown, place, tx)
    }

    /// A moderator has said whether what waits may be read, or said anew of what was refused. False where it is not there
    /// any more.
    private func decideLetter(_ record: String, isAllowed: Bool, _ tx: Transaction) throws -> Bool {
        guard let place = LetterPlace(record: record), let state = try LetterStore.state(of: place, in: tx),
            state.isHeld,
            let letter = try LetterStore.find(place, as: .system(reason: "decision"), in: tx)
        else { return false }
        try setState(isAllowed ? .shown : .refused, place, tx)
        if isAllowed { try deliver(letter, tx) }
        return isAllowed
    }

    private func setState(_ state: PostState, _ place: LetterPlace, _ tx: Transaction) throws {
        guard try LetterStore.setState(state, place, in: tx) else { return }
        try CorrespondenceStore.recount(place.correspondence, in: tx)
        if state != .shown { try LetterStore.pruneNews(of: place.correspondence, in: tx) }
        try tx.noteTakedown()
    }
}
