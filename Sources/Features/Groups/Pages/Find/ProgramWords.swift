import Markup
import Recurrence
import Storage

/// What pages say of a program, its series and a date in few words: where, how far, who leads, what it costs, and how
/// many seats are left.
struct ProgramWords: Sendable {
    let text: Text

    /// The title in the reader's language or the one it was written in, which is then named for screen readers.
    func title(_ program: Program) -> HTML {
        guard let (language, words) = program.text(for: text.language) else { return .empty }
        return inLanguage(language, words.title)
    }

    /// The title as text.
    func name(_ program: Program) -> String { program.text(for: text.language)?.text.title ?? "" }

    /// Words of staff, with the language named where it is not the page's.
    func inLanguage(_ language: Language, _ words: String) -> HTML {
        if language == text.language { return HTML(text: words) }
        return "<span lang=\"\(language.rawValue)\">\(words)</span>"
    }

    /// Paragraphs of staff, a line each.
    func paragraphs(_ language: Language, _ words: String) -> HTML {
        let tag: String? = language == text.language ? nil : language.rawValue
        return HTML.each(Self.lines(words)) { "<p\(attribute: "lang", tag)>\($0)</p>" }
    }

    /// The lines that hold something.
    static func lines(_ words: String) -> [String] {
        words.unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" })
            .map { String(String.UnicodeScalarView($0)) }.filter { $0.unicodeScalars.contains { $0 != " " } }
    }

    /// "Led by a nurse and a peer": of which kind, no names.
    func led(_ program: Program) -> String { text("groups.led.\(program.ledBy.rawValue)") }

    /// "Free", "$4 each time".
    func cost(_ cost: Cost) -> String {
        if cost.isFree { return text("groups.find.cost.free") }
        let isWhole = cost.cents % 100 == 0
        let dollars =
            isWhole ? text.number(cost.cents / 100) : text.number(Double(cost.cents) / 100, decimals: 2)
        return text("groups.find.cost.each", ["dollars": .text(dollars)])
    }

    /// "Spoken: English and Español"; nil where it is the reader's language alone.
    func spoken(_ languages: [Language]) -> String? {
        if languages == [text.language] { return nil }
        return text("groups.find.spoken", ["languages": .text(text.listed(languages.map(text.languages.ownName)))])
    }

    /// Where people come together: the place, and in which other way.
    func place(_ meeting: Meeting, _ place: Place?) -> String {
        guard meeting.mode.needsPlace, let place else { return text("groups.mode.\(meeting.mode.rawValue)") }
        let named = text("groups.find.place", ["name": .text(place.name), "city": .text(place.city)])
        return meeting.mode == .room ? named : text("groups.find.place.video", ["place": .text(named)])
    }

    /// "(603) 555-0100"; a number of another country as it is.
    static func phone(_ number: String) -> String {
        let digits = Array(number.utf8)
        guard digits.count == 12, digits.starts(with: "+1".utf8) else { return number }
        func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        return "(\(part(2..<5))) \(part(5..<8))-\(part(8..<12))"
    }

    /// "Moved from Thursday, December 17"; nil where it is where it was.
    func moved(_ session: Session) -> String? {
        session.isMoved ? text("groups.find.moved", ["day": .text(text.day(session.slot, inSentence: true))]) : nil
    }

    /// "about 2 miles": from the middle of the ZIP area that was asked for.
    func distance(_ place: Place?, from near: GeoPoint?) -> String? {
        guard let near, let point = place?.point else { return nil }
        let miles = Int(near.miles(to: point).rounded())
        return miles < 1 ? text("groups.find.near.here") : text("groups.find.near.miles", ["n": .count(miles)])
    }
}

// MARK: - Seats

extension ProgramWords {
    /// How a date stands, for whoever looks.
    struct Seats: Sendable, Hashable {
        enum Sort: String, Sendable {
            /// Can be taken now.
            case free
            /// Whoever comes has one.
            case open
            /// Only the line is left, or nothing.
            case full
            /// The viewer's own.
            case own
            /// There is no meeting, or nobody new is taken.
            case none
        }

        let sort: Sort
        let words: String
    }

    /// - Parameter count: nil where nobody counted: then only what the series says is said.
    func seats(_ session: Session, _ series: Series, _ program: Program, _ count: SeatCount?) -> Seats {
        if session.isCancelled { return Seats(sort: .none, words: text("groups.find.seats.dropped")) }
        if let own = count?.own, let words = said(own, isDeclined: count?.isDeclined ?? false) { return words }
        if series.state != .open { return Seats(sort: .none, words: text("groups.find.seats.closed")) }
        if session.kind == .zero { return Seats(sort: .open, words: text("groups.find.seats.zero")) }
        if !program.isJoinedFreely { return Seats(sort: .none, words: text("groups.find.seats.referral")) }
        guard let count else { return Seats(sort: .open, words: "") }
        guard count.capacity != nil, let free = count.free else {
            return Seats(sort: .open, words: text("groups.find.seats.dropIn"))
        }
        return left(free, count, series)
    }

    private func left(_ free: Int, _ count: SeatCount, _ series: Series) -> Seats {
        // For all dates of a cohort; of a drop-in group each date is for itself.
        let whole = series.kind == .cohort ? count.freeForAll ?? free : free
        // Seats that those in line are about to be offered are nobody else's.
        if whole > 0, count.waiting == 0 {
            return Seats(sort: .free, words: text("groups.find.seats.left", ["n": .count(whole)]))
        }
        if series.kind == .cohort, series.allowsSingle, free > 0, count.waiting == 0 {
            return Seats(sort: .free, words: text("groups.find.seats.once", ["n": .count(free)]))
        }
        return Seats(sort: .full, words: text("groups.find.seats.full", ["n": .count(count.waiting + 1)]))
    }

    private func said(_ own: Enrolment, isDeclined: Bool) -> Seats? {
        switch own.state {
        case .seated: Seats(sort: .own, words: text(isDeclined ? "groups.find.own.away" : "groups.find.own.seat"))
        case .offered: Seats(sort: .own, words: text("groups.find.own.offer"))
        case .waiting: Seats(sort: .own, words: text("groups.find.own.line"))
        case .lapsed, .left: nil
        }
    }
}
