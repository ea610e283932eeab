import Databases
import Foundation
import Post
import Testing

@testable import wayfellow

@Suite struct PostSettingsTests {
    private static let good = [
        "WAYFELLOW_SMTP_HOST": "mail.example.org", "WAYFELLOW_MAIL_FROM": "post@example.org",
        "WAYFELLOW_ADDRESS": "https://example.org/",
    ]

    private static func read(_ changes: [String: String?] = [:]) async throws -> PostSettings? {
        var environment = good
        for (name, value) in changes { environment[name] = value }
        return try await Settings.read(data: "data", environment: environment).post
    }

    @Test func `a mail server needs three settings, and the rest is as servers have it`() async throws {
        let post = try #require(try await Self.read())
        #expect(
            post.address == "https://example.org" && post.name == "Wayfellow" && post.from.text == "post@example.org")
        guard case .smtp(let server) = post.way else { throw HouseTestError("no server") }
        #expect(server.host == "mail.example.org" && server.port == 587 && server.credentials == nil)
        guard
            case .smtp(let other)? = try await Self.read([
                "WAYFELLOW_SMTP_ENCRYPTION": "tls", "WAYFELLOW_SMTP_USER": "u", "WAYFELLOW_SMTP_PASSWORD": "p",
                "WAYFELLOW_SMTP_CONNECTIONS": "4",
            ])?.way
        else { throw HouseTestError("no server") }
        #expect(other.port == 465 && other.connections == 4 && other.credentials?.password.revealed == "p")
        #expect(try await Settings.read(data: "data", environment: [:]).post == nil)
    }

    @Test(
        arguments: [
            ["WAYFELLOW_MAIL_FROM": nil], ["WAYFELLOW_MAIL_FROM": "Post <post@example.org>"],
            ["WAYFELLOW_ADDRESS": nil],
            ["WAYFELLOW_ADDRESS": "http://example.org"], ["WAYFELLOW_ADDRESS": "example.org"],
            ["WAYFELLOW_ADDRESS": "https://example.org/app"], ["WAYFELLOW_ADDRESS": "https://u@example.org"],
            ["WAYFELLOW_ADDRESS": "https://example.org?x"], ["WAYFELLOW_SMTP_PORT": "0"],
            ["WAYFELLOW_SMTP_PORT": "mail"],
            ["WAYFELLOW_SMTP_ENCRYPTION": "none"], ["WAYFELLOW_SMTP_USER": "u"], ["WAYFELLOW_SMTP_PASSWORD": "p"],
            ["WAYFELLOW_SMTP_HOST": "smtp://mail"], ["WAYFELLOW_SMTP_AUTHORITIES": "/nowhere.pem"],
            ["WAYFELLOW_MAIL_FOLDER": "mail"], ["WAYFELLOW_SMTP_CONNECTIONS": "99"],
        ] as [[String: String?]])
    func `settings by halves are refused in words, and no secret is told`(changes: [String: String?]) async throws {
        let error = await #expect(throws: SettingsError.self) { try await Self.read(changes) }
        #expect(error?.description.contains("WAYFELLOW_") == true)
    }

    @Test func `in development the site may be reached without HTTPS`() async throws {
        let post = try await Self.read([
            "WAYFELLOW_ENVIRONMENT": "development", "WAYFELLOW_ADDRESS": "http://127.0.0.1:8080",
        ])
        #expect(post?.address == "http://127.0.0.1:8080")
    }
}
