package import Markup
package import Recurrence
package import Storage

/// A program that meets: by rules, or on dates. Place, mode and seats here are for dates that are made from now on;
/// each session carries its own.
package struct Series: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// One group from beginning to end.
        case cohort
        /// Whoever comes.
        case dropIn
    }

    package enum State: String, Sendable, CaseIterable {
        /// Seen by coordinators only.
        case draft
        case open
        /// Goes on, and takes nobody new.
        case closed
        case cancelled
    }

    /// Dates that are made ahead of a rule without end, in days.
    package static let horizonDays = 182
    /// Most dates of a rule with an end: two years of every day but Sunday.
    package static let mostSessions = 624
    package static let minutes = 5...1_440
    package static let minimums = 0...500

    package let id: ID<Series>
    package let program: ID<Program>
    package let organization: ID<Space>
    package let slug: String
    package var kind: Kind
    package var state: State
    /// IANA name.
    package var zone: String
    package var meeting: Meeting
    package var onlineURL: String?
    /// E.164, or as a conference says it: "+16035550100,,123#".
    package var onlinePhone: String?
    /// Whether everybody reads how to join from afar, or only who has a seat.
    package var showsOnline: Bool
    /// The first is spoken most; never empty.
    package var languages: [Language]
    /// Below it a coordinator is asked whether a date is held; 0: always.
    package var minimum: Int
    /// A single date can be tried, also in a cohort.
    package var allowsSingle: Bool
    /// Of `schedule_revisions`, at its last change.
    package var revision: Int
    /// SEQUENCE of RFC 5545, 3.8.7.4.
    package var sequence: Int

    package init(
        id: ID<Series>, program: ID<Program>, organization: ID<Space>, slug: String, kind: Kind, state: State,
        zone: String, meeting: Meeting, onlineURL: String? = nil, onlinePhone: String? = nil,
        showsOnline: Bool = false, languages: [Language], minimum: Int = 0, allowsSingle: Bool = true,
        revision: Int = 0, sequence: Int = 0
    ) {
        (self.id, self.program, self.organization, self.slug) = (id, program, organization, slug)
        (self.kind, self.state, self.zone, self.meeting) = (kind, state, zone, meeting)
        (self.onlineURL, self.onlinePhone, self.showsOnline) = (onlineURL, onlinePhone, showsOnline)
        (self.languages, self.minimum, self.allowsSingle) = (languages, minimum, allowsSingle)
        (self.revision, self.sequence) = (revision, sequence)
    }

    /// Whether everybody may read of it.
    package var isPublished: Bool { state == .open || state == .closed }

    /// Below how many people a coordinator is told; 0 of a drop-in group: who comes there tells nobody before, and the
    /// form fills a minimum in.
    package var fewest: Int { kind == .cohort ? minimum : 0 }
}

/// How people come together on a date: what a series has for new dates, and each session for itself.
package struct Meeting: Sendable, Hashable {
    package enum Mode: String, Sendable, CaseIterable {
        case room, video, phone, hybrid

        package var needsPlace: Bool { self == .room || self == .hybrid }
        /// Whether somebody can come without leaving home.
        package var isOnline: Bool { self != .room }
    }

    package static let capacities = 1...500

    package var mode: Mode
    package var place: ID<Place>?
    /// Seats; nil: nobody is turned away.
    package var capacity: Int?

    package init(mode: Mode, place: ID<Place>?, capacity: Int?) {
        (self.mode, self.place, self.capacity) = (mode, place, capacity)
    }
}

/// One of the rules by which a series meets, one after the other.
package struct SeriesRule: Sendable, Hashable {
    /// From 1 on.
    package let number: Int
    /// DTSTART, local.
    package var starts: LocalDateTime
    /// RRULE; nil: its dates were added one by one.
    package var rule: String?
    /// Within `Series.minutes`.
    package var minutes: Int

    package init(number: Int, starts: LocalDateTime, rule: String?, minutes: Int) {
        (self.number, self.starts, self.rule, self.minutes) = (number, starts, rule, minutes)
    }
}

/// Who leads a series, or one date of it.
package struct SeriesLeader: Sendable, Hashable {
    package enum Part: String, Sendable, CaseIterable {
        case leader, coLeader
    }

    package let id: ID<SeriesLeader>
    package let scope: SeatScope
    /// Nil for somebody without an account here.
    package let member: ID<Person>?
    package let part: Part
    /// As everybody reads it: "Dana, nurse".
    package let shownAs: String

    package init(id: ID<SeriesLeader>, scope: SeatScope, member: ID<Person>?, part: Part, shownAs: String) {
        (self.id, self.scope, self.member, self.part, self.shownAs) = (id, scope, member, part, shownAs)
    }
}
