import Foundation

/// The rooms as they stand on disk, and what `Package.swift` says of them. Nothing here names one: a new room is looked at
/// by every test of the house without a line for it.
struct Rooms: Sendable {
    /// Folders in `Sources/Kit` and `Sources/Features`; C libraries are no rooms.
    var kit: [String]
    var features: [String]
    /// By a room's name: what its line in `Package.swift` lets it import.
    var mayImport: [String: Set<String>]

    static let onDisk = Rooms(
        kit: folders(in: "Sources/Kit").filter { !isLibrary($0) }, features: folders(in: "Sources/Features"),
        mayImport: declared(in: House.text("Package.swift")))

    /// Every room with its folder below `Sources`, and the front door.
    var paths: [String] { kit.map { "Kit/\($0)" } + features.map { "Features/\($0)" } }

    /// Those that speak to people.
    var withTexts: [String] {
        paths.filter { $0.hasPrefix("Features/") || House.exists("Sources/\($0)/Text") }
    }

    private static func folders(in folder: String) -> [String] {
        let url = House.root.appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false))) ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            let path = url.appending(path: name).path(percentEncoded: false)
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
        }.sorted()
    }

    private static func isLibrary(_ name: String) -> Bool { House.exists("Sources/Kit/\(name)/module.modulemap") }

    /// The lines `kit("Web", […])` and `feature("Journal", […])`.
    static func declared(in package: String) -> [String: Set<String>] {
        let line = /\b(kit|feature)\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/
        // What stands bare is a room or a C library.
        let package = package.replacing(/\.product\([^)]*\)/, with: "")
        var found: [String: Set<String>] = [:]
        for match in package.matches(of: line) {
            let names = (match.3 ?? "").matches(of: /(?:^|[\[,\s])"(\w+)"/).map { String($0.1) }
            found[String(match.2)] = Set(names)
        }
        return found
    }
}

// MARK: - What can be wrong with them

extension Rooms {
    /// A room that is on disk and not in the house, and a line without a room; each with what to do.
    func homeless(house: String) -> [String] {
        let unnamed = (kit + features).filter { mayImport[$0] == nil }.map { name in
            kit.contains(name)
                ? "\(name): add kit(\"\(name)\") to the targets in Package.swift"
                : "\(name): add feature(\"\(name)\", [\"Accounts\"]) to the list of features in Package.swift"
        }
        let closed = features.filter { !house.contains("\($0)Feature(") }.map {
            "\($0): add it to the rooms in Sources/wayfellow/Features.swift: add(\($0)Feature(dependencies, …))"
        }
        let gone = mayImport.keys.filter { !kit.contains($0) && !features.contains($0) }.map {
            "\($0): Package.swift names it, but there is no folder of that name"
        }
        return unnamed + closed + gone
    }

    /// Imports that no line in `Package.swift` allows. A feature may use all of the kit but what only some need.
    func wrongImports(_ files: [(path: String, room: String, imports: [String])]) -> [String] {
        let rooms = Set(kit + features)
        return files.flatMap { file -> [String] in
            let name = file.room.split(separator: "/").last.map(String.init) ?? ""
            let allowed = reach(of: name)
            return file.imports.filter { rooms.contains($0) && !allowed.contains($0) }.map { module in
                file.room.hasPrefix("Kit/") && features.contains(module)
                    ? "\(file.path) imports \(module): the kit knows no room"
                    : "\(file.path) imports \(module): Package.swift does not say that \(name) uses it"
            }
        }
    }

    /// What a room's code may import.
    private func reach(of name: String) -> Set<String> {
        let own = (mayImport[name] ?? []).union([name])
        return features.contains(name) ? own.union(["Storage", "Markup", "Web", "Jobs", "Post"]) : own
    }

    /// Arrows that do not point down: from the kit to a feature, and those that close a circle.
    var wrongArrows: [String] {
        let up = kit.flatMap { room in
            (mayImport[room] ?? []).intersection(features).map { "\(room) uses \($0): the kit knows no room" }
        }
        let circles = mayImport.keys.filter { reaches($0, from: $0) }.map { "\($0) uses itself, by way of others" }
        return up + circles
    }

    private func reaches(_ goal: String, from start: String) -> Bool {
        var (seen, next): (Set<String>, [String]) = ([], Array(mayImport[start] ?? []))
        while let room = next.popLast() {
            if room == goal { return true }
            if seen.insert(room).inserted { next += mayImport[room] ?? [] }
        }
        return false
    }
}
