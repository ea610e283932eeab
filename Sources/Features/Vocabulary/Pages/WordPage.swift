import Markup
import Storage
import Web

/// `/steward/words/:id`: what to do with one word: it is another word for an entry, a new entry, or stays its
/// members' own.
struct WordPage: Sendable {
    let vocabulary: VocabularyFeature

    var routes: [Route] {
        [
            .get("/steward/words/:id", .role(.steward, in: .site)) { visit in
                visit.page(
                    visit.text("vocabulary.words.title"),
                    WordView(visit, try await word(visit), vocabulary.catalogue).page())
            },
            .post("/steward/words/:id/merge", .role(.steward, in: .site)) { try await merge($0) },
            .post("/steward/words/:id/accept", .role(.steward, in: .site), body: .words) { try await accept($0) },
            .post("/steward/words/:id/decline", .role(.steward, in: .site)) { visit in
                try await vocabulary.decline(try await word(visit), by: visit.viewer)
                return visit.redirect("/steward/words", flash: "vocabulary.words.done.declined")
            },
        ]
    }

    private func word(_ visit: Visit) async throws -> ProposedWord {
        let id: ID<ProposedWord> = try visit.id("id")
        let word = try await vocabulary.database.read { tx in
            try ProposedWordStore.find(id, as: visit.viewer, in: tx)
        }
        guard let word, visit.viewer.has(.steward, in: .site) else { throw Problem.notFound }
        guard word.status == .pending else { throw Problem.conflict(key: "vocabulary.words.decided") }
        return word
    }

    private func merge(_ visit: Visit) async throws -> Reply {
        let word = try await word(visit)
        guard let concept = visit.fields["entry"].flatMap({ vocabulary.catalogue.concept(word.kind, slug: $0) }) else {
            return again(visit, word, FormErrors(field: "entry", "vocabulary.words.merge.missing"))
        }
        try await vocabulary.merge(word, into: concept, by: visit.viewer)
        return visit.redirect("/steward/words", flash: "vocabulary.words.done.merged")
    }

    private func accept(_ visit: Visit) async throws -> Reply {
        let word = try await word(visit)
        do {
            let new = try newConcept(visit.fields, word.kind)
            try await vocabulary.accept(word, as: new, by: visit.viewer)
            return visit.redirect("/steward/words", flash: "vocabulary.words.done.accepted")
        } catch Problem.invalid(let errors) {
            return again(visit, word, errors)
        }
    }

    private func again(_ visit: Visit, _ word: ProposedWord, _ errors: FormErrors) -> Reply {
        let view = WordView(visit, word, vocabulary.catalogue, errors)
        return visit.page(visit.text("vocabulary.words.title"), status: 422, view.page())
    }

    /// The field of an entry's name in a language.
    static func nameField(_ language: Language) -> String { "name_\(language)" }

    private func newConcept(_ fields: FormFields, _ kind: ConceptKind) throws(Problem) -> NewConcept {
        let catalogue = vocabulary.catalogue
        var reader = FormReader(fields)
        let names = catalogue.languages.map { language in
            let field = Self.nameField(language)
            let name = reader.text(field, max: ProposedWord.longest, required: "vocabulary.words.name.missing")
            if !name.isEmpty, Folding.key(name).isEmpty { reader.errors.add(field: field, "vocabulary.word.empty") }
            return (language: language, text: name)
        }
        var new = NewConcept(name: LocalizedName(names))
        switch kind {
        case .condition:
            new.parent = reader.choice("parent", among: catalogue.conditions.map(\.slug)) ?? ""
        case .treatment:
            new.parent =
                reader.choice(
                    "parent", among: catalogue.families.map(\.slug), required: "vocabulary.words.family.missing") ?? ""
            new.treatmentKind = reader.choice(
                "kind", among: TreatmentKind.allCases.map(\.rawValue), required: "vocabulary.words.sort.missing"
            ).flatMap { TreatmentKind(rawValue: $0) }
        case .symptom:
            break
        }
        try reader.finish()
        return new
    }
}
