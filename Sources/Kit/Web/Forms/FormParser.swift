/// Reads `application/x-www-form-urlencoded` (WHATWG URL Standard, section 5.1) from bytes, strictly.
///
/// Stricter than the standard where leniency hides attacks or loses words: a `%` without two hex digits, bytes that are
/// not UTF-8, or more than the limits are errors, never replaced or cut.
enum FormParser {
    struct Limits: Sendable {
        /// Bytes of the whole, before decoding.
        var bytes = 65_536
        var fields = 200
        /// Bytes of a field's name, decoded.
        var nameBytes = 100
    }

    enum Failure: Error, Sendable, Hashable {
        case tooLarge, tooManyFields, nameTooLong, badPercent, notUTF8
    }

    static func parse(_ bytes: some Collection<UInt8>, limits: Limits = Limits()) throws(Failure) -> FormFields {
        guard bytes.count <= limits.bytes else { throw .tooLarge }
        var fields: [FormFields.Field] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let item = rest.prefix { $0 != UInt8(ascii: "&") }
            rest = rest[item.endIndex...].dropFirst()
            if item.isEmpty { continue }
            guard fields.count < limits.fields else { throw .tooManyFields }
            let name = item.prefix { $0 != UInt8(ascii: "=") }
            let decodedName = try decode(name)
            guard decodedName.utf8.count <= limits.nameBytes else { throw .nameTooLong }
            fields.append(.init(name: decodedName, value: try decode(item[name.endIndex...].dropFirst())))
        }
        return FormFields(items: fields)
    }

    /// Undoes `+` and `%XX`.
    static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = true) throws(Failure) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+") where plusIsSpace:
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexDigit), let low = iterator.next().flatMap(hexDigit) else {
                    throw .badPercent
                }
                decoded.append(high << 4 | low)
            default:
                decoded.append(byte)
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
