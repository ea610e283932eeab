import Markup
import Recurrence
import Storage
import Web

extension GroupsFeature {
    /// Takes a file in (`GroupFile`); answers how many series are new. Throws `CommandError` for a line that names what is
    /// not there.
    @discardableResult
    package func takeIn(path: String) async throws -> Int { try await takeIn(GroupFile(path: path), demo: nil) }

    /// - Parameter demo: the account of a demonstration, which leads what the file says.
    @discardableResult
    func takeIn(_ file: GroupFile, demo: ID<Person>?) async throws -> Int {
        let run = GroupImport(groups: self, demo: demo, now: clock.now())
        var count = 0
        for line in file.lines {
            switch line.record {
            case "organization":
                try await open(line.slug ?? "", line.name ?? "", zone: line.zone ?? "", phone: line.phone)
            case "place": try await run.takeInPlace(line)
            case "program": try await run.takeInProgram(line)
            case "series": count += try await run.takeInSeries(line) ? 1 : 0
            default: throw CommandError("There is no record \"\(line.record)\".")
            }
        }
        return count
    }
}

/// One file on its way in.
struct GroupImport: Sendable {
    let groups: GroupsFeature
    let demo: ID<Person>?
    let now: Instant

    var viewer: Viewer { .system(reason: "import of groups") }

    func takeInPlace(_ line: GroupFile.Line) async throws {
        let organization = try await organization(line.organization)
        guard let name = line.name, let zip = line.zip.flatMap(ZIPCode.init(_:)) else {
            throw CommandError("A place of \(organization.slug) has no name, or no ZIP code of five digits.")
        }
        let place = Place(
            id: Self.place(name, of: organization), organization: organization.id, name: name,
            street: line.street ?? "", city: line.city ?? "", region: line.region ?? "", zip: zip,
            point: ZIPCentroids.point(of: zip),
            access: Set((line.access ?? []).compactMap(AccessFeature.init(rawValue:))),
            accessWords: line.accessWords)
        try await groups.database.write { tx in
            if try PlaceStore.find([place.id], in: tx).isEmpty { try PlaceStore.add(place, in: tx) }
        }
    }

    func takeInProgram(_ line: GroupFile.Line) async throws {
        let organization = try await organization(line.organization)
        guard let slug = line.slug, let words = line.texts, !words.isEmpty else {
            throw CommandError("A program of \(organization.slug) has no slug, or says nothing in any language.")
        }
        try Self.check(slug)
        let texts = Dictionary(
            uniqueKeysWithValues: words.map { language, words in
                (
                    Language(rawValue: language),
                    ProgramText(
                        title: words.title, summary: words.summary, meeting: words.meeting ?? "",
                        eligibility: words.eligibility ?? "", cost: words.cost ?? "")
                )
            })
        let program = Program(
            id: ID(named: "program:\(slug)"), organization: organization.id, slug: slug,
            ledBy: line.ledBy.flatMap(Program.LedBy.init(rawValue:)) ?? .staff,
            listing: line.listing.flatMap(Program.Listing.init(rawValue:)) ?? .open,
            eligibility: line.eligibility.flatMap(Program.Eligibility.init(rawValue:)) ?? .anyone,
            cost: Cost(cents: line.cents ?? 0), texts: texts, topics: line.topics ?? [])
        let agreement = Dictionary(
            uniqueKeysWithValues: (line.agreement ?? [:]).map { (Language(rawValue: $0), $1) })
        let now = self.now
        try await groups.database.write { tx in
            guard try ProgramStore.id(slug: slug, in: tx) == nil else { return }
            try ProgramStore.add(program, at: now, in: tx)
            if !agreement.isEmpty { _ = try ProgramStore.setAgreement(agreement, of: program.id, in: tx) }
        }
    }

    /// What leads to another page is nobody's slug.
    static func check(_ slug: String) throws {
        if ProgramStore.reserved.contains(slug) { throw CommandError("\"\(slug)\" is no slug: choose another.") }
    }

    static func place(_ name: String, of organization: Organization) -> ID<Place> {
        ID(named: "place:\(organization.slug):\(name)")
    }

    func organization(_ slug: String?) async throws -> Organization {
        let found = try await groups.database.read { try OrganizationStore.find(slug: slug ?? "", in: $0) }
        guard let found else { throw CommandError("No line before it opens an organization \"\(slug ?? "")\".") }
        return found
    }
}
