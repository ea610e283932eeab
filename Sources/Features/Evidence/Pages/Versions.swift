import Markup
import Storage
import Vocabulary
import Web

extension EvidenceFeature {
    /// What shared pages are kept under: they change with a release and with the catalogue.
    func version(_ release: Release?, _ catalogue: Catalogue) -> String {
        "\(release?.number ?? 0)-\(catalogue.version)"
    }

    /// One well-known figure for the front page: sentence, bar and the way to its page; nil where there is none yet.
    func example(_ visit: Visit) async throws -> HTML? {
        guard let release = try await currentRelease.value(),
            let figure = try await database.read({ try FigureStore.example(of: release.number, in: $0) })
        else { return nil }
        let content = figure.content
        let catalogue = vocabulary.catalogue
        let view = FigureView(text: visit.text, catalogue: catalogue, release: release)
        guard let treatment = figure.treatment.flatMap({ catalogue.treatment($0) }),
            let purpose = figure.purpose.flatMap({ catalogue.purpose($0) })
        else { return nil }
        let link: Link = "/treatments/\(treatment.slug)/for/\(purpose.slug)"
        return """
            \(HTML.evidenceSentence(view.sentence(content), tier: "\(visit.text("evidence.tier")) · \(view.subject(figure))"))\
            \(view.bar(content))\(view.rangeBar(content))\(view.these(figure))\(view.counts(content))\
            <p><a href="\(link)">\(visit.text("evidence.example.link"))</a></p>
            """
    }
}
