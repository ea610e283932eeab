import Foundation

/// The words of Words/themes.txt: they say of what a post speaks, when it is written.
struct ThemeWords: Sendable {
    private var table = PhraseTable()

    /// The words as they are shipped. A test reads the file: it is there, and whole.
    static let shipped = ThemeWords(
        (try? Data(contentsOf: Bundle.module.bundleURL.appending(path: "Words/themes.txt"))) ?? Data())

    init(_ file: Data) {
        var theme: TalkTheme?
        for line in file.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where line.first != UInt8(ascii: "#") {
            if line.first == UInt8(ascii: "["), line.last == UInt8(ascii: "]") {
                theme = TalkTheme(rawValue: String(decoding: line.dropFirst().dropLast(), as: UTF8.self))
            } else if let mark = theme.flatMap({ TalkTheme.allCases.firstIndex(of: $0) }) {
                let isOpen = line.last == UInt8(ascii: "*")
                table.add(
                    String(decoding: isOpen ? line.dropLast() : line, as: UTF8.self), isOpen: isOpen, for: mark)
            }
        }
    }

    /// Of what a text speaks.
    func themes(of text: String) -> Set<TalkTheme> {
        Set(table.marks(in: text).compactMap { TalkTheme.allCases.indices.contains($0) ? TalkTheme.allCases[$0] : nil })
    }
}
