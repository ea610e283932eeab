import Markup
import Recurrence
import Storage
import Web

// Words about dates and seats that several of a member's pages and mails say.
extension LocalDateTime {
    /// For sentences with `{day}` and `{time}`.
    func dayAndTime(_ text: Text) -> [String: TextValue] {
        ["day": .text(text.day(self, inSentence: true)), "time": .text(text.time(minuteOfDay))]
    }
}

extension Instant {
    /// The same as a group's clock shows it; in UTC where its zone is none.
    func local(in zone: String) -> LocalDateTime {
        ((try? Zone(zone)) ?? .utc).local(atMilliseconds: milliseconds)
    }
}

extension Text {
    /// The first dates of a seat, and how many more there are.
    func dates(_ dates: [Session], _ zone: String) -> HTML {
        let (shown, more) = (dates.prefix(6), dates.count - 6)
        return """
            <ul class="link-list">\(HTML.each(shown) { "<li>\(when($0, zone))</li>" })</ul>\
            \(HTML.when(more > 0, "<p class=\"note\">\(self("groups.seat.moreDates", ["n": .count(more)]))</p>"))
            """
    }
}

extension Program {
    /// What it is called, for a reader.
    func called(_ text: Text) -> String { self.text(for: text.language)?.text.title ?? "" }
}

extension Agreement {
    /// Its words in the language in which they were written, a paragraph for each line.
    func html(in language: Language) -> HTML {
        let lines = words.utf8.split(separator: 10).map { String(Substring($0)) }
        return """
            <div class="prose" lang="\(language.rawValue)" dir="auto">\(HTML.each(lines) { "<p>\($0)</p>" })</div>
            """
    }

    /// What is ticked under it. Its value is the version that was shown: another one was not read, and the tick under it
    /// does not come back.
    func tick(_ errors: FormErrors, _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.checkboxes(
            Choices(
                name: "agreed", legend: text("groups.agreement.sign"),
                options: [Choice(String(version), text("groups.agreement.agree"))],
                selected: visit.agreed == version ? [String(version)] : [],
                error: errors.message(for: "agreed", text)))
    }
}

extension Visit {
    /// The version of an agreement that was ticked; 0: none.
    var agreed: Int {
        guard let sent = fields["agreed"], sent.utf8.count <= 6, let version = Int(sent) else { return 0 }
        return max(version, 0)
    }
}

extension SeatRefusal {
    /// As a form says it, at the field that can be changed where there is one.
    var errors: FormErrors {
        FormErrors(field: self == .agreementMissing ? "agreed" : "seat", "groups.refusal.\(rawValue)")
    }
}
