import Markup
import Recurrence
import Storage
import Web

/// `/feeds/meetings.json`: open groups that meet each week and that anybody can drop in to, as Meeting Guide JSON
/// (github.com/code4recovery/spec). No cohort, nothing by referral, no person's name.
struct MeetingGuidePage: Sendable {
    private static let batch = 100

    let groups: GroupsFeature

    var routes: [Route] {
        [Route.json(.get, "/feeds/meetings.json", .anyone) { try await show($0) }.documented(Self.about)]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let now = visit.now
        let revision = try await groups.database.read { try SeriesStore.revision(in: $0) }
        let version = "\(revision) \(now.milliseconds / 86_400_000) \(visit.absolute("/"))"
        let standard = visit.text.languages.standard
        return try await visit.publishedJSON("meetings", version: version) {
            try await groups.database.read { tx in
                let ids = try groups.book.reading(in: tx).series.values
                    .filter { $0.kind == .dropIn && $0.isOpen }.map(\.id).sorted()
                var meetings: [GuideMeeting] = []
                for start in stride(from: 0, to: ids.count, by: Self.batch) {
                    let few = ids[start..<min(start + Self.batch, ids.count)]
                    let series = try SeriesStore.find(Set(few), as: .anonymous, in: tx)
                    let programs = try ProgramStore.find(
                        Set(series.values.map(\.program)), as: .anonymous, in: tx)
                    for one in few.compactMap({ series[$0] }) {
                        guard let program = programs[one.program], program.listing == .open else { continue }
                        let about = GuideMeeting.Subject(
                            series: one, program: program, name: program.text(for: standard)?.text.title ?? one.slug,
                            organization: try OrganizationStore.find(one.organization, in: tx),
                            address: visit.absolute(EventPage.link(one)))
                        meetings += try weekly(about, from: now, in: tx)
                    }
                }
                return try JSONBytes.of(meetings)
            }
        }
    }

    /// An entry a weekday; none where it does not meet each week at one hour.
    private func weekly(_ about: GuideMeeting.Subject, from now: Instant, in tx: Transaction) throws -> [GuideMeeting] {
        let rule = try SeriesStore.rules(of: about.series.id, in: tx).current
        let ahead = try SessionStore.all(of: about.series.id, from: now, as: .anonymous, in: tx)
            .filter { $0.kind == .regular && $0.rule == rule?.number }
        guard let rule, let schedule = ReadableSchedule(ahead.map(\.slot)), let minute = schedule.minuteOfDay,
            case .weekly(let days, 1) = schedule.pattern
        else { return [] }
        let place = try about.series.meeting.place.flatMap { try PlaceStore.find([$0], in: tx)[$0] }
        return days.map { day in
            GuideMeeting(about, on: day, isOnly: days.count == 1, at: minute, minutes: rule.minutes, place)
        }
    }
}

// MARK: - What programs are told

extension MeetingGuidePage {
    private static let about = RouteDocumentation(
        "Open weekly groups, as Meeting Guide JSON",
        about: """
            The format of github.com/code4recovery/spec, an entry a weekday. Groups that anybody can drop in to, at one hour of \
            each week; no cohorts, and no person's name.
            """, answers: .list(.object(entry)))

    private static let entry: [Schema.Member] = [
        .init("name", .text), .init("slug", .text, "The same for ever, and no other entry's."),
        .init("day", .integer(0...6), "From 0 for Sunday."), .init("time", .text, "In its timezone: 18:30."),
        .init("end_time", .text), .init("timezone", .text, "An IANA name."), .init("types", .list(.text)),
        .init("url", .text), .init("location", .text, isRequired: false),
        .init("formatted_address", .text, isRequired: false), .init("city", .text, isRequired: false),
        .init("state", .text, isRequired: false), .init("postal_code", .text, isRequired: false),
        .init("country", .text, isRequired: false), .init("location_notes", .text, isRequired: false),
        .init("conference_url", .text, isRequired: false), .init("conference_phone", .text, isRequired: false),
        .init("entity", .text, isRequired: false), .init("entity_phone", .text, isRequired: false),
    ]
}

/// An entry of Meeting Guide JSON. What is nil is left out, as its readers expect.
struct GuideMeeting: Encodable, Sendable {
    /// Of what it tells.
    struct Subject: Sendable {
        let series: Series
        let program: Program
        let name: String
        let organization: Organization?
        /// Of its page.
        let address: String
    }

    let name: String
    let slug: String
    /// From 0 for Sunday.
    let day: Int
    let time: String
    let endTime: String
    let timezone: String
    let types: [String]
    var location: String?
    var formattedAddress: String?
    var city: String?
    var state: String?
    var postalCode: String?
    var country: String?
    var locationNotes: String?
    var conferenceURL: String?
    var conferencePhone: String?
    let url: String
    let entity: String?
    let entityPhone: String?

    enum CodingKeys: String, CodingKey {
        case name, slug, day, time, timezone, types, location, city, state, country, url, entity
        case endTime = "end_time"
        case formattedAddress = "formatted_address"
        case postalCode = "postal_code"
        case locationNotes = "location_notes"
        case conferenceURL = "conference_url"
        case conferencePhone = "conference_phone"
        case entityPhone = "entity_phone"
    }

    init(_ about: Subject, on day: Weekday, isOnly: Bool, at minute: Int, minutes: Int, _ place: Place?) {
        let series = about.series
        name = about.name
        // A slug is one entry's.
        slug = isOnly ? series.slug : "\(series.slug)-\(day.rawValue.lowercased())"
        self.day = day.fromSunday
        (time, endTime) = (SchemaEvent.clock(minute), SchemaEvent.clock(minute + minutes))
        timezone = series.zone
        types = MeetingTypes.of(series, about.program, place)
        url = about.address
        (entity, entityPhone) = (about.organization?.name, about.organization?.phone)
        if series.meeting.mode.needsPlace, let place {
            location = place.name
            formattedAddress = "\(place.street), \(place.city), \(place.region) \(place.zip), USA"
            (city, state, postalCode, country) = (place.city, place.region, place.zip.description, "US")
            locationNotes = place.accessWords
        }
        if series.meeting.mode.isOnline, series.showsOnline {
            conferenceURL = series.onlineURL.flatMap { WebAddress($0)?.link.text }
            conferencePhone = series.onlinePhone
        }
    }
}

/// Which of the 87 types of Meeting Guide (data/types.json of its specification) are true of a group. Most are of other
/// fellowships; what is not plainly true is not said.
enum MeetingTypes {
    /// BCP 47 and the type that means a language.
    private static let languages = """
        en=EN es=S fr=FR af=AF am=AM ar=AR bg=BG da=DA de=DE el=EL fa=FA fi=FI he=HE hi=HI hr=HR hu=HU is=IS it=ITA \
        ja=JA ka=KA ko=KOR lt=LT ml=ML mt=MT ne=NE nl=NL no=NO pl=POL pt=POR pa=PUN ru=RUS sk=SK sl=SL sv=SV th=TH \
        tl=TL tr=TUR uk=UK ase=ASL
        """
    private static let byLanguage = Dictionary(
        languages.split(separator: " ").compactMap { pair -> (Substring, String)? in
            let parts = pair.split(separator: "=")
            return parts.count == 2 ? (parts[0], String(parts[1])) : nil
        }, uniquingKeysWith: { first, _ in first })

    /// In the order of the alphabet.
    static func of(_ series: Series, _ program: Program, _ place: Place?) -> [String] {
        var types = Set(
            series.languages.compactMap { $0.rawValue.split(separator: "-").first.flatMap { byLanguage[$0] } })
        if program.eligibility == .anyone { types.insert("O") }
        if !Set(program.topics).isDisjoint(with: [GroupTheme.meditation.rawValue, GroupTheme.mindfulness.rawValue]) {
            types.insert("MED")
        }
        if series.meeting.mode.needsPlace, let place {
            if place.access.contains(.stepFree) { types.insert("X") }
            if place.access.contains(.accessibleToilet) { types.insert("XB") }
        }
        return types.sorted()
    }
}
