import Foundation
import Testing

/// Every visible sentence is a key with English and Spanish; decisions are numbered once.
@Suite struct WordsTests {
    static let rooms = Rooms.onDisk.withTexts

    static func keys(_ room: String, _ language: String) -> Set<String> {
        let url = House.root.appending(path: "Sources/\(room)/Text/\(language).json")
        guard let data = try? Data(contentsOf: url),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return [] }
        return Set(object.keys)
    }

    @Test(arguments: rooms) func `both languages have the same texts`(room: String) {
        let english = Self.keys(room, "en")
        #expect(!english.isEmpty, "write the room's sentences: Sources/\(room)/Text/en.json and es.json")
        expectNone(
            Array(english.symmetricDifference(Self.keys(room, "es"))), "write the text in the other language too")
    }

    @Test func `every text is used and every used text exists`() {
        let all = Set(Self.rooms.flatMap { Self.keys($0, "en") })
        let prefixes = Set(all.compactMap { $0.split(separator: ".").first.map(String.init) })
        var used: Set<String> = []
        var named: Set<String> = []
        var families: Set<String> = []
        for file in House.sources {
            // Names of facts and jobs look like keys.
            let names = /(?:SessionFact|JobHandler|Schedule|enqueue|\.init)\((?:nightly: )?\s*"([A-Za-z.]+)"/
            named.formUnion(file.text.matches(of: names).map { String($0.1) })
            for literal in file.text.matches(of: /"([a-z]+(?:\.[A-Za-z0-9_-]+)+)(\.?)(\\\()?/) {
                let key = String(literal.1)
                guard let first = key.split(separator: ".").first, prefixes.contains(String(first)) else { continue }
                // "journal.effectiveness.\(step)" names a family of keys.
                if literal.3 != nil { families.insert(key + ".") } else { used.insert(key) }
            }
        }
        expectNone(
            used.subtracting(named).filter { key in
                !all.contains(key) && !all.contains { $0.hasPrefix(key + ".") } && !Self.isNoText(key)
            },
            "these keys have no text")
        expectNone(
            all.filter { key in !used.contains(key) && !families.contains { key.hasPrefix($0) } },
            "nobody says these: delete them")
    }

    /// Literals that look like keys but name something else (files, hosts).
    static func isNoText(_ key: String) -> Bool {
        [".css", ".js", ".svg", ".json", ".sql", ".csv", ".log", ".txt", ".woff2"].contains { key.hasSuffix($0) }
    }

    @Test(arguments: rooms) func `a room's texts begin with its name`(room: String) {
        let name = (room.split(separator: "/").last ?? "").lowercased()
        expectNone(Self.keys(room, "en").filter { !$0.hasPrefix(name + ".") }, "begin these keys with \(name).")
    }

    @Test func `a document that is named is there`() {
        let files =
            House.sources + House.files(under: "Tests", ending: ".swift") + House.files(under: "docs", ending: ".md")
            + ["README.md", "CONTRIBUTING.md", "SECURITY.md", "Package.swift"].map {
                SourceFile(path: $0, text: House.text($0))
            }
        let wrong = files.flatMap { file in
            file.text.matches(of: /docs\/[A-Za-z0-9_\/-]+\.md/).map { String($0.0) }.filter { !House.exists($0) }
                .map { "\(file.path) names \($0)" }
        }
        #expect(!files.isEmpty)
        expectNone(wrong, "write the document, or name another")
    }

    @Test func `decisions are numbered once`() {
        let numbers = House.files(under: "docs/decisions", ending: ".md").map { String($0.name.prefix(4)) }
        #expect(!numbers.isEmpty)
        expectNone(
            Dictionary(grouping: numbers, by: { $0 }).filter { $0.value.count > 1 }.map(\.key),
            "two decisions share a number")
    }

    @Test func `no trap waits on a request's path`() {
        // The formatter's lint forbids `!` and `try!`; these are what it cannot see.
        let wrong = House.sources.flatMap { file in
            file.code.enumerated().filter { line in
                ["fatalError(", "preconditionFailure(", "try! ", "as! "].contains { line.element.contains($0) }
            }.map { "\(file.path):\($0.offset + 1)" }
        }
        let allowed = House.allowed("trap")
        expectNone(
            wrong.filter { entry in !allowed.contains { entry.hasPrefix($0) } },
            "answer with an error instead: one trap ends the process for everybody")
    }

    @Test func `unchecked Sendable is proved in words`() {
        let wrong = House.sources.flatMap { file -> [String] in
            let lines = file.lines
            return lines.indices.filter { lines[$0].contains("@unchecked Sendable") }.filter { at in
                !lines[max(0, at - 6)...at].contains { $0.contains("//") }
            }.map { "\(file.path):\($0 + 1)" }
        }
        expectNone(wrong, "say above it why it is safe")
    }
}
