import Accounts
import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import Branding
@testable import Files

/// The site's picture, from the form of an administrator to the front page.
@Suite struct PicturePageTests {
    /// An administrator and a room whose re-encoder a test may choose.
    private func withBranding(
        on backend: Backend = .sqlite, _ reencoder: ImageReencoder = ImageReencoder(),
        _ body: (World, Viewer) async throws -> Void
    ) async throws {
        try await withWorld(
            on: backend,
            rooms: { [WithFrontPage(branding: BrandingFeature($0, accounts: $1, reencoder: reencoder))] }
        ) { world in
            let person = try await world.accounts.createSynthetic(count: 1, seed: 4, joined: { _ in world.now })[0]
            try await world.grant(.administrator, to: person)
            try await body(world, try await world.viewer(person))
        }
    }

    private static let words = [
        ("description-en", "A lighthouse between two waves"), ("description-es", "Un faro entre dos olas"),
    ]

    /// A PNG of one see-through point.
    private static let dot = Array(
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
            ?? Data())

    @Test(
        .enabled(if: ImageReencoder().missing.isEmpty, "libvips-tools is not installed: bin/setup test"),
        arguments: Backend.available)
    func `a picture goes from the form to the front page, is described anew, replaced and taken out`(
        on backend: Backend
    ) async throws {
        try await withBranding(on: backend) { world, administrator in
            #expect(await world.get("/").text.contains("<img") == false)
            let sent = await world.upload(
                "/admin/picture", as: administrator, Multipart(Self.words, file: Self.dot, named: "../x.svg"))
            expect(sent, 303, to: "/admin/picture")
            let front = await world.get("/")
            let address = try #require(
                front.text.firstMatch(of: /<img class="picture" src="(\/picture\/[0-9a-f-]{36})"/)
            ).1
            #expect(front.text.contains("A lighthouse between two waves"))
            #expect(await world.get("/", .es).text.contains("Un faro entre dos olas"))
            let picture = await world.get(String(address))
            expect(picture, 200)
            #expect(picture.header("content-type") == "image/png" && picture.body.starts(with: [0x89, 0x50]))

            let id = String(address.dropFirst("/picture/".utf8.count))
            let described = await world.post(
                "/admin/picture/description", on: "/admin/picture", as: administrator,
                [("picture", id), ("description-en", "A tower"), ("description-es", "Una torre")])
            expect(described, 303)
            #expect(await world.get("/").text.contains("alt=\"A tower\""))

            expect(await world.upload("/admin/picture", as: administrator, Multipart(Self.words, file: Self.dot)), 303)
            expect(await world.get(String(address)), 404)
            // A page from before the other picture: nothing is done to that, and the words are still there.
            for path in ["/admin/picture/description", "/admin/picture/remove"] {
                let old = [("picture", id), ("description-en", "A ship"), ("description-es", "Un barco")]
                let late = await world.post(path, on: "/admin/picture", as: administrator, old)
                expect(late, 422, holds: ["Nothing was changed", "Another picture was put up meanwhile"])
                #expect(late.text.contains("A ship"))
            }
            let later = await world.get("/").text
            let now = try #require(later.firstMatch(of: /src="\/picture\/([0-9a-f-]{36})"/)).1
            #expect(!later.contains("A ship"))
            expect(
                await world.post(
                    "/admin/picture/remove", on: "/admin/picture", as: administrator, [("picture", String(now))]), 303)
            #expect(await world.get("/").text.contains("<img") == false)
            try await Self.expectNoFiles(in: world)
        }
    }

    @Test(.enabled(if: ImageReencoder().missing.isEmpty, "libvips-tools is not installed: bin/setup test"))
    func `what cannot be taken is told in words, and nothing of it is kept`() async throws {
        try await withBranding { world, administrator in
            let cases: [(file: [UInt8], words: [(String, String)], said: String)] = [
                (Array("I am a picture".utf8), Self.words, "This file is no picture"),
                (Array(Self.dot.prefix(40)), Self.words, "cannot be read to its end"),
                ([], Self.words, "Choose a picture."),
                (Self.dot, [Self.words[0]], "Say what the picture shows (Español)."),
                (Self.dot, [Self.words[0]], "Choose the picture once more"),
                (Self.dot, [Self.words[0], ("description-es", "a\u{7}b")], "characters"),
            ]
            for (file, words, said) in cases {
                let answer = await world.upload(
                    "/admin/picture", as: administrator, Multipart(words, file: file, type: "image/png"))
                expect(answer, 422, said)
                #expect(answer.text.contains(said), "\(said)")
                #expect(answer.text.contains("A lighthouse between two waves"))
                #expect(answer.doubledIDs.isEmpty)
            }
            let half = await world.upload(
                "/admin/picture", as: administrator, Multipart([Self.words[0]], file: Self.dot), .es)
            expect(half, 422, holds: ["Lo que se dice de la imagen necesita otra mirada"])
            #expect(!half.text.contains("La imagen no se aceptó"))
            let spanish = await world.upload("/admin/picture", as: administrator, Multipart(file: []), .es)
            #expect(spanish.text.contains("Elige una imagen.") && spanish.text.contains("Di qué muestra la imagen"))
            try await Self.expectNoFiles(in: world)
        }
    }

    @Test func `where the programs are missing the page says what to install`() async throws {
        try await withBranding(ImageReencoder(tools: .failure(.notInstalled(["vipsthumbnail"])))) {
            world, administrator in
            let page = await world.get("/admin/picture", as: administrator)
            #expect(page.text.contains("libvips-tools") && !page.text.contains("type=\"file\""))
            // Sent all the same, from a page that is older than the server; the language's form has the token.
            let sent = await world.upload("/admin/picture", as: administrator, Multipart(Self.words, file: Self.dot))
            expect(sent, 503, holds: ["libvips-tools"])
            #expect(world.log.lines.contains { $0.contains("libvips-tools") })
        }
    }

    @Test func `nobody but an administrator knows of the page`() async throws {
        try await withBranding { world, _ in
            let member = try await world.accounts.createSynthetic(count: 1, seed: 5, joined: { _ in world.now })[0]
            expect(await world.get("/admin/picture", as: .person(member, roles: [])), 404)
            expect(await world.get("/admin/picture"), 303)
            expect(await world.get("/picture/\(ID<StoredFile>.random())"), 404)
            expect(await world.get("/picture/..%2Fetc"), 404)
        }
    }

    private static func expectNoFiles(
        in world: World, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let count = try await world.database.read { tx in
            try tx.first("SELECT COUNT(*) FROM files") { try $0.get(0, as: Int.self) }
        }
        #expect(count == 0, sourceLocation: sourceLocation)
    }
}

/// The room with a front page that shows its emblem, for the room that has the real one is not here.
private struct WithFrontPage: Room {
    let branding: BrandingFeature

    var feature: Feature {
        var feature = branding.feature
        let (routes, emblem) = (feature.routes, feature.emblem)
        feature.routes = { house in
            routes(house) + [
                .get("/", .anyone) { visit in
                    let version = try await emblem?.version() ?? ""
                    return try await visit.published("Front", version: version) {
                        HTML.stack(try await emblem?.make(visit) ?? [])
                    }
                }
            ]
        }
        return feature
    }
}
