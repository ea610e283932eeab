import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Groups

/// A coordinator's right ends at their organization; what is kept of members is theirs to take along and to erase.
@Suite struct StaffAccessTests {
    @Test(arguments: Backend.available)
    func `a coordinator of another organization finds nothing, whatever address they try`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open()
            expect(await site.put("Ana M.", in: slug), 303)
            let series = try await site.series(slug)
            let date = try await site.sessions(slug)[0].id.recurrence
            let leader = try await site.database.read { try LeaderStore.all(of: series.id, in: $0) }
            let values = [
                ":group": slug, ":date": date.text, ":program": series.program.description,
                ":place": try #require(series.meeting.place).description,
                ":leader": try #require(leader.first).id.description,
                ":enrolment": try await site.enrolment(of: "Ana M.").description,
            ]
            let other = TestStaff.coordinatorElsewhere
            for route in site.groups.staffRoutes where route.path.contains(":organization/") {
                var path = route.path
                for (name, value) in values { path = path.replacing(name, with: value) }
                // In the other's organization they are nobody; under their own there is no such thing.
                for organization in [TestStaff.clinic, TestStaff.hospital] {
                    guard
                        organization == TestStaff.clinic || path.contains("/series/\(slug)") || !path.hasSuffix("/new")
                    else { continue }
                    let address = path.replacing(":organization", with: organization.id.description)
                    let isOwn = organization == TestStaff.hospital && !route.path.contains(/:(group|program|place)/)
                    if isOwn || route.path.contains("/led/") { continue }
                    let answer =
                        route.method == .get
                        ? await site.get(address, as: other)
                        : await site.post(address, on: "\(TestStaff.elsewhere)/places", as: other, Self.anything)
                    expect(answer.status, is: 404, "\(route.method.rawValue) \(address)")
                    expect(answer.text.contains("Living with pain"), is: false)
                }
            }
            expect(try await site.count("SELECT COUNT(*) FROM audit_events WHERE event = 'roster-opened'"), is: 0)
            expect(await site.get("/staff/groups", as: other), 303, to: TestStaff.elsewhere)
            expect(await site.get(TestStaff.elsewhere, as: other), 200, holds: ["No group yet"])
            expect(await site.get("/staff/groups", as: TestStaff.member), 404)
        }
    }

    /// What gets a form as far as asking whose thing it is.
    private static let anything = [
        ("placeName", "Room"), ("street", "1 Main"), ("city", "Dover"), ("region", "NH"), ("zip", "03820"),
        ("title-en", "T"), ("summary-en", "S"), ("ledBy", "staff"), ("listing", "open"), ("eligibility", "anyone"),
        ("words-en", "Be kind."), ("state", "closed"), ("part", "leader"), ("shownAs", "Bo"), ("whom", "called"),
        ("person", "Bo"), ("scope", "this"), ("wish", "cancel"), ("yes", "yes"),
    ]

    @Test(arguments: Backend.available)
    func `places, programs and agreements are made once, changed, and read by whoever comes`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let places = "\(TestStaff.home)/places"
            let place = Array(Self.anything.prefix(5)) + [("access", "stepFree"), ("access", "lift")]
            expect(await site.post(places, place), 303, to: places)
            expect(await site.get(places), 200, holds: ["Room", "1 Main, Dover, NH 03820"])
            let new = "\(TestStaff.home)/programs/new"
            let search = await site.post(new, [("topicWords", "back"), ("look", "yes"), ("title-en", "Moving")])
            expect(search, 200, holds: ["Back pain", "value=\"back-pain\"", "value=\"Moving\""])
            let words = [
                ("title-en", "Moving"), ("summary-en", "Slowly."), ("topic", "back-pain"), ("ledBy", "staff"),
                ("listing", "open"), ("eligibility", "anyone"), ("cost", "7.50"),
            ]
            let made = await site.post(new, words)
            expect(made.status, is: 303)
            let id = try #require(made.header("location")?.firstMatch(of: /program=([0-9a-f-]{36})/)).1
            let page = "\(TestStaff.home)/programs/\(id)"
            expect(await site.get(page), 200, holds: ["Moving", "value=\"7.50\""])
            expect(await site.post(page, words.filter { $0.0 != "summary-en" }), 422, holds: ["Say in a sentence"])
            expect(await site.post(page, words + [("title-es", "Moverse"), ("summary-es", "Poco a poco.")]), 303)
            expect(await site.get(page, .es), 200, holds: ["<h1>Moverse"])
            expect(await site.post(page, words + [("cost", "x")].reversed()), 303, "the first of two counts")
            let agreement = "\(page)/agreement"
            for _ in 0..<2 { expect(await site.post(agreement, [("words-en", "Be kind.")]), 303) }
            expect(try await site.count("SELECT COUNT(*) FROM program_agreements"), is: 1)
            expect(await site.post(agreement, [("words-en", "Be kind. Be late.")]), 303)
            expect(await site.get(agreement), 200, holds: ["This is version 2", "Be kind. Be late."])
            expect(await site.post(agreement), 422, holds: ["Write what people agree to"])
        }
    }

    @Test(arguments: Backend.available)
    func `a member takes their seats along, and whoever erases their account makes room`(
        on backend: Backend
    ) async throws {
        try await withStaff(on: backend) { site in
            let slug = try await site.open([("capacity", "1"), ("minimum", "0")])
            let series = try await site.series(slug)
            let (first, second) = (site.people[TestStaff.member], site.people[TestStaff.member + 1])
            let needs = [AccessNeed(.ride, words: "From Oak Street")]
            for person in [first, second] {
                _ = try await site.groups.join(
                    series.id, .all, agreed: 0, needs: needs, as: .person(person, roles: []))
            }
            let leader = SeriesLeader(
                id: .random(), scope: .all, member: first, part: .coLeader, shownAs: "Ana, volunteer")
            try await site.database.write { try LeaderStore.add(leader, to: series.id, in: $0) }
            let date = try await site.sessions(slug)[1].id
            try await site.groups.answer(false, on: date, as: .person(first, roles: []))
            let file = try await site.groups.records.exported(of: first, from: site.database)
            let seats = file["groups/seats"]?.map { "\($0)" }.joined() ?? ""
            for word in ["River Clinic", slug, "seated", "From Oak Street", "2027-02-25", "declined"] {
                expect(seats.contains(word), is: true, "\(word): \(seats)")
            }
            expect(file["groups/leading"]?.first?["shownAs"] as? String, is: "Ana, volunteer")
            let other = try await site.groups.records.exported(of: second, from: site.database)
            expect("\(other)".contains("Ana, volunteer"), is: false)
            _ = try await site.world.accounts.leave(
                first, .erase, by: .person(first, roles: []), site.world.features, at: site.world.now)
            expect(try await site.count("SELECT COUNT(*) FROM series_leaders WHERE shown_as = 'Ana, volunteer'"), is: 0)
            let own = try await site.database.read {
                try EnrolmentStore.own(of: series.id, as: .person(second, roles: []), in: $0)
            }
            expect(own.map(\.state), is: [.offered], "the seat goes on")
            expect(try await site.count("SELECT COUNT(*) FROM enrolment_needs"), is: 1)
        }
    }
}
