import Storage
import Testing
import Web
import World

@testable import Groups

/// Which place a line of a file means, whoever made it.
@Suite struct ImportPlaceTests {
    private func takeIn(_ file: String, _ site: TestSchedule) async throws -> Int {
        try await site.groups.takeIn(try GroupFile(Array(file.utf8)), demo: nil)
    }

    private func refusal(of file: String, _ site: TestSchedule) async -> String {
        do { return "taken in: \(try await takeIn(file, site))" } catch { return "\(error)" }
    }

    /// As the form of staff makes one.
    private func put(_ name: String, _ city: String, _ site: TestSchedule, of slug: String = "clinic") async throws
        -> Place
    {
        let zip = try #require(ZIPCode("03820"))
        let place = Place(
            id: .random(), organization: Organization.id(slug: slug), name: name, street: "1 Main", city: city,
            region: "NH", zip: zip, point: nil)
        try await site.database.write { try PlaceStore.add(place, in: $0) }
        return place
    }

    private func series(_ slug: String, _ place: String, city: String? = nil) -> String {
        """
        {"record":"series","program":"pain-program","slug":"\(slug)","starts":"20261203T183000","rule":\
        "FREQ=WEEKLY;COUNT=2","place":"\(place)"\(city.map { ",\"city\":\"\($0)\"" } ?? "")}
        """
    }

    private func place(of slug: String, _ site: TestSchedule) async throws -> ID<Place>? {
        try await site.database.read { [system = site.system] in
            try SeriesStore.find(slug: slug, as: system, in: $0)?.meeting.place
        }
    }

    @Test(arguments: Backend.available)
    func `a place that staff made is found by its name and city, however these are spelled`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            let cafe = try await put("Café  Río", "Dóver", site)
            let other = try await put("Café Río", "Exeter", site)
            _ = try await put("Café Río", "Dover", site, of: "hospital")
            _ = try await put("Room C", "Dover", site)
            let plus = try await put("Room C++", "Dover", site)
            for (slug, name, city, id) in [
                ("a", "cafe rio", "DOVER", cafe.id), ("b", " Cafe\u{301} RI\u{301}O ", " exeter ", other.id),
                ("c", "room 2", nil, TestSchedule.room), ("d", "room c++", nil, plus.id),
            ] {
                expect(try await takeIn(series(slug, name, city: city), site), is: 1, slug)
                expect(try await place(of: slug, site), is: id, slug)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `two places of one name are asked about with line and field, and nothing is taken in`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            for city in ["Dover", "Exeter", "exeter"] { _ = try await put("Kitchen", city, site) }
            for (city, words) in [
                (nil, ["There are 3 places \"kitchen\"", "Say which by \"city\": \"Dover\", \"Exeter\"."]),
                ("Exeter", ["There are 2 places \"kitchen\"", "call one of them otherwise"]),
            ] as [(String?, [String])] {
                let answer = await refusal(of: "\n" + series("a", "kitchen", city: city), site)
                expect(answer.hasPrefix("Line 2: place: "), is: true, answer)
                for word in words { expect(answer.contains(word), is: true, "\(word): \(answer)") }
            }
            for (name, city, field) in [("Kitchen", "Boston", "place"), ("Nowhere", nil, "place")] {
                let answer = await refusal(of: series("a", name, city: city), site)
                expect(answer.hasPrefix("Line 1: \(field): "), is: true, answer)
            }
            let lone = series("a", "x", city: "Dover").replacing(",\"place\":\"x\"", with: "")
            let answer = await refusal(of: lone, site)
            expect(answer.hasPrefix("Line 1: city: "), is: true, answer)
            expect(try await site.count("SELECT COUNT(*) FROM series"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a file makes no second place where there is one, and one of another city is another`(
        on backend: Backend
    ) async throws {
        try await withSchedule(on: backend) { site in
            func line(_ name: String, _ city: String) -> String {
                """
                {"record":"place","organization":"clinic","name":"\(name)","city":"\(city)","zip":"03820"}
                """
            }
            let file = [line("ROOM 2", "dover"), line("Hall", "Dover"), line("Hall", "Exeter")].joined(separator: "\n")
            for round in 1...2 {
                expect(
                    try await takeIn(file + "\n" + series("a", "hall", city: "exeter"), site), is: round == 1 ? 1 : 0)
                expect(try await site.count("SELECT COUNT(*) FROM places"), is: 3)
            }
            // Called otherwise by staff it is still the one that the file made.
            try await site.database.write { try $0.execute("UPDATE places SET name = 'Aula' WHERE city = 'Exeter'") }
            expect(try await takeIn(file + "\n" + series("a", "hall", city: "exeter"), site), is: 0)
            expect(try await site.count("SELECT COUNT(*) FROM places"), is: 3)
        }
    }
}
