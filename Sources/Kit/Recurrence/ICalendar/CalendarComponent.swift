/// A property of iCalendar: a line with its name, its parameters and what stands behind the colon (RFC 5545 3.1).
package struct CalendarProperty: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        /// In capitals.
        package var name: String
        package var values: [String]
    }

    /// In capitals.
    package var name: String
    package var parameters: [Parameter]
    /// As it stands there; `text` reads it as TEXT.
    package var value: String
    /// The line on which it began, from 1; 0 for one that was not read.
    package var line: Int

    /// The first value of a parameter; the name in capitals.
    package func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.values.first
    }

    /// The value with what TEXT escapes (RFC 5545 3.3.11) put back.
    package var text: String {
        guard value.utf8.contains(UInt8(ascii: "\\")) else { return value }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in value.utf8 {
            if isEscaped {
                bytes.append(byte | 0x20 == UInt8(ascii: "n") ? 10 : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What stands between BEGIN and END: a calendar, an event, a zone.
package struct CalendarComponent: Hashable, Sendable {
    /// In capitals.
    package var name: String
    package var properties: [CalendarProperty] = []
    package var components: [CalendarComponent] = []

    /// The first property of a name, in capitals.
    package func first(_ name: String) -> CalendarProperty? { properties.first { $0.name == name } }

    /// All properties of a name, in capitals.
    package func all(_ name: String) -> [CalendarProperty] { properties.filter { $0.name == name } }
}

/// Why a calendar cannot be read, and on which line.
package struct CalendarError: Error, Hashable, CustomStringConvertible {
    package enum Fault: Hashable, Sendable {
        /// More of something than `CalendarLimits` allows; which.
        case tooMuch(String)
        case notUTF8
        /// A control character other than a tab; its number.
        case controlCharacter(UInt8)
        /// A line that continues none.
        case continuesNothing
        /// No name of letters, digits and hyphens at the beginning, or nothing behind it.
        case noName
        /// A parameter without `=`, or what follows one is neither `;`, `:` nor `,`.
        case brokenParameter
        case openQuote
        case noColon
        /// A property before the first BEGIN.
        case outsideComponent
        /// END of another component than the one that is open, or of none; its name.
        case wrongEnd(String)
        /// BEGIN without END; its name.
        case notEnded(String)
        /// A value that is not of its property's type; the property's name and the reason.
        case wrongValue(String, String)
    }

    package let line: Int
    package let fault: Fault

    package var description: String { "Line \(line): \(fault)" }
}

/// How much of a calendar is read before it is refused.
package struct CalendarLimits: Sendable {
    package var bytes = 16 << 20
    /// Bytes of a line with what continues it.
    package var lineBytes = 1 << 16
    package var properties = 1_000_000
    package var parametersOfLine = 64
    /// Components within each other: a calendar, an event and its alarm are three.
    package var depth = 8

    package init() {}
}
