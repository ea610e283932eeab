/// Reads content lines into components (RFC 5545 3.1, 3.4 and 3.6): strict, bounded, and with the line in each error.
///
/// Two things are taken that RFC 5545 does not have, for nothing can be mistaken about them: lines that end in LF
/// alone, and empty lines between others.
package struct CalendarParser {
    private let bytes: [UInt8]
    private let limits: CalendarLimits
    /// Where the next line begins, and its number.
    private var (position, line) = (0, 1)
    private var open: [CalendarComponent] = []
    private var begun: [Int] = []
    private var properties = 0
    /// Whether the line that was read last has bytes beyond ASCII.
    private var isWide = false

    private init(_ bytes: [UInt8], _ limits: CalendarLimits) {
        (self.bytes, self.limits) = (bytes, limits)
    }

    /// The components that stand side by side in a text; in a file for others that is one VCALENDAR.
    /// - Throws: `CalendarError` for the first thing that is wrong.
    package static func components(
        of bytes: [UInt8], limits: CalendarLimits = CalendarLimits()
    ) throws(CalendarError) -> [CalendarComponent] {
        var parser = CalendarParser(bytes, limits)
        return try parser.components()
    }

    /// The same for text.
    package static func components(
        of text: String, limits: CalendarLimits = CalendarLimits()
    ) throws(CalendarError) -> [CalendarComponent] {
        try components(of: Array(text.utf8), limits: limits)
    }

    private func error(_ fault: CalendarError.Fault, line: Int? = nil) -> CalendarError {
        CalendarError(line: line ?? self.line, fault: fault)
    }

    private mutating func components() throws(CalendarError) -> [CalendarComponent] {
        guard bytes.count <= limits.bytes else { throw error(.tooMuch("bytes")) }
        // A mark of byte order says nothing in UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        var whole: [CalendarComponent] = []
        while position < bytes.count {
            let number = line
            let content = try nextLine()
            if content.isEmpty { continue }
            properties += 1
            guard properties <= limits.properties else { throw error(.tooMuch("properties"), line: number) }
            var reader = PropertyReader(bytes: content, isWide: isWide, line: number, limits: limits)
            let property = try reader.property()
            switch property.name {
            case "BEGIN": try begin(asciiUppercased(property.value), number)
            case "END":
                if let component = try end(asciiUppercased(property.value), number) { whole.append(component) }
            default:
                guard !open.isEmpty else { throw error(.outsideComponent, line: number) }
                open[open.count - 1].properties.append(property)
            }
        }
        if let name = open.last?.name { throw error(.notEnded(name), line: begun.last) }
        return whole
    }

    private mutating func begin(_ name: String, _ number: Int) throws(CalendarError) {
        guard open.count < limits.depth else { throw error(.tooMuch("depth"), line: number) }
        open.append(CalendarComponent(name: name))
        begun.append(number)
    }

    /// The component that is ended, where it stood in no other.
    private mutating func end(_ name: String, _ number: Int) throws(CalendarError) -> CalendarComponent? {
        guard open.last?.name == name, let component = open.popLast() else {
            throw error(.wrongEnd(name), line: number)
        }
        begun.removeLast()
        guard !open.isEmpty else { return component }
        open[open.count - 1].components.append(component)
        return nil
    }

    /// A line with those that continue it (RFC 5545 3.1, "unfolding").
    private mutating func nextLine() throws(CalendarError) -> ArraySlice<UInt8> {
        if Self.isBlank(bytes[position]) { throw error(.continuesNothing) }
        isWide = false
        var content = try nextPhysicalLine()
        guard position < bytes.count, Self.isBlank(bytes[position]), !content.isEmpty else { return content }
        var joined = Array(content)
        while position < bytes.count, Self.isBlank(bytes[position]) {
            content = try nextPhysicalLine()
            joined += content.dropFirst()
            guard joined.count <= limits.lineBytes else { throw error(.tooMuch("bytes of a line"), line: line - 1) }
        }
        return joined[...]
    }

    private mutating func nextPhysicalLine() throws(CalendarError) -> ArraySlice<UInt8> {
        let start = position
        var end = start
        var together: UInt8 = 0
        while end < bytes.count, bytes[end] >= 32 && bytes[end] != 127 || bytes[end] == 9 {
            together |= bytes[end]
            end += 1
        }
        isWide = isWide || together > 127
        guard end - start <= limits.lineBytes else { throw error(.tooMuch("bytes of a line")) }
        position = end
        if position < bytes.count {
            if bytes[position] == 13, position + 1 < bytes.count, bytes[position + 1] == 10 { position += 1 }
            guard bytes[position] == 10 else { throw error(.controlCharacter(bytes[position])) }
            position += 1
        }
        line += 1
        return bytes[start..<end]
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}

/// Reads one unfolded line.
private struct PropertyReader {
    let bytes: ArraySlice<UInt8>
    let isWide: Bool
    let line: Int
    let limits: CalendarLimits
    private var position: Int

    init(bytes: ArraySlice<UInt8>, isWide: Bool, line: Int, limits: CalendarLimits) {
        (self.bytes, self.isWide, self.line, self.limits) = (bytes, isWide, line, limits)
        position = bytes.startIndex
    }

    mutating func property() throws(CalendarError) -> CalendarProperty {
        let name = try name()
        var parameters: [CalendarProperty.Parameter] = []
        while next == UInt8(ascii: ";") {
            position += 1
            guard parameters.count < limits.parametersOfLine else { throw fault(.tooMuch("parameters")) }
            parameters.append(try parameter())
        }
        guard next == UInt8(ascii: ":") else { throw fault(parameters.isEmpty ? .noColon : .brokenParameter) }
        let value = try string(bytes[(position + 1)...])
        return CalendarProperty(name: name, parameters: parameters, value: value, line: line)
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private func fault(_ fault: CalendarError.Fault) -> CalendarError { CalendarError(line: line, fault: fault) }

    private func string(_ part: ArraySlice<UInt8>) throws(CalendarError) -> String {
        guard isWide else { return String(decoding: part, as: UTF8.self) }
        guard let string = String(validating: part, as: UTF8.self) else { throw fault(.notUTF8) }
        return string
    }

    private mutating func name() throws(CalendarError) -> String {
        let start = position
        var hasSmall = false
        while let byte = next {
            let isLetter = (65...90).contains(byte & 0xDF)
            guard isLetter || (48...57).contains(byte) || byte == UInt8(ascii: "-") else { break }
            hasSmall = hasSmall || isLetter && byte >= 97
            position += 1
        }
        guard position > start else { throw fault(.noName) }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        return hasSmall ? asciiUppercased(name) : name
    }

    private mutating func parameter() throws(CalendarError) -> CalendarProperty.Parameter {
        let name = try name()
        guard next == UInt8(ascii: "=") else { throw fault(.brokenParameter) }
        var values: [String] = []
        repeat {
            position += 1
            values.append(try parameterValue())
        } while next == UInt8(ascii: ",") && values.count < limits.parametersOfLine
        return CalendarProperty.Parameter(name: name, values: values)
    }

    private mutating func parameterValue() throws(CalendarError) -> String {
        let isQuoted = next == UInt8(ascii: "\"")
        if isQuoted { position += 1 }
        let start = position
        var hasCaret = false
        scan: while let byte = next {
            switch byte {
            case UInt8(ascii: "\""): break scan
            case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","): if !isQuoted { break scan }
            case UInt8(ascii: "^"): hasCaret = true
            default: break
            }
            position += 1
        }
        let value = try string(bytes[start..<position])
        if isQuoted {
            guard next == UInt8(ascii: "\"") else { throw fault(.openQuote) }
            position += 1
        } else if next == UInt8(ascii: "\"") {
            throw fault(.brokenParameter)
        }
        return hasCaret ? Self.decoded(value) : value
    }

    /// RFC 6868: `^n` is a new line, `^'` a quotation mark, `^^` itself; other carets stay.
    private static func decoded(_ value: String) -> String {
        var bytes: [UInt8] = []
        var isAfterCaret = false
        for byte in value.utf8 {
            if isAfterCaret {
                isAfterCaret = false
                switch byte {
                case UInt8(ascii: "n"): bytes.append(10)
                case UInt8(ascii: "'"): bytes.append(UInt8(ascii: "\""))
                case UInt8(ascii: "^"): bytes.append(byte)
                default: bytes += [UInt8(ascii: "^"), byte]
                }
            } else if byte == UInt8(ascii: "^") {
                isAfterCaret = true
            } else {
                bytes.append(byte)
            }
        }
        if isAfterCaret { bytes.append(UInt8(ascii: "^")) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
