package import Storage

extension Database {
    /// Where in the database somebody is still found: every `table.column` that holds their identifier (as 16 bytes, or
    /// written out in a text) or one of these words, whatever the case.
    package func places<Kind>(of id: ID<Kind>, orWords words: [String] = []) async throws -> Set<String> {
        let text = id.description.lowercased()
        let needles = ([text, text.split(separator: "-").joined()] + words.map { $0.lowercased() }).map {
            Array($0.utf8)
        }
        let bytes = withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { Array($0) }
        return try await read { tx in
            var places: Set<String> = []
            try tx.forEachValue { table, column, value in
                let isHit =
                    switch value {
                    case .text(let text): needles.contains { Array(text.lowercased().utf8).holds($0) }
                    case .bytes(let found): ([bytes] + needles).contains { found.holds($0) }
                    default: false
                    }
                if isHit { places.insert("\(table).\(column)") }
            }
            return places
        }
    }
}

extension [UInt8] {
    /// Whether another run of bytes stands somewhere in this one.
    fileprivate func holds(_ other: [UInt8]) -> Bool {
        guard !other.isEmpty, count >= other.count else { return false }
        return (0...(count - other.count)).contains { self[$0] == other[0] && self[$0...].starts(with: other) }
    }
}
