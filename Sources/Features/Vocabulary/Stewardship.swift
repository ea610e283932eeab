import Accounts
import Markup
import Storage
import Web

// What stewards decide about members' words.
extension VocabularyFeature {
    /// Makes a word an entry of its own; it keeps the identifier under which members have recorded it.
    /// - Throws: `Problem.notFound` for whoever is no steward, `Problem.conflict` when somebody decided before.
    func accept(_ word: ProposedWord, as new: NewConcept, by viewer: Viewer) async throws {
        try requireSteward(viewer)
        let now = clock.now()
        let catalogue = self.catalogue
        try await decide { tx in
            let slug = try Self.freeSlug(new.name.first, word.kind, catalogue, in: tx)
            try ProposedWordStore.resolve(word.id, .accepted, slug: slug, at: now, in: tx)
            let role = MemberWord.Role.concept(new)
            try MemberWordStore.add(Self.memberWord(word, slug, role), at: now, in: tx)
            try note(word, "accepted", by: viewer, at: now, in: tx)
        }
    }

    /// Makes a word another word for an entry that there is. Look-ups by the word's identifier lead there at once; its
    /// records move there when their feature asks for `unmovedWords`, of which the word is one from now on.
    func merge(_ word: ProposedWord, into concept: Concept, by viewer: Viewer) async throws {
        try requireSteward(viewer)
        let now = clock.now()
        guard concept.kind == word.kind else { throw Problem.notFound }
        try await decide { tx in
            try ProposedWordStore.resolve(word.id, .merged, slug: concept.slug, at: now, in: tx)
            try UnmovedWordStore.add([word.id], in: tx)
            try MemberWordStore.add(Self.memberWord(word, concept.slug, .synonym), at: now, in: tx)
            try note(word, "merged", by: viewer, at: now, in: tx)
        }
    }

    /// Leaves a word to its members alone.
    func decline(_ word: ProposedWord, by viewer: Viewer) async throws {
        try requireSteward(viewer)
        let now = clock.now()
        try await decide { tx in
            try ProposedWordStore.resolve(word.id, .declined, slug: nil, at: now, in: tx)
            try note(word, "declined", by: viewer, at: now, in: tx)
        }
    }

    /// A slug for a new entry: its name in the first language, with a number where that is taken.
    static func freeSlug(_ name: String, _ kind: ConceptKind, _ catalogue: Catalogue, in tx: Transaction) throws
        -> String
    {
        var stem = ""
        for word in Folding.words(name) where word.allSatisfy({ $0 < 0x80 }) && stem.utf8.count + word.count <= 60 {
            stem += (stem.isEmpty ? "" : "-") + String(decoding: word, as: UTF8.self)
        }
        if stem.isEmpty { stem = kind.rawValue }
        for number in 1...99 {
            let slug = number == 1 ? stem : "\(stem)-\(number)"
            if catalogue.concept(kind, slug: slug) == nil, try !MemberWordStore.isTaken(slug, kind, in: tx) {
                return slug
            }
        }
        throw Problem.conflict(key: "vocabulary.words.decided")
    }

    private func decide(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws {
        try await database.write(body)
        try await refresh()
    }

    private func requireSteward(_ viewer: Viewer) throws(Problem) {
        guard viewer.has(.steward, in: .site), viewer.personID != nil else { throw .notFound }
    }

    private func note(
        _ word: ProposedWord, _ decision: String, by viewer: Viewer, at now: Instant, in tx: Transaction
    ) throws {
        try accounts.audit.record(
            .vocabularyChanged, about: nil, by: viewer, detail: "\(decision) \(word.id)", at: now, in: tx)
    }

    private static func memberWord(_ word: ProposedWord, _ slug: String, _ role: MemberWord.Role) -> MemberWord {
        MemberWord(
            id: word.id, kind: word.kind, slug: slug, text: word.text, language: word.language, role: role)
    }
}
