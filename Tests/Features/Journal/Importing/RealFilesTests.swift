import Markup
import Web
import World
import Foundation
import Storage
import Testing
import Vocabulary

@testable import Journal

/// The real catalogue, content files and reviews.
@Suite struct RealFilesTests {
    static let content = Project.root.appending(path: "Vocabulary").path(percentEncoded: false)
    static let reviews = Project.root.deletingLastPathComponent()
        .appending(path: "shared/data/reviews/druglib.tsv").path(percentEncoded: false)
    static var isReviewFileThere: Bool { FileManager.default.fileExists(atPath: reviews) }

    static func catalogue() throws -> Catalogue { try Catalogue(CatalogueFiles.read(folder: content)) }

    @Test func `what simulated people live with and take is all in the catalogue`() throws {
        let catalogue = try Self.catalogue()
        let content = try SimulationContent(folder: Self.content, catalogue: catalogue)
        #expect(content.conditions.count >= 120)
        #expect(content.symptoms.count >= 8)
        // A page shows what is simulated only where an address leads there.
        let hidden = content.symptoms.compactMap { catalogue.purpose($0.purpose.id) }
            .filter { catalogue.purpose(slug: $0.slug)?.purpose != $0.purpose }.map(\.slug)
        expect(hidden, is: [])
    }

    @Test func `the suggested side effects are all in the catalogue`() throws {
        let catalogue = try Self.catalogue()
        let named = try CommonSideEffects(bytes: ContentTable.bytes("side-effects.csv", in: Self.content)).named
        expect(named.symptoms.filter { catalogue.symptom(slug: $0) == nil }.sorted(), is: [])
        let kinds = Set(TreatmentKind.allCases.map { "kind:\($0.rawValue)" })
        expect(named.families.filter { !kinds.contains($0) && catalogue.family(slug: $0) == nil }.sorted(), is: [])
    }

    @Test func `simulated advice is short, in both languages, without open places`() throws {
        let rows = try ContentTable(
            "simulated-advice.csv", bytes: ContentTable.bytes("simulated-advice.csv", in: Self.content),
            columns: ["kind", "helped", "en", "es"]
        ).rows
        let kinds = Set(TreatmentKind.allCases.map(\.rawValue) + ["any"])
        let wrong = rows.filter { row in
            let texts = [row["en"], row["es"]].map {
                $0.replacing("{weeks}", with: "8").replacing("{months}", with: "6")
            }
            return !kinds.contains(row["kind"]) || !["much", "some", "little"].contains(row["helped"])
                || texts.contains { $0.isEmpty || $0.contains("{") || $0.unicodeScalars.count > 280 }
        }
        expect(wrong.map { "\($0.line)" }, is: [])
        #expect(rows.count >= 60)
    }

    @Test(.enabled(if: isReviewFileThere, "../shared/data/reviews/druglib.tsv is not there"))
    func `of the real reviews at least 85 in 100 are mapped, and the counts add up`() throws {
        let file = try ReviewFile(bytes: Array(try Data(contentsOf: URL(filePath: Self.reviews))))
        let (mapped, report) = ReviewMapping(try Self.catalogue()).map(file)
        expect(report.read, is: 3_107)
        expect(mapped.count + report.unmapped.count + report.rejected.count, is: 3_107)
        #expect(mapped.count * 100 >= 85 * 3_107, "\(report)")
        let long = mapped.filter { ($0.answers.advice?.unicodeScalars.count ?? 0) > EvaluationAnswers.longestAdvice }
        expect(long.count, is: 0)
        let frequent = report.unknownConditions.filter { $0.rows >= 5 }.map(\.text)
        expect(frequent, is: [])
    }

    @Test(.enabled(if: isReviewFileThere, "../shared/data/reviews/druglib.tsv is not there"))
    func `the real file cut anywhere is refused or read, never a trap`() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: Self.reviews)))
        var random = RandomNumbers(seed: 11)
        for _ in 0..<20 {
            var piece = Array(bytes.prefix(random.below(bytes.count)))
            if random.chance(0.5), !piece.isEmpty { piece[random.below(piece.count)] = UInt8(random.below(256)) }
            do {
                _ = try ReviewFile(bytes: piece)
            } catch {
                expect(error.description.isEmpty, is: false)
            }
        }
    }
}
