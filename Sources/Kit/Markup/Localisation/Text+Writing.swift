// Numbers, dates and lists as the language writes them (`LanguageRules`).
extension Text {
    /// A whole number with a sign between thousands.
    package func number(_ number: Int) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var text = number < 0 ? "−" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += rules.grouping }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// A number with a decimal sign and exactly so many decimals (0…6), rounded to nearest. Not finite is "–".
    package func number(_ number: Double, decimals: Int) -> String {
        let places = min(max(decimals, 0), 6)
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        guard number.isFinite, abs(number) * scale < 1e15 else { return "–" }
        let scaled = Int((number * scale).rounded())
        let whole = self.number(Int(scaled.magnitude) / Int(scale))
        let sign = scaled < 0 ? "−" : ""
        guard places > 0 else { return sign + whole }
        let rest = String(Int(scaled.magnitude) % Int(scale))
        let zeros = String(repeating: "0", count: max(places - rest.utf8.count, 0))
        return sign + whole + rules.decimal + zeros + rest
    }

    /// A date as far as it is known: "2019", "March 2019", "March 14, 2019". A month that no calendar has is left out.
    package func date(year: Int, month: Int?, day: Int?) -> String {
        guard let month, rules.months.indices.contains(month - 1) else { return String(year) }
        return (day == nil ? rules.dates.month : rules.dates.day).filled { part in
            switch part {
            case "year": String(year)
            case "month": rules.months[month - 1]
            default: day.map { rules.dates.days[String($0)] ?? String($0) }
            }
        }
    }

    /// A date and the time of day: "March 14, 2019, 14:05 UTC", or "14:05:09" where the second is told.
    package func dateAndTime(_ date: String, hour: Int, minute: Int, second: Int? = nil) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return rules.dates.time.filled { part in
            switch part {
            case "date": date
            case "hour": two(hour)
            default: two(minute) + (second.map { ":" + two($0) } ?? "")
            }
        }
    }

    /// Things in the order in which a reader of the language looks them up by name.
    package func sorted<Item>(_ items: some Sequence<Item>, by name: (Item) -> String) -> [Item] {
        items.map { (key: rules.alphabet.key(of: name($0)), item: $0) }.sorted { $0.key < $1.key }.map(\.item)
    }
}
