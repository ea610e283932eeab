import Foundation

/// One patient's rating of a treatment, 1 to 10.
struct Review {
    let treatment: Int
    let rating: Double
}

/// The columns of a reviews file that the bench needs; treatments are numbered in the order of their names.
struct Reviews {
    let list: [Review]
    let names: [String]

    enum Problem: Error { case unreadable(String), noColumn(String), noRows }

    /// Reads tab-separated text with quoted fields (doubled quotes inside, line breaks allowed). Rows without a treatment
    /// or with a rating outside 1…10 are left out.
    init(path: String, names known: [String] = []) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else { throw Problem.unreadable(path) }
        let rows = Self.rows(bytes)
        guard let header = rows.first else { throw Problem.noRows }
        guard let name = header.firstIndex(of: "urlDrugName") else { throw Problem.noColumn("urlDrugName") }
        guard let rating = header.firstIndex(of: "rating") else { throw Problem.noColumn("rating") }
        let found = rows.dropFirst().compactMap { row -> (String, Double)? in
            guard name < row.count, rating < row.count, !row[name].isEmpty, let value = Double(row[rating]),
                (1...10).contains(value)
            else { return nil }
            return (row[name], value)
        }
        guard !found.isEmpty else { throw Problem.noRows }
        names = Set(found.map(\.0)).union(known).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        list = found.map { Review(treatment: numbers[$0.0] ?? 0, rating: $0.1) }
    }

    private static func rows(_ bytes: Data) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var quoted = false
        var closing = false
        func text() -> String { String(decoding: field, as: UTF8.self) }
        for byte in bytes {
            if quoted {
                if byte != UInt8(ascii: "\"") { field.append(byte) } else { (quoted, closing) = (false, true) }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where closing:
                field.append(byte)
                quoted = true
            case UInt8(ascii: "\"") where field.isEmpty:
                quoted = true
            case UInt8(ascii: "\t"):
                row.append(text())
                field = []
            case UInt8(ascii: "\n"):
                row.append(text())
                rows.append(row)
                (row, field) = ([], [])
            case UInt8(ascii: "\r"):
                break
            default:
                field.append(byte)
            }
            closing = false
        }
        if !field.isEmpty || !row.isEmpty { rows.append(row + [text()]) }
        return rows
    }
}
