/// A file of an organization, a place, a program and a series, of which a test says a field otherwise.
enum ImportLines {
    /// A record with its fields as JSON; line by line.
    static let usual: [(record: String, fields: [String: String])] = [
        ("organization", ["slug": "\"river\"", "name": "\"River\"", "zone": "\"America/Los_Angeles\""]),
        ("place", ["organization": "\"river\"", "name": "\"Kitchen\"", "zip": "\"97501\""]),
        (
            "program",
            [
                "organization": "\"river\"", "slug": "\"cooking\"",
                "texts": "{\"en\":{\"title\":\"Cooking\",\"summary\":\"We cook.\"}}",
            ]
        ),
        (
            "series",
            [
                "program": "\"cooking\"", "slug": "\"evenings\"", "weekday": "\"WE\"", "time": "\"17:00\"",
                "week": "2", "rule": "\"FREQ=WEEKLY;COUNT=4\"", "place": "\"Kitchen\"", "capacity": "12",
            ]
        ),
    ]

    static func number(of record: String) -> Int { (usual.firstIndex { $0.record == record } ?? 0) + 1 }

    /// - Parameter changed: fields of one record, as JSON; nil leaves one away.
    static func file(_ record: String = "", _ changed: [String: String?] = [:]) -> String {
        usual.map { line in
            var fields: [String: String?] = line.fields
            if line.record == record { fields.merge(changed) { $1 } }
            let parts = fields.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.sorted()
            return "{\"record\":\"\(line.record)\",\(parts.joined(separator: ","))}"
        }.joined(separator: "\n")
    }

    /// As JSON, of so many letters.
    static func letters(_ count: Int) -> String { "\"" + String(repeating: "a", count: count) + "\"" }
}
