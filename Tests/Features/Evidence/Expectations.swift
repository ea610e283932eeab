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
