import Markup
import Storage
import Web

/// `/staff/alerts`: what waits for a person, the most urgent first, for whoever has three minutes.
struct AlertsPage: Sendable {
    let safety: SafetyFeature

    var routes: [Route] { [.get("/staff/alerts", .role(.moderator, in: .site), show)] }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let (viewer, now) = (visit.viewer, visit.now)
        let (open, ended, onDuty, names) = try await safety.database.read { tx in
            let open = try AlertStore.open(in: .site, as: viewer, tx: tx)
            let ended = try AlertStore.ended(in: .site, as: viewer, limit: 20, tx: tx)
            let onDuty = try safety.onDuty(in: .site, at: now, tx)
            return (open, ended, onDuty, try safety.names(of: open + ended, besides: onDuty, tx))
        }
        let (text, words) = (visit.text, AlertWords(visit: visit, names: names))
        var pieces = [
            HTML.pageHeader(
                text("safety.alerts.title"),
                lead: "\(duty(onDuty, words, text)) <a href=\"/staff/duty\">\(text("safety.duty.title"))</a>")
        ]
        if open.isEmpty {
            pieces.append(HTML.emptyState(title: text("safety.alerts.none"), body: text("safety.alerts.none.next")))
        }
        for (position, alert) in open.enumerated() {
            // They stand together: the first of them names the others.
            let isFollower = position > 0 && alert.isAboutWriter(of: open[position - 1])
            let more = isFollower ? [] : open.filter { $0.isAboutWriter(of: alert) }
            pieces.append(card(alert, isFirst: position == 0, more, words, text))
        }
        if !ended.isEmpty {
            pieces.append(HTML.disclosure(text("safety.alerts.ended"), table(ended, words, text)))
        }
        return visit.page(text("safety.alerts.title"), HTML.stack(pieces))
    }

    private func duty(_ onDuty: [ID<Person>], _ words: AlertWords, _ text: Text) -> String {
        onDuty.isEmpty
            ? text("safety.duty.nobody")
            : text("safety.duty.now", ["names": .text(onDuty.map(words.name).joined(separator: ", "))])
    }

    /// The first one has the page's main button.
    private func card(_ alert: Alert, isFirst: Bool, _ more: [Alert], _ words: AlertWords, _ text: Text) -> HTML {
        let isMine = alert.owner == words.visit.viewer.personID && alert.takenAt != nil
        let action =
            isMine
            ? HTML.buttonLink(
                text("safety.alert.open"), to: "/staff/alerts/\(alert.id)", kind: isFirst ? .primary : .secondary)
            : words.takeButton(alert, kind: isFirst && alert.takenAt == nil ? .primary : .secondary)
        return HTML.card(
            """
            <p>\(words.state(alert))</p><p>\(text("safety.alert.raised", [
                "time": .text(text.fromNow(alert.raisedAt, now: words.visit.now)), "writer": .text(words.writer(alert)),
            ]))</p>\(words.more(more))\(HTML.actions([action]))
            """, title: words.title(alert), kind: alert.isOverdue ? .notice : .plain)
    }

    private func table(_ ended: [Alert], _ words: AlertWords, _ text: Text) -> HTML {
        HTML.table(
            Table(
                caption: text("safety.alerts.ended"), isCaptionHidden: true,
                columns: [
                    Column(text("safety.alerts.what")), Column(text("safety.alerts.by")),
                    Column(text("safety.alerts.when")), Column(text("safety.alert.done")),
                ],
                rows: ended.map { alert in
                    [
                        HTML(text: words.title(alert)), HTML(text: words.name(alert.end?.by)),
                        HTML(text: alert.end.map { text.dateAndTime($0.at) } ?? ""), HTML(text: alert.end?.done ?? ""),
                    ]
                }))
    }
}
