import Markup
import Storage
import Web

/// `/staff/groups/:organization/places`: rooms, and how one gets into them.
struct PlacesPage: Sendable {
    let groups: GroupsFeature

    private static let purpose = "place of a group"

    var routes: [Route] {
        let (all, one) = ("\(GroupsFeature.staff)/places", "\(GroupsFeature.staff)/places/:place")
        return [
            .get(all, GroupsFeature.coordinator) { try await list($0, FormErrors()) },
            .post(all, GroupsFeature.coordinator, body: .words) { try await add($0) },
            .get(one, GroupsFeature.coordinator) { try await show($0, FormErrors()) },
            .post(one, GroupsFeature.coordinator, body: .words) { try await change($0) },
        ]
    }

    private func add(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let fields = PlaceFields.read(&reader)
        guard let fields, reader.errors.isEmpty else { return try await list(visit, reader.errors) }
        let id: ID<Place> = visit.sentFormID(for: Self.purpose) ?? .random()
        let organization = try await groups.database.write { tx in
            let organization = try groups.organization(visit, tx)
            // The same form once more: the place is there.
            if try PlaceStore.find([id], in: tx)[id] == nil {
                try PlaceStore.add(fields.place(id, of: organization.id), in: tx)
            }
            return organization
        }
        return visit.redirect(StaffAddress(organization).places, flash: "groups.staff.place.added")
    }

    private func change(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let fields = PlaceFields.read(&reader)
        guard let fields, reader.errors.isEmpty else { return try await show(visit, reader.errors) }
        let organization = try await groups.database.write { tx in
            let organization = try groups.organization(visit, tx)
            let place = try groups.place(visit, of: organization, tx)
            try PlaceStore.update(fields.place(place.id, of: organization.id), in: tx)
            return organization
        }
        return visit.redirect(StaffAddress(organization).places, flash: "groups.staff.saved")
    }

    private func list(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (organization, places) = try await groups.database.read { tx in
            let organization = try groups.organization(visit, tx)
            return (organization, try PlaceStore.all(of: organization.id, in: tx))
        }
        let text = visit.text
        let frame = StaffFrame(organization: organization, errors: errors, visit: visit)
        let id: ID<Place> = visit.sentFormID(for: Self.purpose) ?? .random()
        let form = HTML.form(
            action: frame.address.places, csrf: visit.csrf,
            """
            \(HTML.hidden("form", visit.formID(id, for: Self.purpose)))\
            \(PlaceFields.html(StaffForm(values: TypedValues(sent: visit.fields), errors: errors, text: text)))\
            \(HTML.actions([HTML.button(text("groups.staff.place.add"))]))
            """)
        let known = HTML.linkList(
            places.map { ($0.name, frame.address.place($0.id), "\($0.street), \($0.city), \($0.region) \($0.zip)") })
        return frame.page(
            text("groups.staff.place.title"), lead: text("groups.staff.place.lead"),
            """
            \(HTML.when(!places.isEmpty, HTML.card(known)))\
            \(HTML.card(form, title: text("groups.staff.place.new")))
            """)
    }

    private func show(_ visit: Visit, _ errors: FormErrors) async throws -> Reply {
        let (organization, place) = try await groups.database.read { tx in
            let organization = try groups.organization(visit, tx)
            return (organization, try groups.place(visit, of: organization, tx))
        }
        let text = visit.text
        let address = StaffAddress(organization)
        let frame = StaffFrame(
            organization: organization, steps: [(text("groups.staff.place.title"), address.places)], errors: errors,
            visit: visit)
        let values = TypedValues(sent: visit.fields, known: PlaceFields.known(place))
        return frame.page(
            place.name, lead: text("groups.staff.place.change"),
            HTML.form(
                action: address.place(place.id), csrf: visit.csrf,
                PlaceFields.html(StaffForm(values: values, errors: errors, text: text))
                    + HTML.actions([HTML.button(text("groups.staff.save"))])))
    }
}

/// The fields of a place, on its own page and on that of a new series.
struct PlaceFields: Sendable {
    let name: String
    let street: String
    let city: String
    let region: String
    let zip: ZIPCode
    var access: Set<AccessFeature>
    let accessWords: String?

    static let mostName = 80
    static let mostCity = 60
    static let names = ["placeName", "street", "city", "region", "zip", "accessWords"]

    /// Nil where something is missing or wrong: the errors say what.
    /// - Parameter isWhole: whether it must say street, city and state. A file may come from a list that has none.
    static func read(_ reader: inout FormReader, isWhole: Bool = true) -> PlaceFields? {
        let name = reader.text("placeName", max: mostName, required: "groups.staff.place.name.required")
        let street = reader.text("street", max: 120, required: isWhole ? "groups.staff.place.street.required" : nil)
        let city = reader.text("city", max: mostCity, required: isWhole ? "groups.staff.place.city.required" : nil)
        let region = reader.text("region", max: 2, required: isWhole ? "groups.staff.place.region.required" : nil)
        let code = reader.text("zip", max: 10, required: "groups.staff.place.zip.required")
        let zip = ZIPCode(code)
        if zip == nil, !code.isEmpty { reader.errors.add(field: "zip", "groups.staff.place.zip.wrong") }
        let access: [AccessFeature] = reader.words("access")
        let words = reader.text("accessWords", max: 300, multiline: true)
        guard let zip else { return nil }
        return PlaceFields(
            name: name, street: street, city: city, region: region.uppercased(), zip: zip,
            access: Set(access), accessWords: words.isEmpty ? nil : words)
    }

    /// Its point is the middle of its ZIP area.
    func place(_ id: ID<Place>, of organization: ID<Space>) -> Place {
        Place(
            id: id, organization: organization, name: name, street: street, city: city, region: region, zip: zip,
            point: ZIPCentroids.point(of: zip), access: access, accessWords: accessWords)
    }

    static func known(_ place: Place) -> [String: String] {
        [
            "placeName": place.name, "street": place.street, "city": place.city, "region": place.region,
            "zip": place.zip.description, "access": AccessFeature.code(place.access),
            "accessWords": place.accessWords ?? "",
        ]
    }

    static func html(_ form: StaffForm) -> HTML {
        let text = form.text
        return """
            \(form.line(
                "placeName", text("groups.staff.place.name"), hint: text("groups.staff.place.name.hint"),
                isRequired: true))\
            \(form.line("street", text("groups.staff.place.street"), isRequired: true))\
            \(form.line("city", text("groups.staff.place.city"), isRequired: true))\
            \(form.line("region", text("groups.staff.place.region"), isRequired: true, width: .short))\
            \(form.line("zip", text("groups.staff.place.zip"), isRequired: true, kind: .number, width: .short))\
            \(form.boxes(
                "access", text("groups.staff.place.access"),
                Choice.each(AccessFeature.self) { text("groups.access.\($0)") },
                hint: text("groups.staff.place.access.hint")))\
            \(form.area(
                "accessWords", text("groups.staff.place.words"), hint: text("groups.staff.place.words.hint"),
                isOptional: true))
            """
    }
}
