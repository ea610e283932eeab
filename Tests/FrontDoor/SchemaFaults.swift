import Foundation
import Web

extension Schema {
    /// What of some JSON is not as the schema has it, each with where it stands.
    func faults(_ value: Any, at place: String = "$") -> [String] {
        switch (self, value) {
        case (.text, is String), (.boolean, is Bool), (.anyObject, is [String: Any]): return []
        case (.instant, let text as String):
            let isInstant = text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/) != nil
            return isInstant ? [] : ["\(place): \(text) is no instant"]
        case (.oneOf(let texts), let text as String): return texts.contains(text) ? [] : ["\(place): \(text)"]
        case (.integer(let range), let number as NSNumber):
            let isWhole = number.doubleValue == number.doubleValue.rounded() && range.contains(number.intValue)
            return isWhole ? [] : ["\(place): \(number) is not in \(range)"]
        case (.list(let schema), let list as [Any]):
            return list.enumerated().flatMap { schema.faults($0.element, at: "\(place)[\($0.offset)]") }
        case (.either(let schemas), _):
            let all = schemas.map { $0.faults(value, at: place) }
            return all.contains([]) ? [] : all.flatMap { $0 }
        case (.orNull(let schema), _): return value is NSNull ? [] : schema.faults(value, at: place)
        case (.object(let members), let object as [String: Any]):
            let names = Set(members.map(\.name))
            let missing = members.filter { $0.isRequired && object[$0.name] == nil }.map {
                "\(place).\($0.name) is missing"
            }
            let unknown = object.keys.filter { !names.contains($0) }.map { "\(place).\($0) is not declared" }
            return missing + unknown
                + members.flatMap { member in
                    object[member.name].map { member.schema.faults($0, at: "\(place).\(member.name)") } ?? []
                }
        default: return ["\(place): \(type(of: value)) is not \(self)"]
        }
    }
}
