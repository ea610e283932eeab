import Jobs
import Markup

/// Rooms that cannot live in one house, because two of them use one name for something; said at start.
package struct NameClashes: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence each.
    package let clashes: [String]

    package var description: String { clashes.joined(separator: "\n") }
}

extension [Feature] {
    /// Throws where two rooms, or one room twice, hand in the same name. Some of these names stay in the database for
    /// ever: a second owner would change what old lines mean.
    package func checkNames() throws(NameClashes) {
        let clashes =
            twice("room", \.name) { [$0] } + twice("audit event", \.auditEvents) { $0.map(\.code) }
            + twice("use of data", \.receiptUses) { $0.map(\.code) } + twice("session fact", \.facts) { $0.map(\.name) }
            + twice("kind of job", \.jobs) { $0.map(\.kind) } + twice("schedule", \.schedules) { $0.map(\.kind) }
            + twice("command", \.commands) { $0.map(\.name) } + twice("menu entry", \.menu) { $0.map(\.link.text) }
            + twice("scope of keys", \.keyScopes) { $0.map(\.scope.name) }
            + twice("mail template", \.mails) { $0.map(\.name) }
            + twice("published text", \.safetyTexts) { $0.filter { $0.published != nil }.map(\.kind) }
            + twice("held text", \.safetyTexts) { $0.filter { $0.decideHeld != nil }.map(\.kind) }
            + twice("set of records", \.records) { $0.map(\.name) }
            + twice("table", \.records) { $0.flatMap(\.tables).map(\.name) } + hiddenCommands
        guard clashes.isEmpty else { throw NameClashes(clashes: clashes) }
    }

    private func twice<Part>(_ what: String, _ part: (Feature) -> Part, names: (Part) -> [String]) -> [String] {
        var owners: [String: [String]] = [:]
        for feature in self {
            for name in names(part(feature)) { owners[name, default: []].append(feature.name) }
        }
        return owners.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
            "The \(what) \"\($0.key)\" is handed in twice, by \($0.value.joined(separator: " and ")): rename one."
        }
    }

    /// Commands that nobody can call, because their first words are another's whole name.
    private var hiddenCommands: [String] {
        let names = flatMap(\.commands).map(\.name)
        return names.flatMap { name in
            names.filter { $0.hasPrefix(name + " ") }.map { "The command \"\(name)\" hides \"\($0)\": rename one." }
        }
    }
}
