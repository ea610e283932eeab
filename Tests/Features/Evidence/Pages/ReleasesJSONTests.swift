import Databases
import Foundation
import Storage
import Testing
import Web
import World

@testable import Evidence

/// Releases and figures as programs read them.
@Suite struct ReleasesJSONTests {
    private let spread = [0, 1, 2, 3, 4].flatMap { [Int](repeating: $0, count: 14) }

    private func object(_ answer: Exchange) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
    }

    @Test(arguments: Backend.available)
    func `before the first release there is none, and after the next the older figures are gone`(
        on backend: Backend
    ) async throws {
        try await withEvidence(on: backend) { world in
            expect(await world.get("/api/releases"), holds: ["{\"releases\":[]}"])
            expect(await world.get("/api/releases/1/figures"), 404)
            try await world.record("walking", for: "back-pain", steps: spread)
            try await world.record("stretching", for: "back-pain", steps: [4, 4, 3], from: 100)
            try await world.evidence.makeRelease()
            let list = try #require(try object(await world.get("/api/releases"))["releases"] as? [[String: Any]])
            let release = try #require(try await world.evidence.currentRelease.value())
            #expect(list.count == 1 && list[0]["number"] as? Int == 1 && list[0]["evaluations"] as? Int == 70)
            #expect(list[0]["digest"] as? String == release.figuresDigest)
            #expect(list[0]["dataThrough"] as? String == release.dataThrough.description)
            #expect(list[0]["published"] as? String == release.publishedAt?.description)
            let first = await world.get("/api/releases/1/figures")
            expect(
                first, holds: ["\"treatment\":\"walking\"", "\"n\":70"], lacks: ["stretching", "\"kind\":\"purpose\""])
            // The same bytes for everybody, in every language.
            #expect(await world.get("/api/releases/1/figures", as: 1, .es).body == first.body)
            world.time.pass(.minutes(1))
            try await world.evidence.makeRelease()
            expect(await world.get("/api/releases/2/figures"), holds: ["\"number\":2"])
            expect(await world.get("/api/releases/1/figures"), 410, holds: ["/api/releases for the newest"])
            expect(await world.get("/api/releases/1/figures", as: nil, .es), 410, holds: ["el número más nuevo"])
            for number in ["3", "0", "-1", "01", "+2", "x", "99999999999999999999", "%00"] {
                expect(await world.get("/api/releases/\(number)/figures"), 404)
            }
            expect(await world.get("/how-we-know"), holds: ["<a href=\"/api/releases\">"])
        }
    }

    @Test(arguments: Backend.available)
    func `both engines give the same bytes`(on backend: Backend) async throws {
        func bytes(on backend: Backend) async throws -> [UInt8] {
            var found: [UInt8] = []
            try await withEvidence(on: backend) { world in
                try await world.record("walking", for: "back-pain", steps: spread)
                try await world.record("duloxetine", for: "depression", steps: spread.map { max($0 - 1, 0) })
                try await world.evidence.makeRelease()
                found = await world.get("/api/releases/1/figures").body
            }
            return found
        }
        #expect(try await bytes(on: backend) == bytes(on: .sqlite))
    }
}
