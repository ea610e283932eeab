import Foundation
import Testing

/// Files stay under 250 lines and functions under 40; exceptions stand in ratchet.txt and may only shrink.
@Suite struct SizeTests {
    @Test func `files stay under 250 lines`() {
        let allowed = House.allowed("file")
        let long = House.sources.filter { $0.lines.count > 250 }.map(\.path)
        expectNone(long.filter { !allowed.contains($0) }, "split the file by what it is about")
        expectNone(allowed.filter { !long.contains($0) }, "these are short now: take them out of ratchet.txt")
    }

    @Test func `functions stay under 40 lines`() {
        let allowed = House.allowed("function")
        let long = House.sources.flatMap { file in Self.longFunctions(in: file).map { "\(file.path) \($0)" } }
        expectNone(long.filter { !allowed.contains($0) }, "give a part of it a name of its own")
        expectNone(allowed.filter { !long.contains($0) }, "these are short now: take them out of ratchet.txt")
    }

    /// Names of functions whose body has more than 40 lines, by indentation (the formatter keeps it true).
    static func longFunctions(in file: SourceFile) -> [String] {
        var found: [String] = []
        var open: (name: String, indent: Int, line: Int)?
        for (number, line) in file.lines.enumerated() {
            let indent = line.prefix { $0 == " " }.count
            if open == nil, let range = line.firstRange(of: "func "), !line.contains("//") {
                let name = line[range.upperBound...].prefix { $0 != "(" && $0 != "<" }
                if line.hasSuffix("{") || !line.contains("}") { open = (String(name), indent, number) }
            } else if let function = open, indent == function.indent, line.dropFirst(indent).hasPrefix("}") {
                if number - function.line > 40 { found.append(function.name) }
                open = nil
            }
        }
        return found
    }
}
