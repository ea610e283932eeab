package import Testing
package import Web

/// The one place where pages are compared: status, address, words that stand there and words that do not. A no-break space
/// is a blank here, as it is to whoever reads.
package func expect(
    _ exchange: Exchange, _ status: Int, to location: String? = nil, holds words: [String] = [],
    lacks absent: [String] = [], _ about: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = exchange.text
    #expect(exchange.status == status, "\(about)\n\(text.suffix(3_000))", sourceLocation: sourceLocation)
    if let location { #expect(exchange.header("location") == location, "\(about)", sourceLocation: sourceLocation) }
    let read = withPlainBlanks(text)
    let missing = words.filter { !read.contains(withPlainBlanks($0)) }
    let shown = absent.filter { read.contains(withPlainBlanks($0)) }
    #expect(missing.isEmpty, "\(about)\n\(text.suffix(4_000))", sourceLocation: sourceLocation)
    #expect(shown.isEmpty, "\(about)\n\(text.suffix(4_000))", sourceLocation: sourceLocation)
    #expect(exchange.doubledIDs.isEmpty, "\(about)", sourceLocation: sourceLocation)
}

private func withPlainBlanks(_ words: String) -> String {
    String(String.UnicodeScalarView(words.unicodeScalars.map { $0 == "\u{A0}" ? " " : $0 }))
}

/// One helper for values, so that tables compile quickly.
package func expect<Value: Equatable>(
    _ value: Value, is wanted: Value, _ about: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(value == wanted, "\(about)", sourceLocation: sourceLocation)
}
