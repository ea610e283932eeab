import Foundation
import Markup
import Testing

/// One place for a check inside a loop: thousands of `#expect`s would be slow to compile and to run.
func expect(_ isTrue: Bool, _ otherwise: @autoclosure () -> String, at location: SourceLocation = #_sourceLocation) {
    if !isTrue { Issue.record("\(otherwise())", sourceLocation: location) }
}

/// Pseudo-random numbers that are the same on every machine (SplitMix64).
struct Sequence32 {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt32 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: (mixed ^ (mixed >> 31)) >> 32)
    }

    mutating func below(_ limit: UInt32) -> Int { Int(next() % limit) }

    /// Text with many special bytes, combining marks, other scripts and controls.
    mutating func text(upTo length: UInt32) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<below(length + 1) {
            switch below(6) {
            case 0: scalars.append(["\"", "&", "'", "<", ">"][below(5)])
            case 1: scalars.append(["\u{301}", "\u{338}", "\u{20DD}", "\u{202E}", "\u{0}"][below(5)])
            case 2: scalars.append(UnicodeScalar(next() % 0x11_0000) ?? "\u{FFFD}")
            case 3: scalars.append(["a", "m", "p", ";", "#", "3", "9", "l", "t", "g", "q", "u", "o"][below(13)])
            default: scalars.append(UnicodeScalar(UInt8(32 + below(95))))
            }
        }
        return String(scalars)
    }
}

/// The module's own sentences, as they are in the source.
func ownTexts() throws -> Texts {
    try Texts([(MarkupTexts.feature, MarkupTexts.bundle)])
}

/// The tags of a piece of HTML with the names of their attributes, by a tokenizer that knows only what ours write:
/// `p(class)`, `/p`. Nil when it is no such HTML.
func tags(_ html: HTML) -> [String]? {
    var tags: [String] = []
    var rest = html.bytes[...]
    while let open = rest.firstIndex(of: 60) {
        rest = rest[(open + 1)...]
        var tag = String(decoding: rest.prefix { $0 != 32 && $0 != 62 }, as: UTF8.self)
        rest = rest.drop { $0 != 32 && $0 != 62 }
        while rest.first == 32 {
            rest = rest.drop { $0 == 32 }
            tag += "(" + String(decoding: rest.prefix { ![32, 61, 62].contains($0) }, as: UTF8.self) + ")"
            rest = rest.drop { ![32, 61, 62].contains($0) }
            guard rest.first == 61 else { continue }
            guard rest.dropFirst().first == 34, let close = rest.dropFirst(2).firstIndex(of: 34) else { return nil }
            rest = rest[(close + 1)...]
        }
        if rest.first == 47 {
            tag += "/"
            rest = rest.dropFirst()
        }
        guard rest.first == 62 else { return nil }
        rest = rest.dropFirst()
        tags.append(tag)
    }
    return tags
}

/// True when every element that is opened is closed in order.
func isBalanced(_ tags: [String]) -> Bool {
    let empty: Set<String> = ["input", "meta", "link", "br", "hr", "!doctype"]
    var open: [String] = []
    for tag in tags {
        let name = String(tag.prefix { $0 != "(" })
        if name.hasPrefix("/") {
            guard open.popLast() == String(name.dropFirst()) else { return false }
        } else if !empty.contains(name), !tag.hasSuffix("/") {
            open.append(name)
        }
    }
    return open.isEmpty
}

// The languages that tests speak of by name.
extension Language {
    static let en = Language(rawValue: "en")
    static let es = Language(rawValue: "es")
    static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
