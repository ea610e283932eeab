import Foundation
import Testing
import Web
import World

@testable import Communities

/// A file of posts is read as it is used.
@Suite struct TalkFileTests {
    private func names(_ file: TalkFile) throws -> [String] {
        var (file, names) = (file, [String]())
        while let line = try file.next() { names.append(line.name ?? "") }
        return names
    }

    private func line(_ name: String) -> String { "{\"record\":\"member\",\"name\":\"\(name)\"}" }

    @Test(arguments: [1, 7, 40, 100_000])
    func `lines are whole wherever a piece that was read ends`(chunk: Int) throws {
        let wanted = (0..<50).map { String(repeating: "ñ", count: $0 % 9 + 1) + "\($0)" }
        let path = NSTemporaryDirectory() + "talk-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: path) }
        // An empty line, and no line feed at the end.
        let text = wanted.map(line).joined(separator: "\n").replacing("\n", with: "\n\n", maxReplacements: 1)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try names(TalkFile(path: path, chunk: chunk)) == wanted)
        #expect(try names(TalkFile(text + "\n")) == wanted)
    }

    @Test func `nothing has no line, and what is broken or is not there is named`() throws {
        #expect(try names(TalkFile("")) == [])
        #expect(try names(TalkFile("\n\n")) == [])
        let broken = #expect(throws: CommandError.self) { try names(TalkFile("\(line("a"))\n\n{\"record\":")) }
        #expect(broken?.description.contains("3") == true)
        #expect(throws: CommandError.self) {
            try names(TalkFile(line(String(repeating: "a", count: 2_000_000))))
        }
        for path in ["/nowhere/talk.jsonl", NSTemporaryDirectory()] {
            #expect(throws: CommandError.self) { try names(TalkFile(path: path)) }
        }
    }
}
