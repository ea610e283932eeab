import Foundation
import Testing

/// Every visible sentence is a key with a sentence in each language; decisions are numbered once.
@Suite struct WordsTests {
    /// The languages that the product speaks, the default one first.
    static let languages = names(in: "Kit/Markup/Languages").sorted { isDefault($0) && !isDefault($1) }

    /// Rooms that say anything.
    static let rooms = ["Kit", "Features"].flatMap { floor in
        let folder = House.root.appending(path: "Sources/\(floor)")
        let rooms = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
        return rooms.sorted().map { "\(floor)/\($0)" }.filter { !names(in: "\($0)/Text").isEmpty }
    }

    private static func names(in folder: String) -> [String] {
        House.files(under: "Sources/\(folder)", ending: ".json").map { String($0.name.dropLast(".json".count)) }
    }

    private static func isDefault(_ language: String) -> Bool {
        let file = House.files(under: "Sources/Kit/Markup/Languages", ending: "\(language).json").first
        return file?.text.contains("\"default\": true") ?? false
    }

    static func keys(_ room: String, _ language: String) -> Set<String> {
        let url = House.root.appending(path: "Sources/\(room)/Text/\(language).json")
        guard let data = try? Data(contentsOf: url),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return [] }
        return Set(object.keys)
    }

    @Test(arguments: rooms) func `every language has the same texts`(room: String) {
        let standard = Self.keys(room, Self.languages[0])
        #expect(!standard.isEmpty, "write the room's sentences: Sources/\(room)/Text, a file a language")
        expectNone(
            Self.names(in: "\(room)/Text").filter { !Self.languages.contains($0) },
            "a language needs a file in Sources/Kit/Markup/Languages, too (docs/new-language.md)")
        for language in Self.languages {
            expectNone(
                standard.symmetricDifference(Self.keys(room, language)).map { "\(language): \($0)" },
                "write the text in every language")
        }
    }

    /// A reader of JSON takes one of two and says nothing.
    @Test(arguments: rooms) func `a text has its key once in a file`(room: String) {
        for file in House.files(under: "Sources/\(room)/Text", ending: ".json") {
            let keys = file.text.matches(of: /"([a-z][A-Za-z]*\.[A-Za-z.]+)":/).map { String($0.1) }
            let twice = Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.keys
            expectNone(twice.sorted(), "\(file.path) says these twice")
        }
    }

    @Test func `no language is named in code or tables`() {
        #expect(Self.languages.count > 1 && Self.rooms.count > 5)
        let code = House.sources.flatMap { file in
            file.code.enumerated().filter { line in
                Self.languages.contains { line.element.contains("\"\($0)\"") || line.element.hasSuffix(".\($0)") }
                    || line.element.contains(/\.(en|es)\b(?!")/)
            }.map { "\(file.path):\($0.offset + 1)" }
        }
        // What was released stays as it is; 003_languages.sql moves what was there.
        let released = ["001_members.sql", "001_words.sql", "003_languages.sql"]
        let tables = House.files(under: "Sources", ending: ".sql").filter { !released.contains($0.name) }.filter {
            file in
            Self.languages.contains { file.text.contains("'\($0)'") || file.text.contains("_\($0) ") }
        }.map(\.path)
        expectNone(code + tables, "a language is files only (docs/new-language.md)")
    }

    @Test func `every text is used and every used text exists`() {
        let all = Set(Self.rooms.flatMap { Self.keys($0, Self.languages[0]) })
        let prefixes = Set(all.compactMap { $0.split(separator: ".").first.map(String.init) })
        var used: Set<String> = []
        var named: Set<String> = []
        var families: Set<String> = []
        for file in House.sources {
            // Names of facts, jobs and free texts look like keys.
            let names =
                /(?:SessionFact|WrittenText|JobHandler|Schedule|enqueue|\.init)\((?:nightly: )?\s*"([A-Za-z.]+)"/
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

    @Test func `every stylesheet of a component is part of the whole, once`() {
        let parts = House.files(under: "Public/styles", ending: ".css").map { "@import \"styles/\($0.name)\";" }
        let whole = House.files(under: "Public", ending: "wayfellow.css").first?.lines.filter {
            $0.hasPrefix("@import")
        }
        #expect(parts.count > 20)
        #expect(whole?.map(String.init).sorted() == parts.sorted(), "name it in Public/wayfellow.css, in its place")
    }

    @Test(arguments: rooms) func `a room's texts begin with its name`(room: String) {
        let name = (room.split(separator: "/").last ?? "").lowercased()
        expectNone(
            Self.keys(room, Self.languages[0]).filter { !$0.hasPrefix(name + ".") }, "begin these keys with \(name).")
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

    /// The group that runs services interpolates each (11 s of every start went into writing out the house).
    @Test func `a structure that runs as a service says its name`() {
        let services = House.sources.flatMap { file in
            file.code.enumerated().filter { $0.element.contains(/\bstruct \w+:.*\bService\b/) }
                .map { (place: "\(file.path):\($0.offset + 1)", code: $0.element) }
        }
        #expect(services.count >= 2, "this looks for services and finds them")
        expectNone(
            services.filter { !$0.code.contains("CustomStringConvertible") }.map(\.place),
            "else all it holds is written out")
    }
}
