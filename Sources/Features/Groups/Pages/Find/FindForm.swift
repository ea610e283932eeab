import Markup
import Recurrence
import Vocabulary
import Web

/// What somebody looks for, as they typed and chose it: the address of the page, and nothing else. What is chosen and
/// there is none of is passed over; what is typed and cannot be read comes back.
struct FindForm: Sendable {
    /// As it was typed, to be shown again.
    var typed: String
    /// The words of it that say what for.
    var words: String
    /// In the words, or in a field of its own.
    var zip: ZIPCode?
    /// A field of its own, as it was typed.
    var typedZIP: String
    var radius: SearchRadius
    var days: Set<Weekday>
    var parts: Set<FindQuery.PartOfDay>
    var modes: Set<Meeting.Mode>
    var language: Language?
    var isFreeOnly: Bool
    var hasSeatsOnly: Bool
    var isMonth: Bool
    /// Months since the year 0; nil: this one.
    var month: Int?
    /// From this day on; nil: from now on.
    var from: LocalDateTime?
    var errors = FormErrors()

    /// Scalars that are typed, as many as the catalogue reads.
    static let longest = 100

    init(_ visit: Visit) {
        let fields = visit.query
        var reader = FormReader(fields)
        let asked = reader.text("q", max: Self.longest)
        typed = fields["q"] ?? ""
        let askedZIP = reader.text("zip", max: 10)
        typedZIP = fields["zip"] ?? ""
        errors = reader.errors
        let read = NearWords(asked, small: visit.text("groups.find.near.words"))
        words = read.words
        zip = ZIPCode(askedZIP) ?? read.zip
        if !askedZIP.isEmpty, ZIPCode(askedZIP) == nil { errors.add(field: "zip", "groups.find.zip.wrong") }
        radius = fields["within"].flatMap(Int.init).flatMap(SearchRadius.init) ?? .ten
        days = Set(fields.all("day").compactMap(Weekday.init))
        parts = Set(fields.all("part").compactMap(FindQuery.PartOfDay.init))
        modes = Set(fields.all("mode").compactMap(Meeting.Mode.init))
        language = fields["language"].flatMap(visit.text.languages.named)
        (isFreeOnly, hasSeatsOnly) = (reader.isOn("free"), reader.isOn("seats"))
        isMonth = fields["view"] == "month"
        month = fields["month"].flatMap(Self.month)
        from = fields["from"].flatMap { LocalDateTime(basicText: $0 + "T000000") }
    }

    /// Nothing is asked for.
    init() {
        (typed, words, typedZIP, radius, days, parts, modes) = ("", "", "", .ten, [], [], [])
        (isFreeOnly, hasSeatsOnly, isMonth) = (false, false, false)
    }

    /// `2026-12` as months since the year 0; years 2000 to 2199.
    private static func month(_ text: String) -> Int? {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count == 7, parts.count == 2, let year = Int(Substring(parts[0])),
            let month = Int(Substring(parts[1])), (2_000..<2_200).contains(year), (1...12).contains(month)
        else { return nil }
        return year * 12 + month - 1
    }
}

/// "pain near 03820": the ZIP code, and the words without what only leads to it.
struct NearWords: Sendable, Hashable {
    let words: String
    let zip: ZIPCode?

    /// - Parameter small: folded words with blanks between that may stand before the code: "near", "cerca de".
    init(_ typed: String, small: String) {
        var parts = typed.unicodeScalars.split { $0.properties.isWhitespace || $0 == "," }.map {
            String(String.UnicodeScalarView($0))
        }
        guard let at = parts.lastIndex(where: { ZIPCode($0) != nil }) else {
            (words, zip) = (typed, nil)
            return
        }
        zip = ZIPCode(parts.remove(at: at))
        let leading = Set(Folding.words(small))
        var end = at
        while end > 0, Folding.words(parts[end - 1]).allSatisfy(leading.contains) {
            end -= 1
            parts.remove(at: end)
        }
        words = parts.joined(separator: " ")
    }
}

// MARK: - What it means

extension FindForm {
    /// Names that are looked at, of conditions and symptoms.
    private static let mostTopics = 12

    func query(in catalogue: Catalogue, _ text: Text) -> FindQuery {
        let meant = words.isEmpty ? nil : Self.topics(words, in: catalogue, text)
        let titles = words.isEmpty ? [] : catalogue.smallWords.removed(from: Folding.words(words, limit: 200))
        return FindQuery(
            topics: meant, titleWords: titles, near: zip.flatMap { ZIPCentroids.point(of: $0) }, radius: radius,
            days: days, parts: parts, modes: modes, language: language, isFreeOnly: isFreeOnly,
            hasSeatsOnly: hasSeatsOnly)
    }

    /// What words may mean: conditions and symptoms with all that is narrower, and themes.
    static func topics(_ words: String, in catalogue: Catalogue, _ text: Text) -> Set<String> {
        let found = catalogue.search(
            words, language: text.language, kinds: [.condition, .symptom], limit: mostTopics)
        // A slip of the finger is forgiven where nothing is spelt so.
        let isSpelt = found.contains { $0.quality < .misspelt }
        var topics: Set<String> = []
        for match in found where !isSpelt || match.quality < .misspelt {
            topics.formUnion(catalogue.topics(of: match.concept))
        }
        let asked = Set(catalogue.smallWords.removed(from: Folding.words(words, limit: 200)))
        for theme in GroupTheme.allCases {
            let names = text("groups.theme.\(theme.rawValue)") + " " + text("groups.theme.words.\(theme.rawValue)")
            if !asked.isEmpty, asked.isSubset(of: Folding.words(names)) { topics.insert(theme.rawValue) }
        }
        return topics
    }
}

extension Catalogue {
    /// The slugs of an entry and of all conditions below it: who looks for pain finds back pain.
    func topics(of concept: Concept) -> Set<String> {
        guard case .condition(let condition) = concept else { return [concept.slug] }
        var (found, open): (Set<String>, [Condition]) = ([], [condition])
        while let next = open.popLast() {
            if found.insert(next.slug).inserted { open += children(of: next) }
        }
        return found
    }
}

// MARK: - Its address

extension FindForm {
    /// What can be taken away, or chosen with one tap.
    enum Filter: Sendable, Hashable {
        case near, free, seats
        case day(Weekday)
        case part(FindQuery.PartOfDay)
        case mode(Meeting.Mode)
        case language(Language)
    }

    /// Those that are chosen, in the order of the page.
    var filters: [Filter] {
        var all: [Filter] = zip == nil ? [] : [.near]
        all += Weekday.allCases.filter(days.contains).map { .day($0) }
        all += FindQuery.PartOfDay.allCases.filter(parts.contains).map { .part($0) }
        all += Meeting.Mode.allCases.filter(modes.contains).map { .mode($0) }
        if let language { all.append(.language(language)) }
        if isFreeOnly { all.append(.free) }
        if hasSeatsOnly { all.append(.seats) }
        return all
    }

    /// With one filter more.
    func adding(_ filter: Filter) -> FindForm { changed(filter, isOn: true) }

    /// Without one.
    func without(_ filter: Filter) -> FindForm { changed(filter, isOn: false) }

    private func changed(_ filter: Filter, isOn: Bool) -> FindForm {
        var form = self
        switch filter {
        case .near:
            if !isOn { (form.zip, form.typedZIP, form.typed) = (nil, "", words) }
        case .free: form.isFreeOnly = isOn
        case .seats: form.hasSeatsOnly = isOn
        case .day(let day): if isOn { form.days.insert(day) } else { form.days.remove(day) }
        case .part(let part): if isOn { form.parts.insert(part) } else { form.parts.remove(part) }
        case .mode(let mode): if isOn { form.modes.insert(mode) } else { form.modes.remove(mode) }
        case .language(let one): form.language = isOn ? one : nil
        }
        return form
    }

    /// The items of the address but `q` and `zip`, in one order.
    func items(withView: Bool = true) -> [(name: String, value: String)] {
        var items: [(String, String)] = []
        if radius != .ten { items.append(("within", String(radius.rawValue))) }
        items += Weekday.allCases.filter(days.contains).map { ("day", $0.rawValue) }
        items += FindQuery.PartOfDay.allCases.filter(parts.contains).map { ("part", $0.rawValue) }
        items += Meeting.Mode.allCases.filter(modes.contains).map { ("mode", $0.rawValue) }
        if let language { items.append(("language", language.rawValue)) }
        if isFreeOnly { items.append(("free", "yes")) }
        if hasSeatsOnly { items.append(("seats", "yes")) }
        if withView, isMonth { items.append(("view", "month")) }
        return items
    }

    /// The page with these, from its beginning.
    var link: Link {
        var link: Link = FindPage.link
        if !typed.isEmpty { link = link.adding("q", typed) }
        if !typedZIP.isEmpty { link = link.adding("zip", typedZIP) }
        for (name, value) in items() { link = link.adding(name, value) }
        return link
    }
}
