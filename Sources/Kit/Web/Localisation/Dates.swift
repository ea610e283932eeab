package import Markup
package import Storage

extension Text {
    /// "3 November 2026", "3 de noviembre de 2026": the day in UTC, later by an offset in seconds.
    package func date(_ instant: Instant, offsetSeconds: Int = 0) -> String {
        let date = (instant + Int64(offsetSeconds) * 1_000).utc
        return written(year: date.year, month: date.month, day: date.day)
    }

    /// "3 November 2026, 14:05 UTC". Spanish: "3 de noviembre de 2026, 14:05 UTC".
    package func dateAndTime(_ instant: Instant) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let time = instant.utc
        return "\(date(instant)), \(two(time.hour)):\(two(time.minute)) UTC"
    }

    /// As much as is known: "2019", "March 2019", "14 March 2019"; "marzo de 2019", "14 de marzo de 2019".
    package func date(_ date: PartialDate) -> String {
        written(year: date.year, month: date.month, day: date.day)
    }

    private func written(year: Int, month: Int?, day: Int?) -> String {
        guard let month, Self.months(language).indices.contains(month - 1) else { return String(year) }
        let name = Self.months(language)[month - 1]
        switch (language, day) {
        case (.en, nil): return "\(name) \(year)"
        case (.en, let day?): return "\(day) \(name) \(year)"
        case (.es, nil): return "\(name) de \(year)"
        case (.es, let day?): return "\(day == 1 ? "1.º" : String(day)) de \(name) de \(year)"
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let spanishMonths = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ]

    private static func months(_ language: Language) -> [String] {
        switch language {
        case .en: englishMonths
        case .es: spanishMonths
        }
    }
}
