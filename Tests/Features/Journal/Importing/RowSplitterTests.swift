import Databases
import Testing
import Vocabulary
import World

@testable import Journal

/// A file in pieces reads as the whole.
@Suite struct RowSplitterTests {
    private struct Read: Equatable {
        var rows: [[String]] = []
        var lines: [Int] = []
        /// Where it could not be read on, and why.
        var end: String?
    }

    private static func whole(_ bytes: [UInt8]) -> Read {
        var text = DelimitedText(bytes: bytes, separator: 9, quotes: .lenient)
        var read = Read()
        do {
            while let row = try text.next() {
                read.rows.append(row)
                read.lines.append(text.line)
            }
        } catch { read.end = "\(error)" }
        return read
    }

    private static func inPieces(_ pieces: [[UInt8]]) -> Read {
        var splitter = RowSplitter(separator: 9, mostBytes: 1_000)
        var read = Read()
        do {
            var rows: [RowSplitter.Row] = []
            for piece in pieces { rows += try splitter.feed(piece) }
            if let last = splitter.finish() { rows.append(last) }
            for row in rows {
                let before: [UInt8] = row.line > 1 ? [10] : []
                var text = DelimitedText(bytes: before + row.bytes, separator: 9, quotes: .lenient)
                let offset = row.line - 1 - before.count
                do throws(DelimitedError) {
                    guard let cells = try text.next() else { continue }
                    read.rows.append(cells)
                    read.lines.append(offset + text.line)
                } catch {
                    read.end = "line \(offset + error.line): \(error.reason.rawValue)"
                    return read
                }
            }
        } catch { read.end = "too long" }
        return read
    }

    @Test func `however a file is cut, its rows and their lines are the same`() {
        var random = SeededRandom(seed: 23)
        let alphabet: [[UInt8]] = [
            [97], [9], [9], [34], [34], [10], [13], [13, 10], [0xC3, 0xA9], [0xEF, 0xBB, 0xBF], [34, 34], [32],
        ]
        for number in 0..<20_000 {
            var bytes: [UInt8] = number % 3 == 0 ? [0xEF, 0xBB, 0xBF] : []
            for _ in 0..<Int.random(in: 0...14, using: &random) {
                bytes += alphabet.randomElement(using: &random) ?? []
            }
            let whole = Self.whole(bytes)
            expect(Self.inPieces([bytes]), is: whole, "\(bytes)")
            expect(Self.inPieces(bytes.map { [$0] }), is: whole, "\(bytes)")
        }
    }

    @Test func `a row without end is refused before it fills the memory`() throws {
        var splitter = RowSplitter(separator: 9, mostBytes: 100)
        #expect(try splitter.feed(Array("a\n\"".utf8)).count == 1)
        let error = #expect(throws: RowSplitter.TooLong.self) {
            for _ in 0..<200 { _ = try splitter.feed([10]) }
        }
        #expect(error?.line == 2)
    }
}
