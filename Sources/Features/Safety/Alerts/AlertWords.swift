import Markup
import Storage
import Web

/// How an alert is told to those who look after it.
struct AlertWords: Sendable {
    let visit: Visit
    let names: [ID<Person>: String]

    private var text: Text { visit.text }

    func title(_ alert: Alert) -> String { text("safety.alert.kind.\(alert.kind.rawValue)") }

    func name(_ person: ID<Person>?) -> String {
        person.flatMap { names[$0] } ?? text("safety.alert.gone")
    }

    /// Who wrote, as far as one may know.
    func writer(_ alert: Alert) -> String {
        guard alert.hasWriter else { return text("safety.alert.writer.unknown") }
        return alert.writer.map { name($0) } ?? text("safety.alert.writer.erased")
    }

    /// Who was called and until when; that nobody came only once that is so.
    func state(_ alert: Alert) -> HTML {
        let (state, isLate): (String, Bool) =
            if alert.owner == nil {
                ("overdue", true)
            } else if alert.takenAt != nil {
                ("taken", false)
            } else if alert.dueAt <= visit.now {
                ("late", true)
            } else {
                (alert.isOverdue ? "again" : "asked", false)
            }
        let words = text(
            "safety.alert.state.\(state)",
            ["name": .text(name(alert.owner)), "time": .text(text.fromNow(alert.dueAt, now: visit.now))])
        return isLate ? "<strong class=\"overdue\">\(words)</strong>" : HTML(text: words)
    }

    /// What else is open about the same person, with the way there.
    func more(_ others: [Alert]) -> HTML {
        guard !others.isEmpty else { return .empty }
        let links = HTML.each(others.prefix(10)) { other in
            let when = text.fromNow(other.raisedAt, now: visit.now)
            return "<li><a href=\"\(Link("/staff/alerts/\(other.id)"))\">\(title(other)), \(when)</a></li>"
        }
        let along = HTML.when(others.contains { $0.takenAt == nil }, " \(text("safety.alert.more.along"))")
        return "<p>\(text("safety.alert.more", ["n": .count(others.count)]))\(along)</p><ul>\(links)</ul>"
    }

    func step(_ step: AlertStep) -> String {
        let values: [String: TextValue] = [
            "name": .text(name(step.person)), "time": .text(text.dateAndTime(step.at)),
        ]
        return text("safety.alert.step.\(step.kind.rawValue)", values)
    }

    /// Takes it, or takes it over, or says that they are still on it.
    func takeButton(_ alert: Alert, kind: ButtonKind) -> HTML {
        let isMine = alert.owner == visit.viewer.personID
        let (label, isOver): (String, Bool) =
            if alert.takenAt == nil {
                (text("safety.alert.take"), false)
            } else {
                (text(isMine ? "safety.alert.still" : "safety.alert.takeOver"), !isMine)
            }
        return HTML.form(
            action: "/staff/alerts/\(alert.id)/take", csrf: visit.csrf,
            HTML.when(isOver, HTML.hidden("over", "yes")) + HTML.button(label, kind: kind))
    }
}

extension SafetyFeature {
    /// The names of those whom alerts and their steps speak of.
    func names(
        of alerts: [Alert], _ steps: [AlertStep] = [], besides others: [ID<Person>] = [], _ tx: Transaction
    ) throws -> [ID<Person>: String] {
        let people = alerts.flatMap { [$0.writer, $0.owner, $0.end?.by] } + steps.map(\.person)
        return try house.pseudonyms(Array(Set(people.compactMap { $0 } + others)), tx)
    }
}
