import Foundation

/// A record as it stands in the file, taken apart again for whoever writes it out in words.
package indirect enum RecordValue: Decodable, Sendable, Hashable {
    case nothing
    case truth(Bool)
    case number(Int)
    case text(String)
    case list([RecordValue])
    case fields([String: RecordValue])

    /// Throws for what is no JSON of these kinds, for instance a broken number.
    package init(of value: some Encodable) throws {
        self = try JSONDecoder().decode(RecordValue.self, from: Data(JSONBytes.of(value)))
    }

    package init(from decoder: any Decoder) throws {
        let one = try decoder.singleValueContainer()
        if one.decodeNil() {
            self = .nothing
        } else if let text = try? one.decode(String.self) {
            self = .text(text)
        } else if let truth = try? one.decode(Bool.self) {
            self = .truth(truth)
        } else if let number = try? one.decode(Int.self) {
            self = .number(number)
        } else if let list = try? one.decode([RecordValue].self) {
            self = .list(list)
        } else {
            self = .fields(try one.decode([String: RecordValue].self))
        }
    }

    /// The field of this name; nothing where there is none.
    package subscript(_ name: String) -> RecordValue {
        if case .fields(let fields) = self { fields[name] ?? .nothing } else { .nothing }
    }

    /// One of several, or the only one; none of nothing.
    package var items: [RecordValue] {
        switch self {
        case .nothing: []
        case .list(let items): items
        default: [self]
        }
    }

    /// A text, or a number as a program writes it.
    package var code: String? {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        default: nil
        }
    }
}
