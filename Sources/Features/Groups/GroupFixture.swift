import Accounts
import Recurrence
import Storage
import Web

// What the tests of permissions begin with.
extension GroupsFeature {
    var people: Fixture? { Fixture { owner, other in try await demonstrateRoutes(owner, other) } }

    /// In the organization of which the tests name a coordinator: a program with a group that the owner has a seat in
    /// and leads, one in which they wait for a yes, and a draft. Words are digits, for nobody's language is tested.
    private func demonstrateRoutes(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        let organization = Organization(
            id: ID(named: "our organization"), slug: "1", name: "1", zone: "America/New_York", phone: "+16035550100")
        let staff = Viewer.person(other, roles: [HeldRole(.coordinator, in: organization.space)])
        let now = clock.now()
        let (place, program) = try await database.write { tx in
            _ = try OrganizationStore.open(organization, at: now, in: tx)
            return try (fixturePlace(of: organization, tx), fixtureProgram(of: organization, at: now, tx))
        }
        let group = try await fixtureSeries(program, place, seats: 12, as: staff)
        _ = try await fixtureSeries(program, place, seats: 1, isOpen: false, as: staff)
        let offered = try await fixtureSeries(program, place, seats: 1, as: staff)
        if let name = try await accounts.pseudonyms(of: [owner])[owner] {
            _ = try await enrol(
                StaffEnrolment(whom: .member(named: name), series: offered.id, scope: .all, needs: []), as: staff)
        }
        let member = Viewer.person(owner, roles: [])
        let leader = SeriesLeader(id: .random(), scope: .all, member: owner, part: .leader, shownAs: "1")
        _ = try await join(group.id, .all, agreed: 1, needs: [AccessNeed(.ride, words: "1")], as: member)
        let (enrolment, date) = try await database.write { tx in
            try LeaderStore.add(leader, to: group.id, in: tx)
            let sessions = try SessionStore.all(of: group.id, from: now, as: staff, in: tx)
            let own = try EnrolmentStore.own(of: group.id, as: member, in: tx)
            guard let session = sessions.first, let seat = own.first else { throw Problem.notFound }
            try NeedStore.arrange(
                seat.id, need: .ride, on: session.id.recurrence, for: session.startsAt, in: tx)
            return (seat.id, session.id.recurrence)
        }
        try await answer(false, on: SessionID(group.id, date), as: member)
        let card = try await enrol(
            StaffEnrolment(whom: .referred("\(ID<Enrolment>.random())"), series: group.id, scope: .all, needs: []),
            as: staff)
        var token = ""
        if case .card(let made) = card { token = made }
        return Self.parameters(
            organization, group, program: program, place: place, leader: leader.id, enrolment: enrolment,
            date: date, token: token)
    }

    private func fixturePlace(of organization: Organization, _ tx: Transaction) throws -> ID<Place> {
        guard let zip = ZIPCode("03820") else { throw Problem.notFound }
        let place = Place(
            id: .random(), organization: organization.id, name: "1", street: "1", city: "1", region: "NH", zip: zip,
            point: nil)
        try PlaceStore.add(place, in: tx)
        return place.id
    }

    private func fixtureProgram(of organization: Organization, at now: Instant, _ tx: Transaction) throws
        -> ID<Program>
    {
        let languages = ProgramFields.languages
        let words = ProgramText(title: "1", summary: "1")
        let program = Program(
            id: .random(), organization: organization.id, slug: try ProgramStore.freeSlug("1", in: tx), ledBy: .staff,
            texts: Dictionary(languages.map { ($0, words) }) { first, _ in first },
            topics: [GroupTheme.mindfulness.rawValue])
        try ProgramStore.add(program, at: now, in: tx)
        _ = try ProgramStore.setAgreement(
            Dictionary(languages.map { ($0, "1") }) { first, _ in first }, of: program.id, in: tx)
        return program.id
    }

    /// Four weeks from the third day from now on; the room may be taken, for the fixture is made many times.
    private func fixtureSeries(
        _ program: ID<Program>, _ place: ID<Place>, seats: Int, isOpen: Bool = true, as staff: Viewer
    ) async throws -> Series {
        let name = "America/New_York"
        let zone = try Zone(name)
        let starts = zone.local(atMilliseconds: (clock.now() + .days(3)).milliseconds).at(secondOfDay: 66_600)
        let draft = SeriesDraft(
            program: program, kind: .cohort, zone: name, starts: starts,
            rule: "FREQ=WEEKLY;BYDAY=\(starts.weekday.rawValue);COUNT=4", minutes: 90,
            meeting: Meeting(mode: .room, place: place, capacity: seats), languages: ProgramFields.languages)
        guard case .done(let id) = try await make(draft, yes: true, as: staff) else { throw Problem.unavailable }
        if isOpen { try await set(.open, of: id, as: staff) }
        guard let series = try await database.read({ try SeriesStore.find(id, as: staff, in: $0) }) else {
            throw Problem.notFound
        }
        return series
    }

    private static func parameters(
        _ organization: Organization, _ group: Series, program: ID<Program>, place: ID<Place>,
        leader: ID<SeriesLeader>, enrolment: ID<Enrolment>, date: RecurrenceID, token: String
    ) -> [String: String] {
        let series = "\(staff)/series/:group"
        return [
            "/groups/:group": group.slug, "/groups/:group/dates/:date": date.text,
            "/feeds/groups/:group": "\(group.slug).ics",
            "/feeds/organizations/:organization": "\(organization.slug).ics",
            "/me/groups/:enrolment": enrolment.description, "/cards/:topic": GroupTheme.mindfulness.rawValue,
            "/g/:name": group.slug, "/referrals/:token": token,
            // An address that nobody has: a calendar's is shown once and kept nowhere.
            "/feeds/appointments/:secret": "0",
            "\(staff)/places/:place": place.description, "\(staff)/programs/:program": program.description,
            series: group.slug, "\(staff)/led/:group": group.slug, "\(series)/dates/:date": date.text,
            "\(series)/leaders/:leader": leader.description,
            "\(series)/enrolments/:enrolment": enrolment.description,
        ]
    }
}
