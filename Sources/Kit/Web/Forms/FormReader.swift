import Markup
package import Storage

/// Turns fields into values and collects what is wrong with them.
///
/// ```swift
/// var reader = FormReader(visit.fields)
/// let advice = reader.text("advice", max: 400, multiline: true)
/// try reader.finish()
/// ```
package struct FormReader: Sendable {
    /// What is wrong so far; pages may add their own.
    package var errors = FormErrors()
    private let fields: FormFields

    package init(_ fields: FormFields) {
        self.fields = fields
    }

    /// A text: trimmed, NFC, at most `max` Unicode scalars. Empty when it was left empty, shows nothing, or was refused.
    ///
    /// Errors: `required` (the page's own key) when empty; `web.form.characters` for control characters and bidi
    /// overrides; `web.form.long` with `{max}`. `multiline` allows newlines and tabs and makes every newline LF.
    package mutating func text(
        _ name: String, max: Int, required: String? = nil, multiline: Bool = false
    ) -> String {
        var value = fields.raw(name) ?? ""
        if multiline { value = CharacterRules.withPlainNewlines(value) }
        value = CharacterRules.trimmed(CharacterRules.composed(value))
        if CharacterRules.showsNothing(value) { value = "" }
        return checked(value, name, max: max, required: required, multiline: multiline)
    }

    /// A passphrase or another secret: NFC, not trimmed; control characters are refused as in `text`.
    package mutating func secret(_ name: String, max: Int, required: String? = nil) -> String {
        checked(
            CharacterRules.composed(fields.raw(name) ?? ""), name, max: max, required: required, multiline: false)
    }

    /// One of the values offered; nil when none was chosen. Another value is `web.form.choice`.
    package mutating func choice(
        _ name: String, among values: some Sequence<String>, required: String? = nil
    ) -> String? {
        guard let value = fields.raw(name), !value.isEmpty else {
            if let required { errors.add(field: name, required) }
            return nil
        }
        guard values.contains(value) else {
            errors.add(field: name, "web.form.choice")
            return nil
        }
        return value
    }

    /// Several of the values offered, each once, in the order offered. Any other value is `web.form.choice`.
    package mutating func choices(
        _ name: String, among values: some Sequence<String>, required: String? = nil
    ) -> [String] {
        let sent = Set(fields.items.filter { $0.name == name && !$0.value.isEmpty }.map(\.value))
        if sent.isEmpty, let required { errors.add(field: name, required) }
        let offered = Array(values)
        if !sent.isSubset(of: offered) { errors.add(field: name, "web.form.choice") }
        return offered.filter(sent.contains)
    }

    /// True when a single check box was ticked (any value).
    package func isOn(_ name: String) -> Bool {
        !(fields.raw(name) ?? "").isEmpty
    }

    /// A whole number in ASCII digits, with an optional minus sign.
    /// Errors: `web.form.number`, `web.form.range` with `{low}` and `{high}`.
    package mutating func integer(
        _ name: String, in range: ClosedRange<Int>, required: String? = nil
    ) -> Int? {
        let value = CharacterRules.trimmed(fields.raw(name) ?? "")
        guard !value.isEmpty else {
            if let required { errors.add(field: name, required) }
            return nil
        }
        guard let number = Self.number(value) else {
            errors.add(field: name, "web.form.number")
            return nil
        }
        guard range.contains(number) else {
            errors.add(
                field: name, "web.form.range",
                ["low": .text(String(range.lowerBound)), "high": .text(String(range.upperBound))])
            return nil
        }
        return number
    }

    /// A date of which month and day may be unknown, from the fields `name-year`, `name-month`, `name-day`.
    /// Errors at `name-year`: `web.form.date` when it is no date, `web.form.date.future` when it begins after `notAfter`
    /// even where the day begins first (UTC+14).
    package mutating func partialDate(
        _ name: String, required: String? = nil, notAfter: Instant? = nil
    ) -> PartialDate? {
        let parts = ["year", "month", "day"].map { CharacterRules.trimmed(fields.raw("\(name)-\($0)") ?? "") }
        let field = "\(name)-year"
        guard parts.contains(where: { !$0.isEmpty }) else {
            if let required { errors.add(field: field, required) }
            return nil
        }
        let numbers = parts.map { $0.isEmpty ? nil : Self.number($0) }
        let isReadable = zip(parts, numbers).allSatisfy { $0.isEmpty || $1 != nil }
        guard isReadable, let year = numbers[0], (1900...2200).contains(year),
            let date = PartialDate(year: year, month: numbers[1], day: numbers[2])
        else {
            errors.add(field: field, "web.form.date")
            return nil
        }
        if let notAfter, date.start > notAfter + .hours(14) {
            errors.add(field: field, "web.form.date.future")
            return nil
        }
        return date
    }

    /// Throws `.invalid` with all that was collected; does nothing when all is well.
    package func finish() throws(Problem) {
        if !errors.isEmpty { throw .invalid(errors) }
    }

    private mutating func checked(
        _ value: String, _ name: String, max: Int, required: String?, multiline: Bool
    ) -> String {
        if value.isEmpty {
            if let required { errors.add(field: name, required) }
            return ""
        }
        if value.unicodeScalars.contains(where: { CharacterRules.isRefused($0, multiline: multiline) }) {
            errors.add(field: name, "web.form.characters")
            return ""
        }
        if value.unicodeScalars.count > max {
            errors.add(field: name, "web.form.long", ["max": .count(max)])
            return ""
        }
        return value
    }

    /// At most nine digits: whatever a person means by a number fits, and nothing can overflow.
    static func number(_ text: String) -> Int? {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        guard (1...9).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let magnitude = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
        return isNegative ? -magnitude : magnitude
    }
}
