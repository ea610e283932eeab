package import Markup
package import Storage
package import Vocabulary

// Evidence beside talk: what is known of treatments that people name when they write to each other.
extension EvidenceFeature {
    /// Changes with everything that `mentions` reads: a part of the version under which a shared piece of a page is kept.
    package var mentionsVersion: String {
        get async throws { version(try await currentRelease.value(), vocabulary.catalogue) }
    }

    /// What the newest release and the notices say of treatments that a talk names. The same for everybody: nothing in it
    /// depends on who looks. The database is asked once for all of them, or not at all where they are known.
    ///
    /// - Parameters:
    ///   - treatments: in the order in which they are to stand. What the catalogue does not have is left out.
    ///   - purpose: the condition or symptom that the talk is about. Nil where it is about none: then no figure is shown, for
    ///     it would be one of some other purpose.
    ///   - text: in the reader's language.
    package func mentions(
        of treatments: [ID<Treatment>], for purpose: ID<Purpose>?, _ text: Text
    ) async throws -> Mentions {
        let (catalogue, release) = (vocabulary.catalogue, try await currentRelease.value())
        let purpose = purpose.flatMap { catalogue.purpose($0) }
        var (named, places): ([Treatment], [ID<Treatment>: Int]) = ([], [:])
        for id in treatments {
            guard let treatment = catalogue.treatment(id) else { continue }
            if places[treatment.id] == nil {
                places[treatment.id] = named.count
                named.append(treatment)
            }
            // A member's word that turned out to mean it.
            places[id] = places[treatment.id]
        }
        let figures = try await figures(of: named, for: purpose, release)
        return Mentions(
            text: text, catalogue: catalogue, release: release, purpose: purpose,
            named: named.map { treatment in
                let isAsked = !isHeldBack(treatment, for: purpose, in: catalogue)
                return Mentions.Named(
                    treatment: treatment, figure: figures[treatment.id],
                    ask: isAsked ? purpose.map { "/ask/\(treatment.slug)/\($0.slug)" } : nil)
            }, places: places)
    }

    /// Of pairs only: a family's figure is never another's.
    private func figures(
        of treatments: [Treatment], for purpose: Concept?, _ release: Release?
    ) async throws -> [ID<Treatment>: Figure] {
        guard let release, let id = purpose?.purpose?.id, !treatments.isEmpty else { return [:] }
        let pairs = treatments.map { GroupKey.pair(Pair(treatment: $0.id, purpose: id)) }
        let found = try await figures(of: pairs, of: release.number)
        return Dictionary(found.compactMap { key, figure in key.treatment.map { ($0, figure) } }) { first, _ in first }
    }
}
