import Markup
import Recurrence
import Vocabulary
import Web

/// What somebody looks for, as they typed and chose it: the address of the page, and nothing else. What is chosen and
/// there is none of is passed over; what is typed and cannot be read comes back.
struct FindForm: Sendable {
    /// As it was typed, to be shown again.
    var typed: String
    /// The same, part by part.
    var said: TypedWords
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
    /// What the words name first, where that is a condition; known once they are read.
    var condition: Condition?
    var errors = FormErrors()

    /// Scalars of the words that are read, as many as the field takes; what is beyond stays in the field.
    static let longest = 200

    init(_ visit: Visit) {
        let fields = visit.query
        var reader = FormReader(fields)
        let asked = reader.text("q", max: .max)
        typed = fields["q"] ?? ""
        let askedZIP = reader.text("zip", max: 10)
        typedZIP = fields["zip"] ?? ""
        errors = reader.errors
        said = TypedWords(Self.cut(asked), .shipped)
        zip = ZIPCode(askedZIP) ?? said.zip
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

    /// Words alone.
    init(_ typed: String) {
        (self.typed, said) = (typed, TypedWords(Self.cut(typed), .shipped))
        (zip, typedZIP, radius, days, parts, modes) = (said.zip, "", .ten, [], [], [])
        (isFreeOnly, hasSeatsOnly, isMonth) = (false, false, false)
    }

    private static func cut(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
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

// MARK: - Where

extension FindForm {
    /// Whether the page asks for a ZIP code beside the words.
    var asksPlace: Bool { zip == nil && said.city == nil && (said.asksWhere || said.oddCode != nil) }

    /// The words without what filters and ZIP code say: fields of their own hold these.
    var plainWords: String {
        var said = said
        for filter in said.filters { said.remove(filter) }
        if zip != nil || asksPlace { said.remove(.near) }
        return said.text
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
        var all: [Filter] = zip == nil && said.city == nil ? [] : [.near]
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
    func without(_ filter: Filter) -> FindForm {
        var form = changed(filter, isOn: false)
        guard filter == .near || said.filters.contains(filter) else { return form }
        form.said.remove(filter)
        form.typed = form.said.text
        return form
    }

    /// Without a look at the words.
    func changed(_ filter: Filter, isOn: Bool) -> FindForm {
        var form = self
        switch filter {
        case .near:
            if !isOn { (form.zip, form.typedZIP) = (nil, "") }
        case .free: form.isFreeOnly = isOn
        case .seats: form.hasSeatsOnly = isOn
        case .day(let day): if isOn { form.days.insert(day) } else { form.days.remove(day) }
        case .part(let part): if isOn { form.parts.insert(part) } else { form.parts.remove(part) }
        case .mode(let mode): if isOn { form.modes.insert(mode) } else { form.modes.remove(mode) }
        case .language(let one): form.language = isOn ? one : nil
        }
        return form
    }

    /// The items of the address but `q` and `zip`, in one order; what the words choose they say themselves.
    func items(withView: Bool = true) -> [(name: String, value: String)] {
        var items: [(String, String)] = radius == .ten ? [] : [("within", String(radius.rawValue))]
        items += filters.filter { !said.filters.contains($0) }.compactMap(Self.item)
        if withView, isMonth { items.append(("view", "month")) }
        return items
    }

    private static func item(_ filter: Filter) -> (String, String)? {
        switch filter {
        case .near: nil
        case .free: ("free", "yes")
        case .seats: ("seats", "yes")
        case .day(let day): ("day", day.rawValue)
        case .part(let part): ("part", part.rawValue)
        case .mode(let mode): ("mode", mode.rawValue)
        case .language(let language): ("language", language.rawValue)
        }
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
