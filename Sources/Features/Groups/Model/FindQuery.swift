package import Markup
package import Recurrence
package import Storage

/// What somebody looks for, as the address of the page has it; every part may be missing.
package struct FindQuery: Sendable, Hashable {
    package enum PartOfDay: String, Sendable, CaseIterable {
        case morning, afternoon, evening

        /// Minutes since midnight.
        package var minutes: Range<Int> {
            switch self {
            case .morning: 0..<720
            case .afternoon: 720..<1_020
            case .evening: 1_020..<1_440
            }
        }
    }

    /// Slugs of conditions (with what is below them) and of `GroupTheme`: what the words mean; nil where none were
    /// typed.
    package var topics: Set<String>?
    /// Folded words (`Folding`) that a title must have, where they mean no topic.
    package var titleWords: [[UInt8]]
    package var near: GeoPoint?
    package var radius: SearchRadius
    package var days: Set<Weekday>
    package var parts: Set<PartOfDay>
    package var modes: Set<Meeting.Mode>
    package var language: Language?
    package var isFreeOnly: Bool
    package var hasSeatsOnly: Bool

    package init(
        topics: Set<String>? = nil, titleWords: [[UInt8]] = [], near: GeoPoint? = nil, radius: SearchRadius = .ten,
        days: Set<Weekday> = [], parts: Set<PartOfDay> = [], modes: Set<Meeting.Mode> = [], language: Language? = nil,
        isFreeOnly: Bool = false, hasSeatsOnly: Bool = false
    ) {
        (self.topics, self.titleWords, self.near, self.radius) = (topics, titleWords, near, radius)
        (self.days, self.parts, self.modes, self.language) = (days, parts, modes, language)
        (self.isFreeOnly, self.hasSeatsOnly) = (isFreeOnly, hasSeatsOnly)
    }

    /// What of it a series answers; which of its dates then fit, `admits(_:)` of a session says.
    package func admits(_ series: SeriesFacts) -> Bool {
        if let topics {
            let isNamed = !titleWords.isEmpty && titleWords.allSatisfy(series.titleWords.contains)
            guard isNamed || !topics.isDisjoint(with: series.topics) else { return false }
        }
        if let language, !series.languages.contains(language) { return false }
        return !isFreeOnly || series.cost.isFree
    }

    /// Whether a date fits. One that can be joined from home is near everybody, and so is a place that nobody could
    /// locate.
    package func admits(_ session: SessionFacts) -> Bool {
        if !days.isEmpty, !days.contains(session.weekday) { return false }
        if !parts.isEmpty, !parts.contains(where: { $0.minutes.contains(session.minuteOfDay) }) { return false }
        if !modes.isEmpty, !modes.contains(session.mode), !(session.mode == .hybrid && Self.isPartOfHybrid(modes)) {
            return false
        }
        guard let near, !session.mode.isOnline, let point = session.point else { return true }
        return near.miles(to: point) <= radius.miles
    }

    /// Whoever looks for a room or for video finds what is both.
    private static func isPartOfHybrid(_ modes: Set<Meeting.Mode>) -> Bool {
        !modes.isDisjoint(with: [.room, .video])
    }
}

/// What the schedule in memory knows of a series: nothing of who comes, nor of how many.
package struct SeriesFacts: Sendable, Hashable {
    package let id: ID<Series>
    package let program: ID<Program>
    package let slug: String
    package let topics: Set<String>
    /// Folded words of its titles in all languages.
    package let titleWords: Set<[UInt8]>
    package let languages: [Language]
    package let cost: Cost
    package let kind: Series.Kind
    package let isOpen: Bool

    package init(
        id: ID<Series>, program: ID<Program>, slug: String, topics: Set<String>, titleWords: Set<[UInt8]>,
        languages: [Language], cost: Cost, kind: Series.Kind, isOpen: Bool
    ) {
        (self.id, self.program, self.slug, self.topics) = (id, program, slug, topics)
        (self.titleWords, self.languages, self.cost) = (titleWords, languages, cost)
        (self.kind, self.isOpen) = (kind, isOpen)
    }
}

/// What it knows of a date.
package struct SessionFacts: Sendable, Hashable {
    package let id: SessionID
    package let startsAt: Instant
    package let weekday: Weekday
    /// Local minutes since midnight.
    package let minuteOfDay: Int
    package let mode: Meeting.Mode
    /// Of its place.
    package let point: GeoPoint?
    package let isCancelled: Bool

    package init(
        id: SessionID, startsAt: Instant, weekday: Weekday, minuteOfDay: Int, mode: Meeting.Mode, point: GeoPoint?,
        isCancelled: Bool
    ) {
        (self.id, self.startsAt, self.weekday, self.minuteOfDay) = (id, startsAt, weekday, minuteOfDay)
        (self.mode, self.point, self.isCancelled) = (mode, point, isCancelled)
    }
}
