import Markup
import Storage
import Web

/// `/staff/alerts/:alert`: one alert. The words that it is about are shown to whoever has taken it, which is written down.
struct AlertPage: Sendable {
    let safety: SafetyFeature
    /// Of every room.
    let texts: PublishedTexts

    static let doneLimit = 1_000

    var routes: [Route] {
        let access = Access.role(.moderator, in: .site)
        return [
            .get("/staff/alerts/:alert", access) { try await show($0, FormErrors()) },
            .post("/staff/alerts/:alert/take", access, take),
            .post("/staff/alerts/:alert/end", access, body: .words, end),
            .post("/staff/alerts/:alert/hand-over", access, handOver),
        ]
    }

    @Sendable private func take(_ visit: Visit) async throws -> Reply {
        let id: ID<Alert> = try visit.id("alert")
        let isOver = visit.fields["over"] == "yes"
        try await safety.take(id, in: .site, isOver: isOver, as: visit.viewer, at: visit.now)
        return visit.redirect("/staff/alerts/\(id)")
    }

    @Sendable private func handOver(_ visit: Visit) async throws -> Reply {
        try await safety.handOver(try visit.id("alert"), in: .site, as: visit.viewer, at: visit.now)
        return visit.redirect("/staff/alerts", flash: "safety.alert.handedOver")
    }

    @Sendable private func end(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let done = reader.text("done", max: Self.doneLimit, required: "safety.alert.done.required", multiline: true)
        let reply = reader.text("reply", max: Self.doneLimit, multiline: true)
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        do {
            try await safety.end(
                try visit.id("alert"), in: .site, done: done, reply: reply.isEmpty ? nil : reply, as: visit.viewer,
                at: visit.now)
        } catch Problem.conflict(let key) {
            return try await show(visit, FormErrors(field: "kept", key), status: 409)
        }
        return visit.redirect("/staff/alerts", flash: "safety.alert.isEnded")
    }

    /// What the page shows.
    private struct Found: Sendable {
        let alert: Alert
        let steps: [AlertStep]
        let names: [ID<Person>: String]
        let isMine: Bool
        /// What it is about, for whoever has taken it.
        let written: FoundText?
        /// The case of words that wait before others read them.
        let waiting: ID<SafetyCase>?
        /// What else is open about the same person.
        let more: [Alert]
    }

    private func find(_ id: ID<Alert>, as viewer: Viewer, _ tx: Transaction) throws -> Found {
        guard let alert = try AlertStore.find(id, in: .site, as: viewer, tx: tx) else { throw Problem.notFound }
        let steps = try AlertStore.steps(of: id, in: tx)
        let isMine = alert.owner == viewer.personID && alert.takenAt != nil && alert.end == nil
        let written =
            try isMine
            ? alert.subject.flatMap { subject in
                try texts.find(subject, as: .system(reason: "alert"), tx)?.text ?? safety.sealedCopy(of: subject, tx)
            } : nil
        let waiting = try alert.subject.flatMap {
            try CaseStore.newest(about: $0, .held, [.open, .appealed], in: tx)?.id
        }
        let more = try AlertStore.open(in: .site, as: viewer, tx: tx).filter { $0.isAboutWriter(of: alert) }
        return Found(
            alert: alert, steps: steps, names: try safety.names(of: [alert], steps, tx), isMine: isMine,
            written: written, waiting: waiting, more: more)
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int? = nil) async throws -> Reply {
        let id: ID<Alert> = try visit.id("alert")
        let found = try await safety.database.read { try find(id, as: visit.viewer, $0) }
        let (text, words, alert) = (visit.text, AlertWords(visit: visit, names: found.names), found.alert)
        var pieces = [
            HTML.pageHeader(
                words.title(alert),
                breadcrumb: HTML.breadcrumb([(text("safety.alerts.title"), "/staff/alerts")])),
            HTML.errorSummary(
                title: text(status == nil ? "safety.problem" : "safety.late"), errors.messages(text)),
            facts(alert, words, text), words.more(found.more),
        ]
        if found.isMine {
            pieces += [written(alert, found.written, found.waiting, text), endForm(alert, visit, errors)]
        } else {
            // Somebody took it over meanwhile, or ended it: what was typed is theirs to copy.
            let typed = ["done", "reply"].compactMap { visit.fields[$0] }
            pieces.append(HTML.keptWords(typed, title: text("safety.kept")))
        }
        if alert.end == nil { pieces += others(alert, isMine: found.isMine, words) }
        pieces.append(
            HTML.disclosure(
                text("safety.alert.steps"), "<ol>\(HTML.each(found.steps) { "<li>\(words.step($0))</li>" })</ol>"))
        return visit.page(words.title(alert), status: status ?? (errors.isEmpty ? 200 : 422), HTML.stack(pieces))
    }

    private func facts(_ alert: Alert, _ words: AlertWords, _ text: Text) -> HTML {
        var facts: [(term: String, value: HTML)] = [
            (text("safety.alerts.when"), HTML(text: text.dateAndTime(alert.raisedAt))),
            (text("safety.alert.writer"), HTML(text: words.writer(alert))),
        ]
        if let end = alert.end {
            facts += [
                (text("safety.alerts.by"), HTML(text: words.name(end.by))),
                (text("safety.alert.done"), HTML(text: end.done)),
            ]
        } else {
            facts.append((text("safety.alert.state"), words.state(alert)))
        }
        return HTML.facts(facts)
    }

    private func endForm(_ alert: Alert, _ visit: Visit, _ errors: FormErrors) -> HTML {
        let text = visit.text
        return HTML.form(
            action: "/staff/alerts/\(alert.id)/end", csrf: visit.csrf,
            """
            \(HTML.textArea(TextField(
                name: "done", label: text("safety.alert.done"), hint: text("safety.alert.done.hint"),
                value: visit.fields["done"] ?? "", error: errors.message(for: "done", text), required: true), rows: 3))\
            \(HTML.when(alert.writer != nil, reply(visit, errors)))\
            \(HTML.actions([HTML.button(text("safety.alert.end"))]))
            """)
    }

    /// What else can be done: taking it, another hour, handing it over.
    private func others(_ alert: Alert, isMine: Bool, _ words: AlertWords) -> [HTML] {
        let (text, visit) = (words.visit.text, words.visit)
        guard isMine else {
            return [
                HTML(text: text("safety.alert.takeToRead")).paragraph,
                HTML.actions([words.takeButton(alert, kind: .primary)]),
            ]
        }
        let handOver = HTML.form(
            action: "/staff/alerts/\(alert.id)/hand-over", csrf: visit.csrf,
            HTML.button(text("safety.alert.handOver"), kind: .secondary))
        return [
            HTML.actions([words.takeButton(alert, kind: .secondary), handOver]),
            HTML.note(HTML(text: text("safety.alert.you"))),
        ]
    }

    private func reply(_ visit: Visit, _ errors: FormErrors) -> HTML {
        let text = visit.text
        return HTML.textArea(
            TextField(
                name: "reply", label: text("safety.alert.reply"), hint: text("safety.alert.reply.hint"),
                value: visit.fields["reply"] ?? "", error: errors.message(for: "reply", text),
                optional: text("safety.optional")), rows: 3)
    }

    /// Folded: whoever opens it knows that hard words may stand there.
    private func written(
        _ alert: Alert, _ found: FoundText?, _ waiting: ID<SafetyCase>?, _ text: Text
    ) -> HTML {
        guard alert.subject != nil else { return HTML(text: text("safety.alert.asked")).paragraph }
        let queue = HTML.with(waiting) {
            "<p><a href=\"\("/staff/queue/\($0)" as Link)\">\(text("safety.alert.inQueue"))</a></p>"
        }
        guard let found else { return waiting == nil ? HTML(text: text("safety.alert.noWords")).paragraph : queue }
        let link = HTML.with(found.link) { "<p><a href=\"\($0)\">\(text("safety.alert.place"))</a></p>" }
        return HTML.disclosure(text("safety.alert.words"), HTML.quote(found.words, by: .empty) + link) + queue
    }
}

extension SafetyFeature {
    /// The words that were reported, where the text itself is not there any more, or that wait before others read them; nil
    /// once their time is over.
    fileprivate func sealedCopy(of subject: SubjectReference, _ tx: Transaction) throws -> FoundText? {
        for origin in [SafetyCase.Origin.reported, .held] {
            let one = try CaseStore.newest(about: subject, origin, [.open, .appealed, .decided], in: tx)
            if let one, let words = seal.key(one.key, of: one.id)?.open(one.words) {
                return FoundText(author: one.author, words: words)
            }
        }
        return nil
    }
}

extension HTML {
    fileprivate var paragraph: HTML { "<p>\(self)</p>" }
}
