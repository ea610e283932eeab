import Markup
import Recurrence
import Storage
import Web

/// `/staff/groups/:organization/series/:group/dates/:date`: moves a date, drops it or puts it back; or it and all later
/// ones; or all. What happens to whom is read first.
struct ChangeDatePage: Sendable {
    let groups: GroupsFeature

    /// That it was read what happens; that conflicts are meant.
    private static let own: Set<String> = ["yes", "meant", "back"]

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/series/:group/dates/:date"
        return [
            .get(path, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(path, GroupsFeature.coordinator, body: .words) { try await send($0) },
        ]
    }

    private struct Known {
        let organization: Organization
        let series: Series
        let title: String
        let session: Session
        let places: [Place]

        var link: Link { StaffAddress(organization).date(series.slug, session.id.recurrence) }
    }

    private func known(_ visit: Visit, _ tx: Transaction) throws -> Known {
        let (organization, series) = try groups.named(visit, tx)
        let program = try groups.program(series.program, of: organization, visit, tx)
        return Known(
            organization: organization, series: series, title: program.title(visit.language),
            session: try groups.session(visit, of: series, tx), places: try PlaceStore.all(of: organization.id, in: tx))
    }

    private func send(_ visit: Visit) async throws -> Reply {
        let known = try await groups.database.read { try self.known(visit, $0) }
        var reader = FormReader(visit.fields)
        let fields = ChangeFields.read(
            &reader, TypedValues(sent: visit.fields), of: known.session, in: known.series,
            places: known.places.map(\.id))
        guard let fields, reader.errors.isEmpty, visit.fields["back"] == nil else {
            return try await show(visit, reader.errors)
        }
        let series = StaffAddress(known.organization).series(known.series.slug)
        if fields.isEmpty { return visit.redirect(series, flash: "groups.staff.change.nothing") }
        if fields.asksFirst, visit.fields["yes"] == nil { return try await preview(fields, known, visit) }
        let answer = try await groups.change(
            known.session.id, fields.scope, fields.change, yes: visit.fields["meant"] == "yes", as: visit.viewer)
        if case .done = answer { return visit.redirect(series, flash: "groups.staff.change.done") }
        guard case .conflicts(let conflicts) = answer else { return try await refuse(answer, visit) }
        let new = fields.change.starts.map { [known.session.id: $0] } ?? [:]
        let lines = try await groups.database.read { try ScheduleAnswerView.lines(conflicts, new: new, visit, $0) }
        return ask(known, ScheduleAnswerView.html(lines, visit.text), isMeant: true, visit)
    }

    private func refuse(_ answer: ScheduleAnswer, _ visit: Visit) async throws -> Reply {
        guard let errors = ScheduleAnswerView.errors(answer, time: "starts", visit.text) else {
            throw Problem.unavailable
        }
        return try await show(visit, errors)
    }

    // MARK: - What happens to whom

    private func preview(_ fields: ChangeFields, _ known: Known, _ visit: Visit) async throws -> Reply {
        do {
            let what = try await groups.database.read { tx in
                let (former, outcome) = try groups.preview(
                    known.session.id, fields.scope, fields.change, as: visit.viewer, in: tx)
                let seats = try OutlookStore.seats(of: known.series, as: visit.viewer, in: tx)
                let preview = ChangePreview(
                    former, updated: outcome.updated, added: outcome.added, chosen: known.session.id,
                    isOfTimes: fields.change.starts != nil || fields.change.rule != nil)
                let people =
                    fields.scope == .this ? seats.coming[known.session.id.recurrence] ?? 0 : seats.people
                return HTML.prose(
                    HTML.each(sentences(preview, people, fields, known, visit.text)) { "<p>\($0)</p>" }
                        + dates(preview, visit.text))
            }
            return ask(known, what, isMeant: false, visit)
        } catch let refusal as ScheduleRefusal { return try await refuse(refusal.answer, visit) }
    }

    private func sentences(
        _ preview: ChangePreview, _ people: Int, _ fields: ChangeFields, _ known: Known, _ text: Text
    ) -> [String] {
        let key =
            fields.change.isCancelled == true
            ? "groups.staff.preview.told"
            : preview.isNews ? "groups.staff.preview.keep" : "groups.staff.preview.kept"
        var lines = [text(key, ["n": .count(people)])]
        if let starts = fields.change.starts {
            lines.append(text("groups.staff.preview.now", ["when": .text(text.moment(starts))]))
        }
        let fewest = known.series.fewest
        if let seats = fields.change.meeting?.capacity, seats < fewest, seats != known.session.meeting.capacity {
            let minimum = text.number(fewest)
            lines.append(text("groups.staff.preview.minimum", ["n": .count(seats), "minimum": .text(minimum)]))
        }
        return lines
    }

    private func dates(_ preview: ChangePreview, _ text: Text) -> HTML {
        let lists = [
            ("groups.staff.preview.changed", preview.changed.map { words($0, text) }),
            ("groups.staff.preview.dropped", preview.dropped.map { text.moment($0) }),
            ("groups.staff.preview.added", preview.added.map { text.moment($0) }),
            ("groups.staff.preview.staying", preview.staying.map { text.moment($0) }),
        ]
        return HTML.each(lists.filter { !$0.1.isEmpty }) { key, dates in
            "<h2>\(text(key, ["n": .count(dates.count)]))</h2>\(text.firstOf(dates))"
        }
    }

    private func words(_ change: ChangePreview.Change, _ text: Text) -> String {
        guard change.starts != change.was else { return text.moment(change.was) }
        if change.starts.dateText == change.was.dateText {
            return text(
                "groups.staff.preview.hour",
                [
                    "day": .text(text.day(change.was)), "was": .text(text.time(change.was.minuteOfDay)),
                    "time": .text(text.time(change.starts.minuteOfDay)),
                ])
        }
        return text(
            "groups.staff.preview.becomes",
            ["was": .text(text.moment(change.was)), "when": .text(text.moment(change.starts, inSentence: true))])
    }

    /// A page that waits for a yes, with all that was typed.
    private func ask(_ known: Known, _ what: HTML, isMeant: Bool, _ visit: Visit) -> Reply {
        let text = visit.text
        let label = text(isMeant ? "groups.staff.conflict.mean" : "groups.staff.preview.yes")
        let hidden = TypedValues(sent: visit.fields).hidden(except: Self.own)
        let frame = frame(known, FormErrors(), visit)
        return frame.page(
            text("groups.staff.preview.title"), lead: text.moment(known.session.starts), status: isMeant ? 422 : 200,
            """
            \(what)\(HTML.form(
                action: known.link, csrf: visit.csrf,
                """
                \(hidden)\(HTML.hidden("yes", "yes"))\(HTML.when(isMeant, HTML.hidden("meant", "yes")))\
                \(HTML.actions([
                    HTML.button(label),
                    HTML.button(text("groups.staff.series.back"), kind: .quiet, name: "back", value: "yes"),
                ]))
                """))
            """)
    }

    private func frame(_ known: Known, _ errors: FormErrors, _ visit: Visit) -> StaffFrame {
        StaffFrame(
            organization: known.organization,
            steps: [(known.title, StaffAddress(known.organization).series(known.series.slug))], errors: errors,
            visit: visit)
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let known = try await groups.database.read { try self.known(visit, $0) }
        let (text, session) = (visit.text, known.session)
        let values = TypedValues(sent: visit.fields, known: ChangeFields.known(session))
        let wish: ChangeFields.Wish = session.isCancelled ? .putBack : .cancel
        let form = HTML.form(
            action: known.link, csrf: visit.csrf,
            """
            \(ChangeFields.html(StaffForm(values: values, errors: errors, text: text), session, known.places))\
            \(HTML.actions([
                HTML.button(
                    text("groups.staff.change.button"), name: "wish", value: ChangeFields.Wish.change.rawValue),
                HTML.button(
                    text("groups.staff.change.\(wish.rawValue)"), kind: wish == .cancel ? .danger : .secondary,
                    name: "wish", value: wish.rawValue),
            ]))
            """)
        let state = HTML.when(session.isCancelled, HTML.note(HTML(text: text("groups.staff.date.none"))))
        return frame(known, errors, visit).page(
            text.moment(session.starts), lead: text("groups.staff.change.lead"), state + form)
    }
}
