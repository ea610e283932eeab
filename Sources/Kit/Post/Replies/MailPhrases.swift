import Foundation

/// What mail programs write around a person's words, of every language that has a file in `Phrases`. Which language a
/// program is set to is not known and no matter: all are looked for in each mail.
///
/// A line is a kind, a colon, and phrases with ` | ` between them; one that begins with `#` is a comment.
struct MailPhrases: Sendable {
    /// Begin the line that names who wrote what is quoted.
    private(set) var opens: [String] = []
    /// Are said in it.
    private(set) var wrote: [String] = []
    /// Stand between dashes above what is answered.
    private(set) var originals: [String] = []
    /// Name, in a head above what is answered, who wrote it.
    private(set) var senders: Set<String> = []
    /// The other fields of such a head.
    private(set) var fields: Set<String> = []
    /// Begin a line that a program adds below.
    private(set) var footers: [String] = []
    /// Begin, in square brackets, what stands where a picture stood.
    private(set) var pictures: [String] = []
    /// Begin the subject of what is sent for somebody who is away.
    private(set) var absences: [String] = []

    /// A line of a file that cannot be read.
    struct Wrong: Error, CustomStringConvertible {
        let line: String
        var description: String { "a phrase has no kind that is known: \(line)" }
    }

    /// Those in this module's own folder; throws at every call alike.
    static func shipped() throws -> MailPhrases { try read.get() }

    private static let read = Result {
        let folder = Bundle.module.bundleURL.appending(path: "Phrases")
        return try MailPhrases(
            files: FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "txt" }.map { try String(contentsOf: $0, encoding: .utf8) })
    }

    init(files: [String]) throws {
        for line in files.flatMap({ $0.utf8.split(separator: 0x0A) }) where line.first != UInt8(ascii: "#") {
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1).map { String(Substring($0)) }
            guard parts.count == 2 else { throw Wrong(line: String(Substring(line))) }
            let phrases = parts[1].utf8.split(separator: UInt8(ascii: "|")).map { Self.folded(Substring($0)) }
            try add(phrases, parts[0])
        }
    }

    private mutating func add(_ phrases: [String], _ kind: String) throws {
        switch kind {
        case "opens": opens += phrases.map { $0 + " " }
        case "wrote": wrote += phrases
        case "original": originals += phrases
        case "from": senders.formUnion(phrases)
        case "field": fields.formUnion(phrases)
        case "footer": footers += phrases
        case "picture": pictures += phrases.map { "[" + $0 }
        case "absence": absences += phrases
        default: throw Wrong(line: kind)
        }
    }

    /// Whether a subject says that somebody is away.
    func isAbsence(_ subject: String) -> Bool { Self.begins(Self.folded(subject), absences) }

    static func begins(_ folded: String, _ phrases: [String]) -> Bool {
        phrases.contains { folded.utf8.starts(with: $0.utf8) }
    }

    /// For comparing: lower case, no accents, one blank between words and none around them, without signs that show
    /// nothing and only steer.
    static func folded(_ text: some StringProtocol) -> String {
        foldedASCII(text.utf8) ?? foldedLetters(text)
    }

    /// The same, sooner; nil for a text of other letters.
    private static func foldedASCII(_ text: some Collection<UInt8>) -> String? {
        var (result, isBlank): ([UInt8], Bool) = ([], false)
        result.reserveCapacity(text.count)
        for byte in text {
            if byte >= 0x80 { return nil }
            if byte <= 0x20 || byte == 0x7F {
                isBlank = true
                continue
            }
            if isBlank, !result.isEmpty { result.append(0x20) }
            isBlank = false
            result.append((65...90).contains(byte) ? byte | 0x20 : byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func foldedLetters(_ text: some StringProtocol) -> String {
        var (result, isBlank) = (String.UnicodeScalarView(), false)
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .format: continue
            case .spaceSeparator, .control: isBlank = true
            default:
                if isBlank, !result.isEmpty { result.append(" ") }
                isBlank = false
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return String(result)
    }
}

extension [UInt8] {
    /// Whether these short bytes stand anywhere in them. The library's own search prepares itself for long ones at every
    /// call, which a mail of a million lines would wait for.
    func holds(_ piece: [UInt8]) -> Bool {
        guard let first = piece.first, count >= piece.count else { return piece.isEmpty }
        return indices.dropLast(piece.count - 1).contains { self[$0] == first && self[$0...].starts(with: piece) }
    }
}
