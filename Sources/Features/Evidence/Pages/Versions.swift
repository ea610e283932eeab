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
        let catalogue = vocabulary.catalogue
        guard let release = try await currentRelease.value(),
            let figure = try await database.read({ try FigureStore.example(of: release.number, catalogue, in: $0) })
        else { return nil }
        let view = FigureView(text: visit.text, catalogue: catalogue, release: release)
        guard let treatment = figure.treatment.flatMap({ catalogue.treatment($0) }),
            let purpose = figure.purpose.flatMap({ catalogue.purpose($0) })
        else { return nil }
        let link: Link = "/treatments/\(treatment.slug)/for/\(purpose.slug)"
        return """
            \(view.evidence(figure))\
            <p><a href="\(link)">\(visit.text("evidence.example.link"))</a></p>
            """
    }
}
