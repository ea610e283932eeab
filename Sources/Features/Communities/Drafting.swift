import Accounts
import Markup
import Storage
import Web

// What somebody has begun to write, kept under their own key.
extension CommunitiesFeature {
    /// The field of the button that keeps a form for later.
    static let keep = "keep"

    private static let sealing = "drafts"

    private enum Keeping {
        case kept
        /// The member has too many others.
        case full
        /// There is nothing to keep, and what was kept is not any more.
        case dropped
        /// Their session does not open their key.
        case locked
    }

    /// Keeps what is in a form. The same page comes back: with script nobody notices, without it the form goes on.
    /// - Parameter refused: the form as it was sent, with a sentence of this key at its words: what cannot be kept stands
    ///   nowhere else, and no browser that was sent on has it any more.
    func keepDraft(
        _ visit: Visit, form: Link, refused: (String) async throws -> Reply
    ) async throws -> Reply {
        let draft = Draft(form: form.text, visit.fields)
        guard let text = draft.text else { return try await refused("communities.draft.long") }
        let viewer = visit.viewer
        let keeping = try await database.write { tx -> Keeping in
            guard let seal = accounts.ownSeal(for: Self.sealing, of: visit) else {
                return draft.hasWords ? .locked : .dropped
            }
            let mark = seal.mark(of: draft.form)
            guard draft.hasWords, try !isSent(draft, visit, tx) else {
                try DraftStore.remove(at: mark, as: viewer, in: tx)
                return .dropped
            }
            let sealed = try seal.close(text, at: draft.form)
            return try DraftStore.keep(sealed, at: mark, as: viewer, in: tx) ? .kept : .full
        }
        switch keeping {
        case .kept: return visit.redirect(form, flash: "communities.draft.kept")
        case .full: return try await refused("communities.draft.tooMany")
        case .dropped: return visit.redirect(form)
        case .locked: return try await refused("communities.draft.none")
        }
    }

    /// Whether the words of a form were sent in it: what a script keeps may come in behind the form itself.
    private func isSent(_ draft: Draft, _ visit: Visit, _ tx: Transaction) throws -> Bool {
        var reader = FormReader(visit.fields)
        let words = reader.text("words", max: Draft.mostBytes, multiline: true)
        if draft.isLetter {
            guard let form: ID<Letter> = visit.sentFormID(for: LetterInput.purpose),
                let letter = try LetterStore.sent(form, in: tx)
            else { return false }
            return try open(letter, tx) == words
        }
        let title = reader.text("title", max: Draft.mostBytes)
        guard let form: ID<WrittenPost> = visit.sentFormID(for: PostInput.purpose),
            let sent = try SentPostStore.sent(form, in: tx)
        else { return false }
        return try SentPostStore.says(words, titled: title.isEmpty ? nil : title, at: sent.place, in: tx)
    }

    /// What whoever looks has kept of a form.
    func draft(of form: Link, _ visit: Visit, _ tx: Transaction) throws -> Draft? {
        guard let seal = accounts.ownSeal(for: Self.sealing, of: visit) else { return nil }
        let sealed = try DraftStore.find(at: seal.mark(of: form.text), as: visit.viewer, in: tx)
        return sealed.flatMap { seal.open($0, at: form.text) }.flatMap { Draft($0) }
    }

    /// All that whoever looks has kept.
    func drafts(_ visit: Visit, _ tx: Transaction) throws -> [Draft] {
        guard let seal = accounts.ownSeal(for: Self.sealing, of: visit) else { return [] }
        return try DraftStore.all(as: visit.viewer, in: tx).compactMap { seal.open($0.sealed, at: $0.mark) }
            .compactMap { Draft($0) }
    }

    /// What was sent is no draft any more.
    func dropDraft(of form: Link, _ visit: Visit) async throws {
        let viewer = visit.viewer
        try await database.write { tx in
            guard let seal = accounts.ownSeal(for: Self.sealing, of: visit) else { return }
            try DraftStore.remove(at: seal.mark(of: form.text), as: viewer, in: tx)
        }
    }
}
