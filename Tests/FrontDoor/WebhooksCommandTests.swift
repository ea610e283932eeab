import Databases
import Foundation
import Storage
import Testing
import Web

@testable import wayfellow

/// Whoever sets up a sender of webhooks is told the secret that the site will believe.
@Suite struct WebhooksCommandTests {
    @Test func `the secret that is printed is the one that a running site takes`() async throws {
        try await WholeHouse.open(guests: [SampleRoom()]) { whole in
            let (house, site) = await (whole.house, whole.site)
            let lines = try WebhooksCommand.lines(site.routes, house.settings)
            let line = try #require(lines.first { $0.hasPrefix("sample\t") })
            let parts = line.split(separator: "\t").map(String.init)
            #expect(parts.count == 3 && parts[1] == "https://example.org/api/sample/poured")
            let secret = try #require(WebhookSecret(parts[2]))
            let body = Array("{}".utf8)
            let headers = WebhookSignature.headers(
                id: "m1", at: house.dependencies.clock.now(), body, secrets: [secret])
            let answer = await site.respond(
                "POST", "/api/sample/poured", headers: headers.merging(["Content-Type": "application/json"]) { $1 },
                bytes: body)
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test func `without a public address there is no secret, and that is said`() async throws {
        try await WholeHouse.open { whole in
            var settings = await whole.house.settings
            settings.address = nil
            let ready = settings
            let error = #expect(throws: (any Error).self) { try WebhooksCommand.lines([], ready) }
            #expect("\(error.map { "\($0)" } ?? "")".contains("WAYFELLOW_ADDRESS"))
        }
    }
}
