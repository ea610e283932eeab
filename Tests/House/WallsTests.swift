import Foundation
import Testing

/// What the compiler cannot see about the shape of the house (docs/tour.md).
@Suite struct WallsTests {
    static let kit = ["Storage", "Markup", "Web", "Jobs", "Statistics"]
    /// Which rooms a feature may enter besides the kit.
    static let neighbours = [
        "Accounts": [], "Vocabulary": ["Accounts"], "Journal": ["Accounts", "Vocabulary"],
        "Evidence": ["Accounts", "Vocabulary", "Journal"],
    ]

    @Test func `arrows point down only`() {
        var wrong: [String] = []
        for file in House.sources where file.room != "wayfellow" {
            let feature = file.room.split(separator: "/").last.map(String.init) ?? ""
            let allowed = Set(Self.kit + (Self.neighbours[feature] ?? []))
            for module in file.imports where Self.kit.contains(module) || Self.neighbours.keys.contains(module) {
                let inKit = file.room.hasPrefix("Kit/")
                if !allowed.contains(module) || (inKit && Self.neighbours.keys.contains(module)) {
                    wrong.append("\(file.path) imports \(module)")
                }
            }
        }
        expectNone(wrong, "a room may only import what lies below it (docs/tour.md)")
    }

    @Test func `each driver is imported in one folder`() {
        let homes = [
            "GRDB": "Sources/Kit/Storage/SQLite/", "CLibpq": "Sources/Kit/Storage/PostgreSQL/",
            "CArgon2": "Sources/Features/Accounts/", "CZlib": "Sources/Kit/Web/",
        ]
        let wrong = House.sources.flatMap { file in
            file.imports.filter { module in homes[module].map { !file.path.hasPrefix($0) } ?? false }
                .map { "\(file.path) imports \($0)" }
        }
        expectNone(wrong, "use the kit's own type instead of the driver")
    }

    @Test func `SQL stands only in stores and migrations`() {
        let verbs = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "]
        let wrong = House.sources.filter { $0.room.hasPrefix("Features/") && !$0.name.hasSuffix("Store.swift") }
            .flatMap { file in
                file.code.enumerated().filter { line in
                    verbs.contains { line.element.contains("\"\($0)") || line.element.drop { $0 == " " }.hasPrefix($0) }
                }.map { "\(file.path):\($0.offset + 1)" }
            }
        expectNone(wrong, "move the statement into a …Store.swift file")
    }

    @Test func `a table is written by one feature`() {
        var writers: [String: Set<String>] = [:]
        let verbs = ["INSERT INTO ", "UPDATE ", "DELETE FROM ", "insert(into: \""]
        for file in House.sources where file.name.hasSuffix("Store.swift") {
            for line in file.code {
                for verb in verbs {
                    guard let range = line.firstRange(of: verb) else { continue }
                    let table = line[range.upperBound...].prefix { $0.isLetter || $0 == "_" }
                    if !table.isEmpty, table.first?.isLowercase == true {
                        writers[String(table), default: []].insert(file.room)
                    }
                }
            }
        }
        expectNone(
            writers.filter { $0.value.count > 1 }.map { "\($0.key): \($0.value.sorted().joined(separator: ", "))" },
            "one writer a table; ask the owner's face to write")
    }
}

/// One helper holds the expectation, so that the message tells what to do.
func expectNone(_ wrong: [String], _ advice: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let list = wrong.sorted().joined(separator: "\n")
    #expect(wrong.isEmpty, "\(advice):\n\(list)", sourceLocation: sourceLocation)
}
