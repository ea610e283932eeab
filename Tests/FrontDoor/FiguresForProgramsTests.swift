import Databases
import Foundation
import Journal
import Storage
import Testing
import Vocabulary
import Web

@testable import Evidence
@testable import wayfellow

/// The figures that programs read are those that people read, of the demonstration's community.
@Suite struct FiguresForProgramsTests {
    /// What a page prints of its figure, and what the document holds of one.
    struct Printed: Hashable {
        let n: Int
        let silent: Int?
        let shares: [Int]
        let mean: Int
        let low: Int
        let high: Int
    }

    @Test(arguments: Backend.available)
    func `what programs read is what pages print`(on backend: Backend) async throws {
        try await WholeHouse.open(on: backend) { house in
            let rooms = await house.house.rooms
            try await rooms.journal.simulate(members: 2_000, seed: 1)
            let release = try await rooms.evidence.makeRelease().number
            let lines = try Self.lines(
                try await house.send("GET", "/api/releases/\(release)/figures", as: .visitor))
            #expect(Set(lines.map(\.kind)).isSuperset(of: ["pair", "family", "family-rest"]))
            #expect(lines.allSatisfy { $0.printed.n >= 11 && ($0.printed.silent ?? 11) >= 11 })
            let pairs = lines.filter { $0.kind == "pair" }
            #expect(pairs.count > 100)
            for line in pairs.prefix(150) {
                let path = "/treatments/\(line.treatment)/for/\(line.purpose)"
                let page = try await house.send("GET", path, as: .visitor)
                #expect(Self.printed(page.text) == line.printed, "\(path)")
            }
            // What stands in the place of a figure that is too few is in the document, too.
            let known = Set(lines.map(\.printed))
            for path in try await Self.few(rooms.evidence, release).prefix(100) {
                let page = try await house.send("GET", path, as: .visitor)
                if let printed = Self.printed(page.text) { #expect(known.contains(printed), "\(path) \(printed)") }
            }
        }
    }

    /// Pages of pairs without a figure.
    private static func few(_ evidence: EvidenceFeature, _ release: Int) async throws -> [String] {
        let figures = try await evidence.database.read { try FigureStore.all(of: release, in: $0) }
        let catalogue = evidence.vocabulary.catalogue
        return figures.filter { $0.kind == .pair && $0.content == nil }.compactMap { figure in
            guard let treatment = figure.treatment.flatMap({ catalogue.treatment($0) }),
                let purpose = figure.purpose.flatMap({ catalogue.purpose($0) })
            else { return nil }
            return "/treatments/\(treatment.slug)/for/\(purpose.slug)"
        }
    }

    private static func lines(
        _ answer: Exchange
    ) throws -> [(kind: String, treatment: String, purpose: String, printed: Printed)] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        let figures = try #require(object["figures"] as? [[String: Any]])
        return try figures.map { line in
            func number(_ name: String) throws -> Int { try #require(line[name] as? Int) }
            let shares = try #require(line["shares"] as? [[String: Any]]).compactMap { $0["ofHundred"] as? Int }
            let printed = Printed(
                n: try number("n"), silent: line["silent"] as? Int, shares: shares, mean: try number("mean"),
                low: try number("low"), high: try number("high"))
            let allowed: Set = [
                "kind", "treatment", "family", "purpose", "n", "silent", "shares", "mean", "low", "high",
            ]
            #expect(Set(line.keys) == allowed)
            return (
                try #require(line["kind"] as? String), line["treatment"] as? String ?? "",
                line["purpose"] as? String ?? "", printed
            )
        }
    }

    private static func printed(_ page: String) -> Printed? {
        func number(_ text: Substring) -> Int { Int(text.filter { $0 != "," }) ?? -1 }
        let sentence = /about (\d+) found it helped a lot<\/strong>\. Likely between (\d+) and (\d+)/
        guard let said = page.firstMatch(of: sentence),
            let n = page.firstMatch(of: /([\d,]+) (?:people evaluated it|evaluations)/)
        else { return nil }
        let legend = page.firstMatch(of: /<ul class="legend">(.*?)<\/ul>/)?.1 ?? ""
        return Printed(
            n: number(n.1),
            silent: page.firstMatch(of: /([\d,]+) gave no sign for 8 weeks or more ·/).map { number($0.1) },
            shares: legend.matches(of: /<b>(\d+)<\/b>/).map { number($0.1) }, mean: number(said.1), low: number(said.2),
            high: number(said.3))
    }
}
