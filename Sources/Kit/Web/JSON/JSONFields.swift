/// A body that has these fields and no others, each once: a misspelt one must not pass for one left out.
package protocol StrictBody: Decodable {
    /// Names as they are sent; a field in a field by its path, lists left out: `doses.amount`.
    static var fields: Set<String> { get }
}

/// Finds the names in a body of JSON that its type does not have, and those that stand twice, which decoders pass over.
struct JSONFields {
    private struct Level {
        let isObject: Bool
        let path: String
        var met: Set<ArraySlice<UInt8>> = []
        var isBeforeName: Bool
    }

    /// Errors told at once.
    private static let most = 20

    private let allowed: Set<String>
    private var levels: [Level] = []
    private var name = ""
    private var errors = FormErrors()
    private var count = 0

    /// Throws what is wrong with the names, by field.
    static func check(_ bytes: [UInt8], allowed: Set<String>) throws(FormErrors) {
        var fields = JSONFields(allowed: allowed)
        fields.read(bytes)
        if !fields.errors.isEmpty { throw fields.errors }
    }

    private init(allowed: Set<String>) { self.allowed = allowed }

    private mutating func read(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while let byte = rest.popFirst(), count < Self.most {
            switch byte {
            case UInt8(ascii: "\""): meet(Self.takeText(&rest))
            case UInt8(ascii: "{"): levels.append(Level(isObject: true, path: path, isBeforeName: true))
            case UInt8(ascii: "["): levels.append(Level(isObject: false, path: path, isBeforeName: false))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ","): change { $0.isBeforeName = $0.isObject }
            default: break
            }
        }
    }

    /// Where a value that begins now stands.
    private var path: String {
        guard let level = levels.last else { return "" }
        return level.isObject ? Self.joined(level.path, name) : level.path
    }

    private static func joined(_ path: String, _ name: String) -> String { path.isEmpty ? name : path + "." + name }

    private mutating func change(_ body: (inout Level) -> Void) {
        guard var level = levels.popLast() else { return }
        body(&level)
        levels.append(level)
    }

    /// A text: a name, if one is due. An escape in a name is never undone, so such a name is not one of ours.
    private mutating func meet(_ text: ArraySlice<UInt8>) {
        guard var level = levels.last, level.isBeforeName else { return }
        name = String(decoding: text.prefix(100), as: UTF8.self)
        let isNew = level.met.insert(text).inserted
        level.isBeforeName = false
        levels[levels.count - 1] = level
        let path = Self.joined(level.path, name)
        if !allowed.contains(path) {
            note(path, "web.json.unknown")
        } else if !isNew {
            note(path, "web.json.twice")
        }
    }

    private mutating func note(_ field: String, _ key: String) {
        errors.add(field: field, key)
        count += 1
    }

    /// What stands before the closing quote, which is taken too.
    private static func takeText(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = rest.startIndex
        while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") { end += rest[end] == UInt8(ascii: "\\") ? 2 : 1 }
        let text = rest[rest.startIndex..<min(end, rest.endIndex)]
        rest = rest.dropFirst(text.count + 1)
        return text
    }
}
