import Foundation
import Testing

/// What the compiler cannot see about the shape of the house (docs/tour.md).
@Suite struct WallsTests {
    @Test func `every room on disk is in the house`() {
        expectNone(
            Rooms.onDisk.homeless(house: House.text("Sources/wayfellow/Features.swift")),
            "a room is a folder, a line in Package.swift and two in Features.swift (docs/new-room.md)")
    }

    @Test func `a room imports only what its line in the package names`() {
        let files = House.sources.filter { $0.room != "wayfellow" }.map { ($0.path, $0.room, $0.imports) }
        expectNone(
            Rooms.onDisk.wrongImports(files), "ask the room's face for less, or name the room in Package.swift")
    }

    @Test func `arrows point down only`() {
        expectNone(Rooms.onDisk.wrongArrows, "move what both need into the lower room")
    }

    @Test func `a room that nobody put in, a wrong import and a circle are found`() {
        let package = """
            kit("Web", ["Storage", .product(name: "Alerts", package: "alerts")]), kit("Storage", ["Tea"]),
            feature("Tea", ["Cake"]), feature("Cake", ["Tea"]), feature("Gone", []),
            """
        let rooms = Rooms(
            kit: ["Storage", "Web"], features: ["Cake", "Sugar", "Tea"], mayImport: Rooms.declared(in: package))
        #expect(rooms.mayImport["Web"] == ["Storage"])
        let homeless = rooms.homeless(house: "add(TeaFeature(dependencies)); add(CakeFeature(dependencies))")
        #expect(homeless.map { $0.prefix { $0 != ":" } } == ["Sugar", "Sugar", "Gone"], "\(homeless)")
        #expect(rooms.wrongArrows.count == 3, "\(rooms.wrongArrows)")
        let wrong = rooms.wrongImports([
            ("Pot.swift", "Features/Tea", ["Cake", "Web", "Sugar", "Foundation"]), ("Page.swift", "Kit/Web", ["Tea"]),
        ])
        #expect(wrong.count == 2, "\(wrong)")
    }

    @Test func `each driver is imported in one folder`() {
        let homes = [
            "GRDB": "Sources/Kit/Storage/SQLite/", "CLibpq": "Sources/Kit/Storage/PostgreSQL/",
            "CArgon2": "Sources/Features/Accounts/", "CZlib": "Sources/Kit/Web/", "CMalloc": "Sources/wayfellow/",
            "CSQLiteConfig": "Sources/Kit/Storage/SQLite/", "CCurl": "Sources/Kit/Post/",
            "CMarkGFM": "Sources/Kit/Markdown/",
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
