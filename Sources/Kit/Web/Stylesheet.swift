import Foundation

/// Stylesheets put together at start: a line `@import "styles/cards.css";` stands for that file, so that each component
/// has a file of its own and browsers ask once.
enum Stylesheet {
    /// What is wrong with the files; found at start.
    enum Failure: Error, Equatable, CustomStringConvertible {
        case notFound(file: String, importedBy: String)

        var description: String {
            switch self {
            case .notFound(let file, let importer): "\(importer) imports \(file), and there is no such file"
            }
        }
    }

    /// A whole sheet, and the files that went into it.
    struct Assembled {
        var text: String
        var parts: Set<String>
    }

    /// Puts a sheet together. Names are relative to the folder of static files; a part imports no further parts.
    static func assembled(_ name: String, in folder: URL) throws -> Assembled {
        let sheet = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        var (pieces, parts): ([String], Set<String>) = ([], [])
        for line in sheet.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let part = part(importedBy: line) else {
                pieces.append(String(line))
                continue
            }
            let url = folder.appending(path: part)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else {
                throw Failure.notFound(file: part, importedBy: name)
            }
            // The end of its last line is that of the line in its place.
            pieces.append(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            parts.insert(part)
        }
        return Assembled(text: pieces.joined(separator: "\n"), parts: parts)
    }

    private static func part(importedBy line: Substring) -> String? {
        let (start, end) = ("@import \"", "\";")
        guard line.hasPrefix(start), line.hasSuffix(end), line.utf8.count > start.utf8.count + end.utf8.count else {
            return nil
        }
        return String(line.dropFirst(start.count).dropLast(end.count))
    }
}
