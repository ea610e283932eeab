/// A record's stored properties by name. Those of a nested record in `opening` stand in its place.
package func properties(of record: Any, opening: Set<String> = []) -> [String: Any] {
    var found: [String: Any] = [:]
    for case (let name?, let value) in Mirror(reflecting: record).children {
        if opening.contains(name) {
            found.merge(properties(of: value, opening: opening)) { first, _ in first }
        } else {
            found[name] = value
        }
    }
    return found
}

/// What is wrong with an export of a record, in words; empty when everything the record holds stands in it.
///
/// Every property has a value of its own, so that none can be mistaken for another, and either a place (the key in the
/// export, and what stands there) or a reason to stay behind. So a property that somebody adds fails until it is
/// exported.
package func exportProblems(
    of record: Any, opening: Set<String> = [], places: [String: (key: String, value: String)],
    leftOut: [String: String], in exported: [String: Any]
) -> [String] {
    let properties = properties(of: record, opening: opening)
    var problems: [String] = []
    for (name, value) in properties {
        if isEmpty(value) { problems.append("\(name) holds nothing: give it a value in this test") }
        guard leftOut[name] == nil else { continue }
        guard let place = places[name] else {
            problems.append("\(name) is not exported: put it into the export, and its place into this test")
            continue
        }
        let found = exported[place.key].map(text) ?? "nothing"
        if found != place.value { problems.append("\(name): \(place.key) holds \(found), not \(place.value)") }
    }
    problems += Set(places.keys).union(leftOut.keys).subtracting(properties.keys).map { "there is no \($0) any more" }
    return problems.sorted()
}

private func isEmpty(_ value: Any) -> Bool {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional, .collection, .set, .dictionary: return mirror.children.isEmpty
    default: return (value as? String)?.isEmpty ?? false
    }
}

private func text(_ value: Any) -> String {
    if let list = value as? [Any] { return list.map { "\($0)" }.joined(separator: ", ") }
    return "\(value)"
}
