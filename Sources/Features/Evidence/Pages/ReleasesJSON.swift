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
            Route.json(.get, "/api/releases", .anyone) { try await list($0) }.documented(Self.aboutList),
            Route.json(.get, "/api/releases/:number/figures", .anyone) { try await figures($0) }
                .documented(Self.aboutFigures),
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

// MARK: - What programs are told

extension ReleasesJSON {
    private static let aboutList = RouteDocumentation(
        "The newest releases of figures", about: "At most a hundred, the newest first.",
        answers: .object([.init("releases", .list(head))]))

    private static let aboutFigures = RouteDocumentation(
        "The figures of the newest release",
        about: """
            What pages print, and nothing more: whole numbers of a hundred people, of groups of at least eleven. Of all but \
            one treatment for one purpose only how many and how likely: silent is null, and shares is empty.
            """,
        path: [.init("number", .integer(1...Int(Int32.max)), "Of the newest release.")],
        answers: .object([.init("release", head), .init("figures", .list(figure))]),
        refusals: [410: "An older release: it holds people who have taken their consent back since."])

    private static let head = Schema.object([
        .init("number", .integer(1...Int(Int32.max))), .init("published", .orNull(.instant)),
        .init("dataThrough", .instant, "What was said by then is counted."),
        .init("digest", .text, "SHA-256 over the figures."), .init("evaluations", .count), .init("figures", .count),
    ])

    private static let hundred = Schema.integer(0...100)

    private static let figure = Schema.object([
        .init("kind", .oneOf(FigureKind.allCases.map(\.rawValue))), .init("treatment", .orNull(.text), "Its slug."),
        .init("family", .orNull(.text), "The slug of a family of treatments."),
        .init("purpose", .orNull(.text), "The slug of a condition or symptom."), .init("n", .count, "People counted."),
        .init(
            "silent", .orNull(.count),
            "Of one treatment for one purpose: people who take it and did not say how it went."),
        .init(
            "shares",
            .list(
                .object([.init("from", .integer(0...4)), .init("to", .integer(0...4)), .init("ofHundred", hundred)])),
            "Of one treatment for one purpose: so many of a hundred said these steps, 0 \"not at all\" to 4 \"highly\"."
        ),
        .init("mean", hundred), .init("low", hundred, "Likely at least this."),
        .init("high", hundred, "Likely at most this."),
        .init(
            "band", .orNull(.integer(1...8)),
            "Of a treatment that is sold, for one purpose: 1 helped more people than 2."),
        .init(
            "clearlyAbove", .list(.text),
            "Slugs of treatments of its band that clearly fewer people found to help; of all others in it there is no clear difference."
        ),
    ])
}
