import World
import Testing
import Web

/// The one place where pages are compared.
func expect(
    _ exchange: Exchange, _ status: Int = 200, to location: String? = nil, holds words: [String] = [],
    lacks absent: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = exchange.text
    let main = text.firstRange(of: "<main").map { String(text[$0.lowerBound...]) } ?? text
    #expect(exchange.status == status, "\(main.prefix(4_000))", sourceLocation: sourceLocation)
    if let location { #expect(exchange.header("location") == location, sourceLocation: sourceLocation) }
    let missing = words.filter { !text.contains($0) }
    let shown = absent.filter { text.contains($0) }
    #expect(missing.isEmpty, "\(main.prefix(9_000))", sourceLocation: sourceLocation)
    #expect(shown.isEmpty, "\(main.prefix(9_000))", sourceLocation: sourceLocation)
    #expect(exchange.doubledIDs.isEmpty, sourceLocation: sourceLocation)
}

extension Exchange {
    /// Whether these stand on the page, each behind the one before it.
    func says(_ words: [String]) -> Bool {
        var rest = Substring(text)
        for word in words {
            guard let found = rest.firstRange(of: word) else {
                Issue.record("\(word) does not stand where it should")
                return false
            }
            rest = rest[found.upperBound...]
        }
        return true
    }

    /// What stands between the first of one and the next of another; nothing where one of them is missing.
    func part(from start: String, to end: String) -> Substring {
        guard let first = text.firstRange(of: start) else { return "" }
        let rest = text[first.upperBound...]
        guard let last = rest.firstRange(of: end) else { return "" }
        return rest[..<last.lowerBound]
    }
}
