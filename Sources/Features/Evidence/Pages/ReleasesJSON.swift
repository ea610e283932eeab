import Storage
import Vocabulary
import Web

/// `/api/releases` and `/api/releases/:number/figures`: what everybody can read on the pages, for programs.
struct ReleasesJSON: Sendable {
    let evidence: EvidenceFeature

    /// Releases in the list, the newest first.
    private static let listed = 100

    private struct List: Encodable {
        let releases: [ReleaseHead]
    }

    var routes: [Route] {
        [
            .json(.get, "/api/releases", .anyone) { try await list($0) },
            .json(.get, "/api/releases/:number/figures", .anyone) { try await figures($0) },
        ]
    }

    private func list(_ visit: Visit) async throws -> Reply {
        let newest = try await evidence.currentRelease.value()?.number ?? 0
        return try await visit.publishedJSON("releases", version: String(newest)) {
            try JSONBytes.of(List(releases: try await evidence.releases(limit: Self.listed).map(ReleaseHead.init)))
        }
    }

    /// Of the newest release only, as on the pages: older figures may hold people who have taken their consent back.
    private func figures(_ visit: Visit) async throws -> Reply {
        let written = try visit.parameter("number")
        guard let number = Int(written), String(number) == written, number > 0,
            let release = try await evidence.currentRelease.value(), number <= release.number
        else { throw Problem.notFound }
        guard number == release.number else { throw Problem.gone(key: "evidence.api.older") }
        let catalogue = evidence.vocabulary.catalogue
        return try await visit.publishedJSON("figures", version: "\(number)-\(catalogue.version)") {
            // Inside, for the database's thread has the time to put some thousand figures into words.
            try await evidence.database.read { tx in
                let figures = try FigureStore.all(of: number, in: tx)
                return try JSONBytes.of(FiguresDocument(release, figures, catalogue))
            }
        }
    }
}
