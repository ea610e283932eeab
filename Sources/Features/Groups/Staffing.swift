import Accounts
import Markup
import Storage
import Web

// What coordinators and leaders do, what is kept of members, and what the tests of permissions begin with.
extension GroupsFeature {
    /// Below it lies all that is an organization's; its identifier is that of the space in which roles are held.
    static let staff = "/staff/groups/:organization"
    static let coordinator = Access.role(.coordinator, in: .organization(parameter: "organization"))

    var staffRoutes: [Route] {
        [
            StaffGroupsPage(groups: self).routes, PlacesPage(groups: self).routes, ProgramPage(groups: self).routes,
            AgreementPage(groups: self).routes, NewSeriesPage(groups: self).routes, SeriesPage(groups: self).routes,
            ChangeDatePage(groups: self).routes, LeadersPage(groups: self).routes, RosterPage(groups: self).routes,
            EnrolPage(groups: self).routes, ArrangePage(groups: self).routes,
        ].flatMap { $0 }
    }

    /// Behind the name, where moderators and stewards find theirs: the bar has room for what everybody has.
    var staffMenu: [MenuEntry] {
        [
            MenuEntry(
                .account, "groups.staff.title", to: "/staff/groups", for: .holders(.coordinator, in: .organization)),
            MenuEntry(
                .account, "groups.staff.led", to: "/staff/groups/led", for: .holders(.leader, in: .organization)),
        ]
    }

    /// An organization's words, which everybody reads and nobody reports: read for danger all the same, for staff are
    /// people, and the kinds begin as the keys of the pages do.
    var staffTexts: [WrittenText] {
        let series = "\(Self.staff)/series/:group"
        return texts("groups.staff.program", ProgramFields.names, ["/programs/new", "/programs/:program"])
            + texts("groups.staff.agreement", AgreementPage.names, ["/programs/:program/agreement"])
            + texts("groups.staff.place", PlaceFields.names, ["/places", "/places/:place"])
            + texts("groups.staff.series", NewSeriesPage.names, ["/series/new"])
            + [
                WrittenText("groups.staff.date", at: "\(series)/dates/:date", field: "theme"),
                WrittenText("groups.staff.leaders", at: "\(series)/leaders", field: "shownAs"),
                WrittenText("groups.staff.leaders", at: "\(series)/leaders", field: "member"),
            ] + texts("groups.staff.enrol", EnrolPage.names, ["/series/:group/enrol"])
    }

    private func texts(_ kind: String, _ fields: [String], _ paths: [String]) -> [WrittenText] {
        paths.flatMap { path in fields.map { WrittenText(kind, at: Self.staff + path, field: $0) } }
    }

    /// All that the room records; what is done to a series and its people is noted where it is done.
    var staffEvents: [AuditEvent] {
        [
            .rosterOpened, AuditEvent("series-opened"), AuditEvent("series-cancelled"), AuditEvent("enrolment-made"),
            AuditEvent("enrolment-taken-out"),
        ]
    }
}

extension AuditEvent {
    /// Somebody who looks after a group saw who comes: which series and date, never who.
    static let rosterOpened = AuditEvent("roster-opened")
}

// MARK: - What an address names: of that organization, or nothing

extension GroupsFeature {
    /// The route has asked for the role there.
    func organization(_ visit: Visit, _ tx: Transaction) throws -> Organization {
        guard let found = try OrganizationStore.find(try visit.id("organization"), in: tx) else {
            throw Problem.notFound
        }
        return found
    }

    func series(_ visit: Visit, of organization: Organization, _ tx: Transaction) throws -> Series {
        guard let found = try SeriesStore.find(slug: try visit.parameter("group"), as: visit.viewer, in: tx),
            found.organization == organization.id
        else { throw Problem.notFound }
        return found
    }

    /// Both that the address of a series names.
    func named(_ visit: Visit, _ tx: Transaction) throws -> (Organization, Series) {
        let organization = try organization(visit, tx)
        return (organization, try series(visit, of: organization, tx))
    }

    func program(_ visit: Visit, of organization: Organization, _ tx: Transaction) throws -> Program {
        try program(try visit.id("program"), of: organization, visit, tx)
    }

    func program(_ id: ID<Program>, of organization: Organization, _ visit: Visit, _ tx: Transaction) throws
        -> Program
    {
        guard let found = try ProgramStore.find(id, as: visit.viewer, in: tx), found.organization == organization.id
        else { throw Problem.notFound }
        return found
    }

    func place(_ visit: Visit, of organization: Organization, _ tx: Transaction) throws -> Place {
        let id: ID<Place> = try visit.id("place")
        guard let found = try PlaceStore.find([id], in: tx)[id], found.organization == organization.id else {
            throw Problem.notFound
        }
        return found
    }

    func session(_ visit: Visit, of series: Series, _ tx: Transaction) throws -> Session {
        guard let name = RecurrenceID(try visit.parameter("date")),
            let found = try SessionStore.find(SessionID(series.id, name), as: visit.viewer, in: tx)
        else { throw Problem.notFound }
        return found
    }

    /// The line of the audit log that a roster was opened: of which series and date, and never who stands there.
    func noteRoster(
        _ series: ID<Series>, on date: RecurrenceID?, by viewer: Viewer, at now: Instant, _ tx: Transaction
    ) throws {
        let detail = [series.description, date?.text].compactMap(\.self).joined(separator: " ")
        try accounts.audit.record(
            .rosterOpened, about: nil, by: viewer, detail: detail, at: now, in: tx)
    }
}

extension Program {
    /// What it is called, in the reader's language or the one that was written.
    func title(_ reader: Language) -> String { text(for: reader)?.text.title ?? slug }
}
