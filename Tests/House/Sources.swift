import Foundation

/// A source file as the house tests see it: its path from the project's root and its lines.
struct SourceFile: Sendable {
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// `Kit/Storage`, `Features/Journal` or `wayfellow`: the room it lives in.
    var room: String {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 2, parts[0] == "Sources" else { return "" }
        return parts[1] == "wayfellow" ? "wayfellow" : "\(parts[1])/\(parts[2])"
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The modules it imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at <= 2, at + 1 < words.count, !line.hasPrefix("//") else {
                return nil
            }
            return String(words[at + 1])
        }
    }

    /// The text without comments and without what stands in string literals, so that rules about code see code only.
    var code: [Substring] {
        lines.map { line in
            line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
        }
    }
}

/// The project on disk.
enum House {
    static let root: URL = {
        var folder = URL(filePath: #filePath)
        while folder.path(percentEncoded: false) != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path(percentEncoded: false))
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    static func files(under folder: String, ending: String) -> [SourceFile] {
        let base = root.appending(path: folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path(percentEncoded: false)) else { return [] }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: base.appending(path: name), encoding: .utf8) else { return nil }
            return SourceFile(path: "\(folder)/\(name)", text: text)
        }
    }

    static let sources = files(under: "Sources", ending: ".swift")

    /// A file's text; empty where there is none.
    static func text(_ path: String) -> String {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    /// Exceptions that may only shrink: a rule's name, then the entry, on a line each.
    static func allowed(_ rule: String) -> Set<String> {
        let ratchet = text("Tests/House/ratchet.txt")
        return Set(
            ratchet.split(separator: "\n").filter { $0.hasPrefix("\(rule) ") }
                .map { String($0.dropFirst(rule.count + 1)) })
    }
}
