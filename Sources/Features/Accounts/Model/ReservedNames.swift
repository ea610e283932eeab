/// Words that would pass for somebody in charge, for the service or for nobody (`Words/reserved-names.txt`).
struct ReservedNames: Sendable {
    private let keys: Set<String>

    init(_ words: [String]) {
        keys = Set(words.map { PseudonymKey(of: $0).text })
    }

    /// True when the name, a word of it, or two words of it side by side are reserved, with or without a number behind:
    /// "Admin", "admin1", "The Moderator", "Support Team".
    func holds(_ name: String) -> Bool {
        let words = name.unicodeScalars.split { " -_.".unicodeScalars.contains($0) }.map { String($0) }
        let pairs = zip(words, words.dropFirst()).map { $0 + $1 }
        return ([name] + words + pairs).contains { word in
            let key = PseudonymKey(of: word)
            return keys.contains(key.text) || keys.contains(key.stem)
        }
    }
}
