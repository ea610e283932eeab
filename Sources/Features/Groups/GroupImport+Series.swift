import Markup
import Recurrence
import Storage
import Web

extension GroupImport {
    /// False where there is one of that slug.
    func takeInSeries(_ line: GroupFile.Line) async throws -> Bool {
        guard let slug = line.slug, let named = line.program else {
            throw CommandError("A series has no slug, or no program.")
        }
        try Self.check(slug)
        let viewer = self.viewer
        let (isThere, program, organization) = try await groups.database.read { tx in
            let program = try ProgramStore.id(slug: named, in: tx).flatMap {
                try ProgramStore.find($0, as: viewer, in: tx)
            }
            return (
                try SeriesStore.find(slug: slug, as: viewer, in: tx) != nil, program,
                try program.flatMap { try OrganizationStore.find($0.organization, in: tx) }
            )
        }
        guard !isThere else { return false }
        guard let program, let organization else {
            throw CommandError("No line before \"\(slug)\" makes a program \"\(named)\".")
        }
        let draft = try draft(line, slug, of: program, organization)
        guard case .done(let series) = try await groups.make(draft, yes: true, as: viewer) else {
            throw CommandError("The series \"\(slug)\" has no dates, too many, or not what its way of meeting needs.")
        }
        try await arrange(line, draft, series)
        try await seat(line, in: series)
        return true
    }

    private func draft(
        _ line: GroupFile.Line, _ slug: String, of program: Program, _ organization: Organization
    ) throws -> SeriesDraft {
        let zone = line.zone ?? organization.zone
        guard let starts = try starts(line, zone, week: line.week ?? 0) else {
            throw CommandError("The series \"\(slug)\" does not say when it begins.")
        }
        let mode = line.mode.flatMap(Meeting.Mode.init(rawValue:)) ?? .room
        let place = line.place.map { Self.place($0, of: organization) }
        var draft = SeriesDraft(
            id: ID(named: "series:\(slug)"), program: program.id, slug: slug,
            kind: line.kind.flatMap(Series.Kind.init(rawValue:)) ?? .cohort, zone: zone, starts: starts,
            rule: line.rule,
            minutes: line.minutes ?? 90, meeting: Meeting(mode: mode, place: place, capacity: line.capacity),
            languages: (line.languages ?? program.texts.keys.map(\.rawValue).sorted()).map(Language.init(rawValue:)))
        draft.minimum = line.minimum ?? 0
        draft.allowsSingle = line.allowsSingle ?? true
        (draft.onlineURL, draft.onlinePhone) = (line.onlineURL, line.onlinePhone)
        draft.showsOnline = line.showsOnline ?? false
        draft.sessionZero = try line.zeroWeek.flatMap { try self.starts(line, zone, week: $0) }
        draft.leaders = (line.leaders ?? []).map { leader in
            SeriesLeader(
                id: .random(), scope: .all, member: leader.isDemo == true ? demo : nil,
                part: leader.part.flatMap(SeriesLeader.Part.init(rawValue:)) ?? .leader, shownAs: leader.shownAs)
        }
        return draft
    }

    /// `starts`, or that weekday and time of a week counted from the one that is now.
    private func starts(_ line: GroupFile.Line, _ zone: String, week: Int) throws -> LocalDateTime? {
        if let starts = line.starts { return LocalDateTime(basicText: starts) }
        guard let day = line.weekday.flatMap(Weekday.init(rawValue:)), let time = line.time else { return nil }
        let parts = time.utf8.split(separator: UInt8(ascii: ":")).map { Int(String(Substring($0))) ?? -1 }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
        let today = try Zone(zone).local(atMilliseconds: now.milliseconds)
        return today.adding(days: day.fromMonday - today.weekday.fromMonday + 7 * week)
            .at(secondOfDay: parts[0] * 3_600 + parts[1] * 60)
    }

    /// Opens it, and moves and drops what the file says.
    private func arrange(_ line: GroupFile.Line, _ draft: SeriesDraft, _ series: ID<Series>) async throws {
        let viewer = self.viewer
        let (dates, now) = (
            try await groups.database.read { try SessionStore.all(of: series, from: nil, as: viewer, in: $0) }, self.now
        )
        let today = try Zone(draft.zone).local(atMilliseconds: now.milliseconds)
        func each(_ weeks: [Int]?, _ change: (Session) -> SessionChange) async throws {
            for date in dates where date.kind == .regular && date.isAhead(at: now) {
                guard weeks?.contains(date.slot.week - today.week) ?? false else { continue }
                _ = try await groups.change(date.id, .this, change(date), yes: true, as: viewer)
            }
        }
        try await each(line.moved) { SessionChange(starts: $0.starts.adding(days: 1)) }
        try await each(line.dropped) { _ in SessionChange(isCancelled: true) }
        let state = line.state.flatMap(Series.State.init(rawValue:)) ?? .open
        if state != .draft { try await groups.set(state, of: series, as: viewer) }
    }

    /// People without accounts, in the order of the file.
    private func seat(_ line: GroupFile.Line, in series: ID<Series>) async throws {
        let people =
            (line.seated ?? []).map { ($0, Enrolment.State.seated) } + (line.waiting ?? []).map { ($0, .waiting) }
        guard !people.isEmpty else { return }
        try await groups.database.write { tx in
            for (number, (called, state)) in people.enumerated() {
                try EnrolmentStore.add(
                    Enrolment(
                        id: .random(), series: series, scope: .all, holder: .called(called), way: .staff, state: state,
                        line: number + 1), in: tx)
            }
        }
    }
}
