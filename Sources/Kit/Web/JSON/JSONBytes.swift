import Foundation

/// A value as JSON: the same bytes for the same value, on every machine.
package enum JSONBytes {
    package static func of(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }
}

/// A value that stands there as `null` when it is missing: a reader sees that there could be one.
package struct OrNull<Value: Encodable & Sendable>: Encodable, Sendable {
    let value: Value?

    package init(_ value: Value?) { self.value = value }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}
