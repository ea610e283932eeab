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
            #expect(pairs.count > 100 && pairs.allSatisfy { !$0.printed.shares.isEmpty })
            #expect(
                lines.allSatisfy { $0.kind == "pair" || ($0.printed.silent == nil && $0.printed.shares.isEmpty) },
                "no page prints more of what is added up")
            try await Self.checkBands(lines, rooms.evidence, release)
            for line in pairs.prefix(150) {
                let path = "/treatments/\(line.treatment)/for/\(line.purpose)"
                let page = try await house.send("GET", path, as: .visitor)
                #expect(Self.printed(page.text) == line.printed, "\(path)")
            }
            // Where there is no figure the page prints none in its place; what it knows nearby is in the document, too.
            let known = Set(lines.map { [$0.printed.mean, $0.printed.low, $0.printed.high] })
            let purposes = Set(lines.filter { $0.kind == "family-rest" }.map(\.purpose))
            let told = Set(pairs.map { "/treatments/\($0.treatment)/for/\($0.purpose)" })
            var near = 0
            for path in Self.likely(rooms.evidence, for: purposes).filter({ !told.contains($0) }).prefix(200) {
                let page = try await house.send("GET", path, as: .visitor)
                #expect(Self.printed(page.text) == nil, "\(path)")
                guard let numbers = Self.nearby(page.text) else { continue }
                near += 1
                #expect(known.contains(numbers), "\(path) \(numbers)")
            }
            #expect(near > 0)
        }
    }

    /// Pages of what is often taken for these.
    private static func likely(_ evidence: EvidenceFeature, for purposes: Set<String>) -> [String] {
        purposes.sorted().flatMap { slug -> [String] in
            guard let purpose = evidence.vocabulary.catalogue.purpose(slug: slug)?.purpose else { return [] }
            return evidence.journal.likelyTreatments.of(purpose.id).map { "/treatments/\($0.slug)/for/\(slug)" }
        }
    }

    /// Share and range that a page knows of something near.
    private static func nearby(_ page: String) -> [Int]? {
        let words = /About (\d+) of 100 (?:say it|found it) helped a lot \(likely between (\d+) and (\d+)\)/
        return page.firstMatch(of: words).map { [$0.1, $0.2, $0.3].compactMap { Int($0) } }
    }

    /// A pair has the band that its purpose's pages give it, all else none.
    private static func checkBands(_ lines: [Line], _ evidence: EvidenceFeature, _ release: Int) async throws {
        let catalogue = evidence.vocabulary.catalogue
        #expect(
            lines.allSatisfy { line in
                let isWithdrawn = catalogue.treatment(slug: line.treatment).map(catalogue.isWithdrawn) ?? false
                return (line.band != nil) == (line.kind == "pair" && !isWithdrawn)
            })
        #expect(lines.allSatisfy { $0.band != nil || $0.clearlyAbove.isEmpty })
        for (purpose, lines) in Dictionary(grouping: lines.filter { $0.band != nil }, by: \.purpose) {
            let id = try #require(catalogue.purpose(slug: purpose)?.purpose).id
            let figures = try await evidence.database.read { tx in
                try FigureStore.figures(for: id, of: release, in: tx)
            }
            let listed = figures.filter { figure in
                figure.treatment.flatMap { catalogue.treatment($0) }.map { !catalogue.isWithdrawn($0) } == true
            }
            func slug(_ figure: Figure) -> String {
                figure.treatment.flatMap { catalogue.treatment($0)?.slug } ?? ""
            }
            let compared = Bands(listed)
            let bands = compared.bands.map { Set($0.map(slug)) }
            #expect(bands.count == lines.compactMap(\.band).max())
            #expect(lines.allSatisfy { bands[($0.band ?? 1) - 1].contains($0.treatment) }, "\(purpose)")
            let clear = compared.clear.joined().map { [slug($0.higher), slug($0.lower)] }
            let above = lines.flatMap { line in line.clearlyAbove.map { [line.treatment, $0] } }
            #expect(Set(above) == Set(clear) && above.count == clear.count, "\(purpose)")
        }
    }

    private typealias Line = (
        kind: String, treatment: String, purpose: String, band: Int?, clearlyAbove: [String], printed: Printed
    )

    private static func lines(_ answer: Exchange) throws -> [Line] {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        let figures = try #require(object["figures"] as? [[String: Any]])
        return try figures.map { line in
            func number(_ name: String) throws -> Int { try #require(line[name] as? Int) }
            let shares = try #require(line["shares"] as? [[String: Any]]).compactMap { $0["ofHundred"] as? Int }
            let printed = Printed(
                n: try number("n"), silent: line["silent"] as? Int, shares: Self.answers(ofSteps: shares),
                mean: try number("mean"),
                low: try number("low"), high: try number("high"))
            let allowed: Set = [
                "kind", "treatment", "family", "purpose", "n", "silent", "shares", "mean", "low", "high", "band",
                "clearlyAbove",
            ]
            #expect(Set(line.keys) == allowed)
            return (
                try #require(line["kind"] as? String), line["treatment"] as? String ?? "",
                line["purpose"] as? String ?? "", line["band"] as? Int,
                try #require(line["clearlyAbove"] as? [String]), printed
            )
        }
    }

    /// Steps of the document as pages draw them: two in the middle are one answer.
    private static func answers(ofSteps shares: [Int]) -> [Int] {
        shares.count == 5 ? [shares[0], shares[1], shares[2] + shares[3], shares[4]] : shares
    }

    /// Answers of a page with "no different" and "worse" as one, for the document has one lowest step.
    private static func answers(_ legend: [Int]) -> [Int] {
        legend.count > 3 ? Array(legend.prefix(3)) + [legend.dropFirst(3).reduce(0, +)] : legend
    }

    private static func printed(_ page: String) -> Printed? {
        func number(_ text: Substring) -> Int { Int(text.filter { $0 != "," }) ?? -1 }
        let sentence = /about (\d+) found it helped a lot<\/strong>\. Likely between (\d+) and (\d+)/
        guard let said = page.firstMatch(of: sentence),
            let n = page.firstMatch(of: /“These” are ([\d,]+) people/)
        else { return nil }
        let legend = page.firstMatch(of: /<ul class="legend">(.*?)<\/ul>/)?.1 ?? ""
        return Printed(
            n: number(n.1),
            silent: page.firstMatch(of: /([\d,]+) gave no sign for 8 weeks or more ·/).map { number($0.1) },
            shares: Self.answers(legend.matches(of: /<b>(\d+)<\/b>/).map { number($0.1) }), mean: number(said.1),
            low: number(said.2),
            high: number(said.3))
    }
}
