import Markup
import Storage
import Testing
import Web
import World

@testable import Groups

/// What people type into `/groups`, over ten groups and the catalogue that is shipped: what each must find, and which
/// filters it chooses.
@Suite struct SaidFindingTests {
    static let all = "baby back calm care loss move paid pain sleep sugar"
    /// Near everybody: who meets by video or phone.
    static let online = "baby calm care loss move sleep"

    /// Words, slugs that are found in both languages, chips on the English page.
    static let sentences: [(typed: String, found: String, chips: [String])] = [
        ("my husband died", "loss", []), ("mi esposo murió", "loss", []), ("mi mamá murió", "loss", []),
        ("lost my baby", "loss", []), ("perdí a mi bebé", "loss", []), ("falleció mi hermano", "loss", []),
        ("I lost my husband two years ago", "loss", []), ("my wife passed away", "loss", []),
        ("my mother passed away last year and I can't stop crying", "loss", []), ("grief", "loss", []),
        ("viuda", "loss", []), ("duelo", "loss", []), ("widow", "loss", []), ("death in the family", "loss", []),
        ("grief support group", "loss", []), ("back pain", "back", []), ("yoga", "move paid", []),
        ("I have had back pain for three years and nobody helps", "back", []),
        ("me duele la espalda desde hace tres años y nadie me ayuda", "back", []),
        ("back pain and insomnia", "back sleep", []), ("dolor de espalda e insomnio", "back sleep", []),
        ("diabetes and depression", "calm sugar", []), ("diabetes y depresión", "calm sugar", []),
        ("depresion", "calm", []), ("diabetis", "sugar", []), ("my husband has diabetes", "sugar", []),
        ("migraines and back pain", "back", []), ("no puedo dormir", "sleep", []), ("I can't sleep", "sleep", []),
        ("taking care of my mother with dementia", "care", []), ("caregiver support", "care", []),
        ("cuido a mi mamá", "care", []), ("new parents", "baby", []), ("pregnant and scared", "baby", []),
        ("yoga and meditation", "move paid", []), ("people with diabetes", "sugar", []),
        ("strong again", "back", []), ("mente tranquila", "calm", []), ("support group", all, []),
        ("grupo de apoyo", all, []), ("group", all, []), ("class", all, []), ("I need help", all, []),
        ("busco un grupo", all, []), ("???", all, []),
    ]

    static let filters: [(typed: String, found: String, chips: [String])] = [
        ("back pain tuesday evening", "back", ["Tuesdays", "Evenings"]), ("free yoga", "move", ["Free"]),
        ("yoga gratis", "move", ["Free"]), ("free", "baby back calm care loss move pain sleep sugar", ["Free"]),
        ("weekend yoga", "move", ["Saturdays", "Sundays"]), ("after work yoga", "paid", ["Evenings"]),
        ("martes por la tarde", "calm", ["Tuesdays", "Afternoons"]), ("los martes", "back calm", ["Tuesdays"]),
        ("grupo para la depresión los martes", "calm", ["Tuesdays"]), ("zoom", "calm care move sleep", ["By video"]),
        ("saturday morning", "move", ["Saturdays", "Mornings"]), ("by phone", "baby loss", ["By phone"]),
        ("grief by phone", "loss", ["By phone"]), ("por teléfono", "baby loss", ["By phone"]),
        ("insomnia online", "sleep", ["By video"]), ("spanish", "calm sugar", ["Español"]),
        ("en español", "calm sugar", ["Español"]), ("diabetes in spanish", "sugar", ["Español"]),
        ("pain Medford", "back", ["Within 10 miles of Medford, OR"]),
        ("dolor en Medford", "back", ["Within 10 miles of Medford, OR"]),
        ("Dover, NH", "\(online) paid pain sugar", ["Within 10 miles of Dover, NH"]),
        ("pain in 03820.", "pain", ["Within 10 miles of 03820"]),
        ("pain, 03820!", "pain", ["Within 10 miles of 03820"]),
        ("C.P. 97501", "\(online) back", ["Within 10 miles of 97501"]),
        ("dolor c.p. 97501", "back", ["Within 10 miles of 97501"]), ("pain near me", "back pain", []),
        ("dolor cerca de mí", "back pain", []), ("near me", all, []), ("pain M5V 2T6", "back pain", []),
        ("3820", all, []), ("pain 3820", "back pain", []), ("Pain: SW1A 1AA", "back pain", []),
    ]

    static let nothing: [(typed: String, found: String, chips: [String])] = [
        ("epilepsy", "", []), ("epilepsia", "", []), ("night sweats", "", []), ("morning sickness", "", []),
        ("cancer free", "", []), ("Dover DE", "", []), ("epilepsy tuesday", "", ["Tuesdays"]),
        ("quantum chromodynamics", "", []),
    ]

    @Test(arguments: Backend.available)
    func `what people type finds what they mean, in both languages`(on backend: Backend) async throws {
        try await withFinding(on: backend, real: true) { site in
            try await site.putTen()
            for line in Self.sentences + Self.filters + Self.nothing {
                for language in [Language.en, .es] {
                    let page = await site.get("\(Self.link(line.typed))", language)
                    expect(page, 200, lacks: ["⟦", "Nothing fits", "Nada cumple"], line.typed)
                    expect(page.found, is: sorted(line.found), "\(line.typed) \(language)")
                    guard language == .en else { continue }
                    expect(page.chips, is: line.chips, line.typed)
                    // What was typed stands in the field.
                    expect(page, 200, holds: ["value=\"\(line.typed.replacing("'", with: "&#39;"))\""], line.typed)
                }
            }
        }
    }

    private func sorted(_ slugs: String) -> String { slugs.split(separator: " ").sorted().joined(separator: " ") }

    static func link(_ typed: String) -> Link { FindPage.link.adding("q", typed) }
}

extension Exchange {
    /// Slugs of the groups on the page, in order.
    var found: String {
        let all = text.matches(of: /date-words"><h3><a href="\/groups\/([a-z-]+)"/).map { String($0.1) }
        return all.sorted().joined(separator: " ")
    }

    /// What is chosen.
    var chips: [String] {
        text.matches(of: /Take away: ?<\/span>([^<]*)</).map { String($0.1) }
    }
}

extension TestFinding {
    /// Ten groups, each on one date.
    func putTen() async throws {
        let medford = Place(
            id: .random(), organization: Self.organization.id, name: "Rogue hall", street: "1 Main Street",
            city: "Medford", region: "OR", zip: try #require(ZIPCode("97501")),
            point: GeoPoint(latitude: 42.32, longitude: -122.87), access: [])
        try await world.database.write { try PlaceStore.add(medford, in: $0) }
        try await put(one("pain", "Living well", ["pain"], .room, "20261105T183000"))
        try await TestFinding(world: world, groups: groups, place: medford)
            .put(one("back", "Strong again", ["back-pain"], .room, "20261110T183000"))
        try await put(one("loss", "After the storm", ["loss"], .phone, "20261111T100000"))
        try await put(one("move", "Gentle bodies", ["movement"], .video, "20261107T090000"))
        try await put(one("paid", "Lotus", ["movement", "meditation"], .room, "20261109T183000", cents: 400))
        try await put(one("calm", "Mente tranquila", ["depression", "anxiety"], .video, "20261110T150000", [.es]))
        try await put(one("sugar", "Sweet enough", ["diabetes"], .room, "20261109T100000", [.en, .es]))
        try await put(one("sleep", "Good nights", ["insomnia"], .video, "20261112T200000"))
        try await put(one("care", "Two hands", ["caregivers"], .video, "20261111T120000"))
        try await put(one("baby", "First steps", ["pregnancy"], .phone, "20261112T110000"))
    }

    private func one(
        _ slug: String, _ title: String, _ topics: [String], _ mode: Meeting.Mode, _ slot: String,
        _ languages: [Language] = [.en], cents: Int = 0
    ) -> FoundTerms {
        FoundTerms(
            slug: slug, title: title, titleInSpanish: nil, topics: topics, mode: mode, rule: nil, languages: languages,
            cents: cents, slots: [slot])
    }
}
