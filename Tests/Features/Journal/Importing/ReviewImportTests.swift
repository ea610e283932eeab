import Markup
import Web
import World
import Foundation
import Storage
import Testing
import Vocabulary

@testable import Journal

/// `wayfellow import reviews`, on every engine.
@Suite struct ReviewImportTests {
    static let header = ReviewFile.columns.joined(separator: "\t")

    /// A row of the file; what is not given is ordinary.
    static func row(
        _ id: String, _ drug: String = "cymbalta", rating: String = "8", _ effectiveness: String = "Highly Effective",
        _ sideEffects: String = "Mild Side Effects", _ condition: String = "back pain",
        felt: String = "nausea", comments: String = "Take it with breakfast. It helps."
    ) -> String {
        [id, drug, rating, effectiveness, sideEffects, condition, "it helped", felt, comments].joined(separator: "\t")
    }

    static func file(_ rows: [String]) -> [UInt8] { Array(([header] + rows).joined(separator: "\n").utf8) }

    @Test(arguments: Backend.available) func `rows are mapped, counted and stored as evaluations of a source`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let bytes = Self.file([
                Self.row("1"), Self.row("2", "prozac", rating: "1", "Ineffective", "No Side Effects", "depression"),
                Self.row("3", "effexor", "Marginally Effective", "Severe Side Effects", "sore back", felt: "no nausea"),
                Self.row("4", "unheard-of"), Self.row("5", "cymbalta", "Highly Effective", "Mild Side Effects", "gout"),
                Self.row("6", "unheard-of", "Highly Effective", "Mild Side Effects", "gout"),
                Self.row("7", rating: "11"), Self.row("1"),
            ])
            let report = try await world.journal.importReviews(bytes: bytes)
            expect([report.read, report.stored, report.storedBefore], is: [8, 3, 0])
            expect(report.unmapped.map(\.line), is: [5, 6, 7])
            expect(report.rejected.map(\.line), is: [8, 9])
            expect(report.read, is: report.mapped + report.unmapped.count + report.rejected.count)
            expect(report.unknownConditions.map(\.text), is: ["gout"])
            expect(report.unknownTreatments.first?.rows, is: 2)
            expect([report.withAdvice, report.sideEffectsNamed], is: [3, 1])
            expect(try await world.count(.current), is: 3)
            expect(try await world.count(.sources), is: 1)
            expect(try await Self.stored(world), is: ["1 4 1 8 true", "2 0 0 1 true", "3 1 3 8 true"])
        }
    }

    @Test(arguments: Backend.available) func `importing twice changes nothing, and a longer file adds what is new`(
        on backend: Backend
    ) async throws {
        try await withJournal(on: backend) { world in
            let first = Self.file([Self.row("1"), Self.row("2")])
            _ = try await world.journal.importReviews(bytes: first)
            let before = try await Self.sources(world)
            world.time.pass(.days(1))
            let again = try await world.journal.importReviews(bytes: first)
            expect([again.stored, again.storedBefore], is: [0, 2])
            expect(again.description.contains("Nothing new"), is: true)
            expect(try await Self.sources(world), is: before)
            let more = try await world.journal.importReviews(bytes: Self.file([Self.row("2"), Self.row("3")]))
            expect([more.stored, more.storedBefore], is: [1, 1])
            expect(try await world.count(.evaluations), is: 3)
        }
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let what: String
        let bytes: [UInt8]
        let line: Int
        var testDescription: String { what }
    }

    static let broken: [Broken] = [
        Broken(what: "empty", bytes: [], line: 0),
        Broken(what: "another header", bytes: Array("name\tage\n1\t2".utf8), line: 1),
        Broken(what: "no tabs", bytes: Array("hello".utf8), line: 1),
        Broken(what: "a row too short", bytes: file([row("1"), "2\tcymbalta"]), line: 3),
        Broken(what: "a row too long", bytes: file([row("1") + "\tmore"]), line: 2),
        Broken(what: "a quote cut off", bytes: file([row("1"), row("2", felt: "\"nausea"), row("3")]), line: 3),
        Broken(what: "NUL", bytes: file([row("1"), row("2", felt: "a\0b")]), line: 3),
        Broken(what: "Latin-1", bytes: file([row("1")]) + [10] + Array("2\tcaf".utf8) + [0xE9], line: 3),
        Broken(
            what: "other words",
            bytes: file((1...20).map { row("\($0)", "cymbalta", $0 > 10 ? "Great" : "Highly Effective") }),
            line: 12),
    ]

    @Test(arguments: Backend.available, broken) func `a broken file is refused with its line and changes nothing`(
        on backend: Backend, example: Broken
    ) async throws {
        try await withJournal(on: backend) { world in
            _ = try await world.journal.importReviews(bytes: Self.file([Self.row("9")]))
            let error = await #expect(throws: ReviewFileError.self) {
                try await world.journal.importReviews(bytes: example.bytes)
            }
            expect(error?.line, is: example.line)
            expect(error?.description.isEmpty, is: false)
            expect(try await world.count(.courses), is: 1)
        }
    }

    @Test(arguments: [false, true]) func `Unicode Text from Excel is read like UTF-8, however it is cut`(isBig: Bool)
        throws
    {
        let text = ([Self.header, Self.row("1", felt: "náusea 💊"), Self.row("2", felt: "\"a\tb\"")])
            .joined(separator: "\r\n")
        let bytes = Self.utf16("\u{FEFF}" + text, isBig)
        let plain = try ReviewFile(bytes: Array(text.utf8))
        expect(plain.reviews.map(\.sideEffectsText), is: ["náusea 💊", "a\tb"])
        expect(try ReviewFile(bytes: bytes).reviews, is: plain.reviews)
        for size in [1, 3, 64, 65, 1_000] {
            var stream = ReviewStream()
            var read: [Review] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                read += try stream.feed(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            read += try stream.finish()
            expect(read, is: plain.reviews)
        }
    }

    @Test func `half a character is no text, where it stands`() {
        let good = Self.utf16("\u{FEFF}" + Self.header + "\n" + Self.row("1"), false)
        let halves: [[UInt8]] = [
            good + [0x41], good + [0x3D, 0xD8], good + [0x3D, 0xD8, 0x41, 0x00], good + [0x3D, 0xDC, 0x41, 0x00],
        ]
        for bytes in halves {
            let error = #expect(throws: ReviewFileError.self) { try ReviewFile(bytes: bytes) }
            expect(error?.line, is: 2)
            expect(error?.fault, is: ReviewFault(.notUnicode))
        }
    }

    private static func utf16(_ text: String, _ isBig: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBig ? bytes : bytes.reversed()
        }
    }

    @Test func `every reason has a sentence, also as it is stored`() throws {
        for code in ReviewFault.Code.allCases {
            let error = ReviewFileError(
                line: 7, ReviewFault(code, n: 3, word: "x"), rejected: .init(count: 5, rows: 9))
            expect(ReviewFileError(stored: try error.stored), is: error)
            #expect(!error.description.contains("⟦") && !error.description.contains("{"), "\(error)")
            #expect(error.description.hasPrefix("Line 7: "))
        }
        expect(ReviewFileError(stored: "Line 7: a NUL byte"), is: nil)
    }

    @Test func `a file that is not there is said to be so`() async throws {
        try await withJournal { world in
            let error = await #expect(throws: ReviewFileError.self) {
                try await world.journal.importReviews(path: "/nowhere/reviews.tsv")
            }
            expect(error?.description, is: "/nowhere/reviews.tsv cannot be read.")
        }
    }

    @Test func `rows that found no place are written down and can be imported later`() async throws {
        try await withJournal { world in
            let rows = [Self.row("1"), Self.row("2", "new-drug", comments: "\"He said \"\"no\"\"\nand left\"")]
            try await withFolder { folder in
                let input = folder.appendingPathComponent("in.tsv").path
                let rest = folder.appendingPathComponent("rest.tsv").path
                try Data(Self.file(rows)).write(to: URL(filePath: input))
                _ = try await world.journal.importReviews(path: input, unmappedTo: rest)
                let left = try ReviewFile(bytes: Array(try Data(contentsOf: URL(filePath: rest))))
                expect(left.reviews.map(\.id), is: ["2"])
                expect(left.reviews.first?.comments, is: "He said \"no\"\nand left")
            }
        }
    }

    /// Row, effectiveness, severity, rating, current of what was imported.
    private static func stored(_ world: TestJournal) async throws -> [String] {
        try await world.database.read { tx in
            try tx.rows(
                """
                SELECT c.source_row, e.effectiveness, e.side_effects, e.rating, e.is_current FROM courses c
                JOIN evaluations e ON e.course_id = c.id WHERE c.member_id IS NULL AND e.got_worse IS NULL ORDER BY c.source_row
                """
            ) { row in
                let numbers = try (1...3).map { String(try row.get($0, as: Int.self)) }
                return ([try row.get(0, as: String.self)] + numbers + [String(try row.get(4, as: Bool.self))])
                    .joined(separator: " ")
            }
        }
    }

    private static func sources(_ world: TestJournal) async throws -> [String] {
        try await world.database.read { tx in
            try tx.rows("SELECT name, imported_at, rows FROM sources") { row in
                "\(try row.get(0, as: String.self)) \(try row.get(1, as: Int.self)) \(try row.get(2, as: Int.self))"
            }
        }
    }
}
