import Foundation
import FoundationXML
import Markup
import Testing

@testable import Markdown

/// One place for a check inside a loop: thousands of `#expect`s would be slow to compile and to run.
func expect(_ isTrue: Bool, _ otherwise: @autoclosure () -> String, at location: SourceLocation = #_sourceLocation) {
    if !isTrue { Issue.record("\(otherwise())", sourceLocation: location) }
}

/// A text as a page shows it.
func html(_ source: String, at location: SourceLocation = #_sourceLocation) throws -> String {
    try #require(try? MarkdownText(source), "refused: \(source.debugDescription)", sourceLocation: location).html.string
}

/// What stands in the only paragraph of a text.
func line(_ source: String, at location: SourceLocation = #_sourceLocation) throws -> String {
    let html = try html(source, at: location)
    try #require(html.hasPrefix("<p>") && html.hasSuffix("</p>"), "\(html)", sourceLocation: location)
    return String(html.dropFirst(3).dropLast(4))
}

/// A link as a page shows it.
func link(_ address: String, _ words: String, host: String? = nil) -> String {
    let host = host.map { " <span class=\"host\">(\($0))</span>" } ?? ""
    return "<a href=\"\(address)\" rel=\"nofollow noopener noreferrer ugc\">\(words)</a>\(host)"
}

/// Pseudo-random numbers that are the same on every machine (SplitMix64).
struct Chance {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
    }

    mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }
}

/// Reads a post by a parser that knows nothing of ours, and finds what must not stand in it.
final class PostReader: NSObject, XMLParserDelegate {
    private(set) var faults: [String] = []
    /// What a reader sees, without spaces and line ends.
    private(set) var seen = ""
    /// Elements inside each other, at most.
    private(set) var depth = 0
    private(set) var links = 0
    private var open: [String] = []

    /// Each element that may stand in a post, with the attributes that it may have.
    private static let allowed: [String: Set<String>] = [
        "p": [], "br": [], "hr": [], "em": [], "strong": [], "del": [], "code": [], "pre": [], "blockquote": [],
        "ul": [], "ol": ["start"], "li": [], "a": ["href", "rel"], "span": ["class"],
    ]

    init(_ html: String) {
        super.init()
        // Its two empty elements as XML has them; literally, for a combining mark may stand behind one.
        let closed = html.replacingOccurrences(of: "<br>", with: "<br/>", options: .literal)
            .replacingOccurrences(of: "<hr>", with: "<hr/>", options: .literal)
        let parser = XMLParser(data: Data("<post>\(closed)</post>".utf8))
        parser.delegate = self
        if !parser.parse() { faults.append("not well formed: \(parser.parserError?.localizedDescription ?? "")") }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        defer { open.append(name) }
        depth = max(depth, open.count)
        if open.isEmpty { return }
        guard let allowed = Self.allowed[name] else { return faults.append("element \(name)") }
        faults += attributes.keys.filter { !allowed.contains($0) }.map { "attribute \($0) of \(name)" }
        if name == "a" { look(at: attributes) }
        if name == "span", attributes != ["class": "host"] { faults.append("span \(attributes)") }
        if let start = attributes["start"], Int(start) == nil { faults.append("start \(start)") }
        let blocks: Set = ["p", "pre", "blockquote", "ul", "ol"]
        if blocks.contains(name), open.contains("p") { faults.append("\(name) in a paragraph") }
        if name == "li", !["ul", "ol"].contains(open.last) { faults.append("an item in \(open.last ?? "")") }
        if name != "li", ["ul", "ol"].contains(open.last) { faults.append("\(name) right in a list") }
    }

    private func look(at attributes: [String: String]) {
        links += 1
        let address = attributes["href"].flatMap { URLComponents(string: $0) }
        guard let address, ["http", "https"].contains(address.scheme), address.user == nil, address.port == nil,
            let host = address.encodedHost, host.utf8.allSatisfy({ 0x2D...0x7A ~= $0 }), host.contains(".")
        else { return faults.append("href \(attributes)") }
        if attributes["rel"] != "nofollow noopener noreferrer ugc" { faults.append("rel \(attributes)") }
        if open.contains("a") { faults.append("a link in a link") }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if open.popLast() != name { faults.append("\(name) closes another") }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if ["ul", "ol"].contains(open.last) { faults.append("words right in a list") }
        seen += withoutSpace(string)
    }
}

/// The text without spaces and line ends.
func withoutSpace(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
}

/// The noncharacters that stand in a guarded source, and one more; literals cannot hold them.
let marks = [0xFDD0, 0xFDD1, 0xFDD2, 0xFFFF, 0xFDD3, 0xFDD4].compactMap {
    Unicode.Scalar(UInt32($0)).map { String($0) }
}
