import Accounts
import Markup
import Storage
import Web

// What somebody has begun to write, kept under their own key.
extension CommunitiesFeature {
    /// The field of the button that keeps a form for later.
    static let keep = "keep"

    private static let sealing = "drafts"

    /// Keeps what is in a form. The same page comes back: with script nobody notices, without it the form goes on.
    /// - Parameter refused: the form as it was sent, with a sentence of this key at its words: what cannot be kept stands
    ///   nowhere else, and no browser that was sent on has it any more.
    func keepDraft(
        _ visit: Visit, form: Link, refused: (String) async throws -> Reply
    ) async throws -> Reply {
        let draft = Draft(form: form.text, visit.fields)
        guard !draft.fields.isEmpty else { return visit.redirect(form) }
        guard let text = draft.text else { return try await refused("communities.draft.long") }
        let viewer = visit.viewer
        let isKept = try await database.write { tx -> Bool? in
            guard let seal = try accounts.ownSeal(for: Self.sealing, of: visit, in: tx) else { return nil }
            return try DraftStore.keep(
                try seal.close(text, at: draft.form), at: seal.mark(of: draft.form), as: viewer, in: tx)
        }
        switch isKept {
        case true?: return visit.redirect(form, flash: "communities.draft.kept")
        case false?: return try await refused("communities.draft.tooMany")
        case nil: return try await refused("communities.draft.none")
        }
    }

    /// What whoever looks has kept of a form.
    func draft(of form: Link, _ visit: Visit, _ tx: Transaction) throws -> Draft? {
        guard let seal = try accounts.ownSeal(for: Self.sealing, of: visit, in: tx) else { return nil }
        let sealed = try DraftStore.find(at: seal.mark(of: form.text), as: visit.viewer, in: tx)
        return sealed.flatMap { seal.open($0, at: form.text) }.flatMap { Draft($0) }
    }

    /// All that whoever looks has kept.
    func drafts(_ visit: Visit, _ tx: Transaction) throws -> [Draft] {
        guard let seal = try accounts.ownSeal(for: Self.sealing, of: visit, in: tx) else { return [] }
        return try DraftStore.all(as: visit.viewer, in: tx).compactMap { seal.open($0.sealed, at: $0.mark) }
            .compactMap { Draft($0) }
    }

    /// What was sent is no draft any more.
    func dropDraft(of form: Link, _ visit: Visit) async throws {
        let viewer = visit.viewer
        try await database.write { tx in
            guard let seal = try accounts.ownSeal(for: Self.sealing, of: visit, in: tx) else { return }
            try DraftStore.remove(at: seal.mark(of: form.text), as: viewer, in: tx)
        }
    }
}
