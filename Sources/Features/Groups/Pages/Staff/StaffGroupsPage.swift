import Markup
import Recurrence
import Storage
import Web

/// `/staff/groups`: the groups of an organization for its coordinator, those first that need a look; and for leaders
/// the ones that they lead.
struct StaffGroupsPage: Sendable {
    let groups: GroupsFeature

    var routes: [Route] {
        [
            .get("/staff/groups", .role(.coordinator, in: .anywhere)) { try await choose($0) },
            .get("/staff/groups/led", .role(.leader, in: .anywhere)) { try await led($0) },
            .get(GroupsFeature.staff, GroupsFeature.coordinator) { try await show($0) },
        ]
    }

    /// Organizations in which the viewer holds a role, by name.
    private func own(_ role: Role, _ visit: Visit, _ tx: Transaction) throws -> [Organization] {
        let spaces = visit.viewer.spaces(of: role).filter { $0.kind == .organization }
        let found = try spaces.compactMap(\.id).sorted().compactMap { try OrganizationStore.find($0, in: tx) }
        return visit.text.sorted(found, by: \.name)
    }

    /// Straight in where there is one.
    private func choose(_ visit: Visit) async throws -> Reply {
        let all = try await groups.database.read { try own(.coordinator, visit, $0) }
        if all.count == 1, let only = all.first { return visit.redirect(StaffAddress(only).home) }
        let text = visit.text
        let list =
            all.isEmpty
            ? HTML.emptyState(title: text("groups.staff.none"), body: text("groups.staff.none.body"))
            : HTML.card(HTML.linkList(all.map { ($0.name, StaffAddress($0).home, String?.none) }))
        return visit.page(
            text("groups.staff.title"), HTML.narrow(HTML.pageHeader(text("groups.staff.title")) + list))
    }

    private func led(_ visit: Visit) async throws -> Reply {
        let text = visit.text
        let lists = try await groups.database.read { tx in
            try own(.leader, visit, tx).map { organization in
                let ids = try LeaderStore.led(by: visit.viewer, in: organization.id, tx: tx)
                return (organization, try titled(ids, visit, tx))
            }
        }
        let cards = lists.filter { !$0.1.isEmpty }.map { organization, series in
            HTML.card(
                HTML.linkList(series.map { ($0.title, StaffAddress(organization).led($0.series.slug), String?.none) }),
                title: organization.name)
        }
        let empty = HTML.emptyState(title: text("groups.staff.led.none"), body: text("groups.staff.led.none.body"))
        return visit.page(
            text("groups.staff.led"),
            HTML.narrow(
                HTML.pageHeader(text("groups.staff.led"), lead: HTML(text: text("groups.staff.led.lead")))
                    + (cards.isEmpty ? empty : HTML.stack(cards))))
    }

    private func titled(_ ids: Set<ID<Series>>, _ visit: Visit, _ tx: Transaction) throws -> [(
        series: Series, title: String
    )] {
        let series = Array(try SeriesStore.find(ids, as: visit.viewer, in: tx).values)
        let programs = try ProgramStore.find(Set(series.map(\.program)), as: visit.viewer, in: tx)
        let named = series.map { (series: $0, title: programs[$0.program]?.title(visit.language) ?? $0.slug) }
        return named.sorted { ($0.title, $0.series.slug) < ($1.title, $1.series.slug) }
    }

    // MARK: - An organization's

    /// A series with what it asks for.
    private struct Line {
        let series: Series
        let title: String
        let outlook: SeriesOutlook?
        let needs: Int
        let care: SeriesCare
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let (organization, rows, programs) = try await groups.database.read { tx in
            let organization = try groups.organization(visit, tx)
            let programs = try ProgramStore.all(of: organization.id, as: visit.viewer, in: tx)
            return (organization, try lines(of: organization, programs, visit, tx), programs)
        }
        let (text, frame) = (visit.text, StaffFrame(organization: organization, isWide: true, visit: visit))
        let address = frame.address
        let actions = HTML.actions([
            HTML.buttonLink(text("groups.staff.series.new"), to: address.newSeries),
            HTML.buttonLink(text("groups.staff.program.new"), to: address.newProgram, kind: .secondary),
            HTML.buttonLink(text("groups.staff.place.title"), to: address.places, kind: .secondary),
        ])
        let empty = HTML.emptyState(title: text("groups.staff.empty"), body: text("groups.staff.empty.body"))
        let offered = HTML.linkList(programs.map { ($0.title(visit.language), address.program($0.id), String?.none) })
        return frame.page(
            text("groups.staff.title"), lead: text("groups.staff.lead"),
            """
            \(actions)\(rows.isEmpty ? empty : table(rows, address, text))\
            \(HTML.when(!programs.isEmpty, HTML.card(offered, title: text("groups.staff.programs"), kind: .quiet)))
            """)
    }

    private func lines(of organization: Organization, _ programs: [Program], _ visit: Visit, _ tx: Transaction) throws
        -> [Line]
    {
        let (viewer, now, weekEnds) = (visit.viewer, visit.now, visit.now + .days(7))
        let next = Dictionary(
            try OutlookStore.next(of: organization.id, at: now, as: viewer, in: tx).map { ($0.series, $0) }
        ) { first, _ in first }
        let needs = try OutlookStore.openNeeds(of: organization.id, from: now, to: weekEnds, as: viewer, in: tx)
        let titles = Dictionary(programs.map { ($0.id, $0.title(visit.language)) }) { first, _ in first }
        let order = SeriesCare.allCases
        return try SeriesStore.all(of: organization.id, as: viewer, in: tx).filter { $0.state != .cancelled }.map {
            series in
            let (outlook, open) = (next[series.id], needs[series.id] ?? 0)
            let care = SeriesCare.of(
                series, outlook, needs: open, tomorrow: Self.tomorrow(now, in: series.zone), weekEnds: weekEnds)
            return Line(
                series: series, title: titles[series.program] ?? series.slug, outlook: outlook, needs: open, care: care)
        }.sorted { one, other in
            let (a, b) = (order.firstIndex(of: one.care) ?? 0, order.firstIndex(of: other.care) ?? 0)
            let (start, end) = (
                one.outlook?.startsAt.milliseconds ?? .max, other.outlook?.startsAt.milliseconds ?? .max
            )
            return (a, start, one.series.slug) < (b, end, other.series.slug)
        }
    }

    /// The midnight that ends the day that it is in a zone.
    private static func tomorrow(_ now: Instant, in name: String) -> Instant {
        guard let zone = try? Zone(name) else { return now + .days(1) }
        let midnight = zone.local(atMilliseconds: now.milliseconds).at(secondOfDay: 0).adding(days: 1)
        return Instant(milliseconds: zone.milliseconds(of: midnight))
    }

    private func table(_ lines: [Line], _ address: StaffAddress, _ text: Text) -> HTML {
        HTML.table(
            Table(
                caption: text("groups.staff.table"), isCaptionHidden: true,
                columns: [
                    Column(text("groups.staff.group")), Column(text("groups.staff.next")),
                    Column(text("groups.staff.coming")), Column(text("groups.staff.care")),
                ],
                rows: lines.map { line in
                    [
                        """
                        <a href="\(address.series(line.series.slug))" dir="auto">\(line.title)</a> \
                        <span class="note">\(text.kind(of: line.series))</span>
                        """,
                        HTML(text: line.outlook.map { text.moment($0.starts) } ?? text("groups.staff.next.none")),
                        HTML(text: line.outlook.map { text.seats($0.coming, of: $0.capacity) } ?? "–"),
                        care(line, address, text),
                    ]
                }))
    }

    private func care(_ line: Line, _ address: StaffAddress, _ text: Text) -> HTML {
        let words = text(
            "groups.staff.care.\(line.care.rawValue)",
            ["n": .count(line.care == .needs ? line.needs : line.outlook?.waiting ?? 0)])
        guard line.care != .fine else { return HTML(text: words) }
        let roster = text("groups.staff.roster")
        return """
            \(HTML.tag(words, kind: line.care == .draft ? .quiet : .notice))\
            \(HTML.when(line.care != .draft, " <a href=\"\(address.roster(line.series.slug))\">\(roster)</a>"))
            """
    }
}

extension Text {
    /// What tells groups of one program apart: "Español · In a room".
    func kind(of series: Series) -> String {
        (series.languages.map(languages.ownName) + [self("groups.mode.\(series.meeting.mode.rawValue)")])
            .joined(separator: " · ")
    }

    /// A day with its hour.
    /// - Parameter inSentence: after other words, where a language writes days small.
    func moment(_ time: LocalDateTime, inSentence: Bool = false) -> String {
        let day = day(time, inSentence: inSentence)
        return self("groups.staff.moment", ["day": .text(day), "time": .text(self.time(time.minuteOfDay))])
    }

    /// The same with its year, where that is another than this one.
    func moment(_ time: LocalDateTime, in year: Int) -> String {
        let (thatYear, month, day) = time.date
        guard thatYear != year else { return moment(time) }
        let values: [String: TextValue] = [
            "weekday": .text(weekday(time.weekday)),
            "date": .text(Self.unbroken(date(year: thatYear, month: month, day: day))),
        ]
        return self(
            "groups.staff.moment",
            ["day": .text(self("groups.said.day", values)), "time": .text(self.time(time.minuteOfDay))])
    }

    /// "9 of 12", or how many where nobody is turned away.
    func seats(_ coming: Int, of capacity: Int?) -> String {
        guard let capacity else { return number(coming) }
        return self("groups.staff.seats", ["coming": .count(coming), "capacity": .count(capacity)])
    }
}
