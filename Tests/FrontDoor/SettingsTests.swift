import Communities
import Databases
import Foundation
import Post
import Testing
import Web

@testable import wayfellow

/// What the operator writes is taken as it was meant, or refused in words at start.
@Suite struct SettingsTests {
    private static func read(_ environment: [String: String], port: Int? = nil) async throws -> Settings {
        try await Settings.read(data: "data", port: port, environment: environment)
    }

    @Test func `lists are read with and without spaces behind the commas`() async throws {
        let settings = try await Self.read([
            "WAYFELLOW_HOSTS": "a.org, B.org ,,", "WAYFELLOW_TRUSTED_PROXIES": "10.0.0.1, ::1",
        ])
        #expect(settings.site.hosts == ["a.org", "b.org"])
        #expect(settings.site.trustedProxies == ["10.0.0.1", "::1"])
        let usual = try await Self.read([:])
        #expect(usual.site.hosts == nil && usual.site.trustedProxies == [])
        #expect(try await Self.read(["WAYFELLOW_HOSTS": " , "]).site.hosts == nil)
    }

    @Test func `the public address and the secrets of webhooks are taken as meant, or refused without being told`()
        async throws
    {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let settings = try await Self.read([
            "WAYFELLOW_ADDRESS": "https://example.org/", "WAYFELLOW_WEBHOOK_GENERATION": "3",
            "WAYFELLOW_WEBHOOK_SECRETS": "post=\(secret) \(secret), text=\(secret)",
        ])
        #expect(settings.site.webhooks.address == "https://example.org" && settings.site.webhooks.generation == 3)
        #expect(settings.site.webhooks.given.mapValues(\.count) == ["post": 2, "text": 1])
        for address in [
            "example.org", "ftp://example.org", "https://example.org/path", "https://Example.org", "https://",
        ] {
            await #expect(throws: SettingsError.self) { try await Self.read(["WAYFELLOW_ADDRESS": address]) }
        }
        for secrets in ["post", "post=", "=\(secret)", "post=whsec_swordfish", "post=\(secret), post=\(secret)"] {
            let error = await #expect(throws: SettingsError.self) {
                try await Self.read(["WAYFELLOW_WEBHOOK_SECRETS": secrets])
            }
            #expect(error?.description.contains("swordfish") == false && error?.description.contains(secret) == false)
        }
    }

    @Test func `asking in the dark is on only where somebody says on`() async throws {
        #expect(try await Self.read([:]).dark == .off)
        let on = try await Self.read(["WAYFELLOW_DARK": "on", "WAYFELLOW_DARK_KEY": "/key"]).dark
        #expect(on.isOffered && on.keyFolder == "/key")
        #expect(try await Self.read(["WAYFELLOW_DARK": "off"]).dark == .off)
        await #expect(throws: SettingsError.self) { try await Self.read(["WAYFELLOW_DARK": "yes"]) }
    }

    @Test func `a port that is none is refused, wherever it was said`() async throws {
        #expect(try await Self.read(["WAYFELLOW_PORT": "99999"], port: 80).port == 80)
        for (environment, port) in [([:], 99_999), ([:], -1), (["WAYFELLOW_PORT": "99999"], nil)]
            as [([String: String], Int?)]
        {
            await #expect(throws: SettingsError.self) { try await Self.read(environment, port: port) }
        }
    }

    @Test func `only an address of PostgreSQL is one`() async throws {
        for (address, isSQLite) in [
            ("postgres://localhost/w", false), ("postgresql://localhost/w", false), ("postgres-copy.sqlite", true),
        ] {
            #expect(try await Self.read(["DATABASE_URL": address]).databaseIsSQLite == isSQLite, "\(address)")
        }
    }

    @Test func `a file of settings that cannot be read is named`() async throws {
        try await withFolder { folder in
            let broken = folder.appending(path: "broken.json")
            try Data("{ no".utf8).write(to: broken)
            for file in [folder.appending(path: "missing.json").path, broken.path] {
                let error = await #expect(throws: SettingsError.self) {
                    try await Self.read(["WAYFELLOW_CONFIG": file])
                }
                #expect(error?.description.contains("WAYFELLOW_CONFIG names \(file)") == true)
            }
        }
    }

    @Test func `the file of settings in the docs is read as it is meant`() async throws {
        let url = Project.root.appending(path: "docs/configuration.md")
        let docs = try String(contentsOf: url, encoding: .utf8)
        let example = try #require(docs.components(separatedBy: "```json").dropFirst().first)
        let json = try #require(example.components(separatedBy: "```").first)
        try await withFolder { folder in
            let file = folder.appending(path: "settings.json")
            try Data(json.utf8).write(to: file)
            let settings = try await Self.read(["WAYFELLOW_CONFIG": file.path(percentEncoded: false)])
            #expect(!settings.databaseIsSQLite && settings.address == "https://network.example.org")
            #expect(settings.content.path(percentEncoded: false).hasPrefix("/usr/local/share/wayfellow"))
            guard case .smtp(let server)? = settings.post?.way else { throw HouseTestError("no server") }
            #expect(
                server.host == "smtp.provider.example" && server.credentials?.user.revealed == "network@example.org")
            #expect(settings.post?.from.text == "post@network.example.org" && settings.post?.name == "Wayfellow")
        }
    }
}
