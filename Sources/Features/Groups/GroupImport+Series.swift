import Markup
import Recurrence
import Storage
import Web

extension GroupImport {
    /// Weeks from now, before and after: what a demonstration, or a year of groups, can mean.
    private static let weeks = -520...520
    private static let mostRule = 500

    /// False where there is one of that slug.
    func takeInSeries(_ line: GroupFile.SeriesLine, _ reader: RecordReader, _ tx: Transaction) throws -> Bool {
        let slug = try reader.slug(line.slug)
        guard GroupSlug.isOne(line.program), let id = try ProgramStore.id(slug: line.program, in: tx),
            let program = try ProgramStore.find(id, as: viewer, in: tx),
            let organization = try OrganizationStore.find(program.organization, in: tx)
        else {
            throw reader.fault("program", "No line before it makes a program \(RecordReader.shown(line.program)).")
        }
        var draft = try draft(line, slug, of: program, organization, reader)
        let people = try people(line, draft.meeting.capacity, reader)
        let state = try reader.word("state", line.state, usual: Series.State.open)
        let weeks = (try weeks("moved", line.moved, reader), try weeks("dropped", line.dropped, reader))
        if let known = try SeriesStore.find(slug: slug, as: viewer, in: tx) {
            guard known.program == program.id else {
                throw reader.fault("slug", "Another program has a group \"\(slug)\".")
            }
            return false
        }
        draft.meeting.place = try place(of: line, organization, reader, tx)
        let dates = try make(draft, line, reader, tx)
        try change(dates, in: draft.zone, "moved", weeks.0, reader, tx) {
            SessionChange(starts: $0.starts.adding(days: 1))
        }
        try change(dates, in: draft.zone, "dropped", weeks.1, reader, tx) { _ in SessionChange(isCancelled: true) }
        do {
            if state != .draft { try groups.set(state, of: draft.id, as: viewer, at: now, in: tx) }
        } catch Problem.conflict(let key) {
            throw reader.fault("state", RecordReader.plain?(key) ?? "It cannot be so.")
        }
        for (number, (called, state)) in people.enumerated() {
            try EnrolmentStore.add(
                Enrolment(
                    id: .random(), series: draft.id, scope: .all, holder: .called(called), way: .staff, state: state,
                    line: number + 1), in: tx)
        }
        return true
    }

    // MARK: - What a line says

    private func draft(
        _ line: GroupFile.SeriesLine, _ slug: String, of program: Program, _ organization: Organization,
        _ reader: RecordReader
    ) throws -> SeriesDraft {
        let zone = try reader.zone(line.zone ?? organization.zone)
        let times = try times(line, zone, reader)
        let mode = try reader.word("mode", line.mode, usual: Meeting.Mode.room)
        let capacity = try reader.number("capacity", line.capacity, in: Meeting.capacities)
        let rule = try line.rule.map { try reader.text("rule", $0, max: Self.mostRule) }
        var draft = SeriesDraft(
            id: ID(named: "series:\(slug)"), program: program.id, slug: slug,
            kind: try reader.word("kind", line.kind, usual: .cohort), zone: zone.name, starts: times.first, rule: rule,
            minutes: try reader.number("minutes", line.minutes, in: Series.minutes) ?? SeriesFields.usualMinutes,
            meeting: Meeting(mode: mode, place: nil, capacity: capacity),
            languages: try languages(line, program, reader))
        draft.minimum = try reader.number("minimum", line.minimum, in: Series.minimums) ?? 0
        draft.allowsSingle = line.allowsSingle ?? true
        let online = try reader.form(
            ["onlineURL": line.onlineURL ?? "", "onlinePhone": line.onlinePhone ?? ""]
        ) { NewSeriesFields.readOnline(&$0, mode) }
        (draft.onlineURL, draft.onlinePhone) = (online.url, online.phone)
        draft.showsOnline = line.showsOnline ?? false
        draft.sessionZero = times.zero
        draft.leaders = try (line.leaders ?? []).map { try leader($0.value, reader) }
        return draft
    }

    private func leader(_ leader: GroupFile.Leader, _ reader: RecordReader) throws -> SeriesLeader {
        SeriesLeader(
            id: .random(), scope: .all, member: leader.isDemo == true ? demo : nil,
            part: try reader.word("leaders.part", leader.part, usual: .leader),
            shownAs: try reader.text(
                "leaders.shownAs", leader.shownAs, max: NewSeriesFields.mostShownAs,
                required: "groups.staff.leaders.shownAs.required"))
    }

    /// In the order of the file, for the first is spoken most; those of the program where it says none.
    private func languages(_ line: GroupFile.SeriesLine, _ program: Program, _ reader: RecordReader) throws
        -> [Language]
    {
        guard let said = line.languages else { return program.texts.keys.sorted { $0.rawValue < $1.rawValue } }
        guard !said.isEmpty, Set(said).count == said.count else {
            throw reader.fault("languages", "At least one, and each once.")
        }
        return try said.map { try reader.language("languages", $0) }
    }

    /// `starts`, or that weekday and time of a week counted from the one that is now; and the Session Zero, at the same
    /// hour of the week.
    private func times(
        _ line: GroupFile.SeriesLine, _ zone: Zone, _ reader: RecordReader
    ) throws -> (first: LocalDateTime, zero: LocalDateTime?) {
        let today = zone.local(atMilliseconds: now.milliseconds)
        let (week, zeroWeek) = (
            try reader.number("week", line.week, in: Self.weeks) ?? 0,
            try reader.number("zeroWeek", line.zeroWeek, in: Self.weeks)
        )
        func time(_ week: Int, like usual: (weekday: Weekday, second: Int)) -> LocalDateTime {
            today.adding(days: usual.weekday.fromMonday - today.weekday.fromMonday + 7 * week)
                .at(secondOfDay: usual.second)
        }
        let weekday: Weekday? = try line.weekday.map { try reader.word("weekday", $0) }
        let second = try line.time.map { try secondOfDay($0, reader) }
        if let text = line.starts {
            guard let first = LocalDateTime(basicText: text), LocalDateTime.plannedYears.contains(first.date.year)
            else {
                let years = LocalDateTime.plannedYears
                throw reader.fault(
                    "starts",
                    "\(RecordReader.shown(text)) is no time as 20261203T183000, or not within the years "
                        + "\(years.lowerBound) to \(years.upperBound).")
            }
            return (first, zeroWeek.map { time($0, like: (first.weekday, first.secondOfDay)) })
        }
        guard let weekday, let second else {
            throw reader.fault("starts", "It does not say when it begins: by starts, or by weekday and time.")
        }
        return (time(week, like: (weekday, second)), zeroWeek.map { time($0, like: (weekday, second)) })
    }

    /// `17:00`, also `9:30`.
    private func secondOfDay(_ text: String, _ reader: RecordReader) throws -> Int {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let isWritten =
            parts.count == 2 && (1...2).contains(parts[0].count) && parts[1].count == 2
            && parts.allSatisfy { $0.allSatisfy { (48...57).contains($0) } }
        let numbers = isWritten ? parts.map { $0.reduce(0) { $0 * 10 + Int($1) - 48 } } : []
        guard isWritten, numbers[0] < 24, numbers[1] < 60 else {
            throw reader.fault("time", "\(RecordReader.shown(text)) is no time as 17:00.")
        }
        return numbers[0] * 3_600 + numbers[1] * 60
    }

    private func weeks(_ field: String, _ weeks: [Int]?, _ reader: RecordReader) throws -> Set<Int> {
        Set(try (weeks ?? []).compactMap { try reader.number(field, $0, in: Self.weeks) })
    }

    /// People without accounts, in the order of the file; never more with a seat than there are seats.
    private func people(
        _ line: GroupFile.SeriesLine, _ capacity: Int?, _ reader: RecordReader
    ) throws -> [(String, Enrolment.State)] {
        func called(_ field: String, _ names: [String]?, most: Int) throws -> [String] {
            let names = names ?? []
            guard names.count <= most else {
                throw reader.fault(field, "These are \(names.count) people; there can be \(most).")
            }
            return try names.map { try reader.form([field: $0]) { EnrolPage.readName(field, &$0) } }
        }
        let most = Meeting.capacities.upperBound
        return try called("seated", line.seated, most: capacity ?? most).map { ($0, .seated) }
            + called("waiting", line.waiting, most: most).map { ($0, .waiting) }
    }

    // MARK: - What becomes of it

    private func make(
        _ draft: SeriesDraft, _ line: GroupFile.SeriesLine, _ reader: RecordReader, _ tx: Transaction
    ) throws -> [Session] {
        do { _ = try groups.make(draft, yes: true, as: viewer, at: now, in: tx) } catch let refusal as ScheduleRefusal {
            throw reader.fault(Self.field(of: refusal, line), refusal.answer)
        }
        let dates = try SessionStore.all(of: draft.id, from: nil, as: viewer, in: tx)
        guard dates.allSatisfy({ LocalDateTime.plannedYears.contains($0.starts.date.year) }) else {
            throw reader.fault("rule", "It has dates after the year \(LocalDateTime.plannedYears.upperBound).")
        }
        return dates
    }

    private static func field(of refusal: ScheduleRefusal, _ line: GroupFile.SeriesLine) -> String {
        guard case .fault(let fault, _) = refusal.answer else { return "series" }
        switch fault {
        case .timeDoesNotExist: return line.starts == nil ? "time" : "starts"
        case .placeMissing: return "place"
        case .onlineMissing: return line.mode == Meeting.Mode.phone.rawValue ? "onlinePhone" : "onlineURL"
        case .ruleWithoutEnd, .noDates, .tooManyDates: return "rule"
        case .over, .cancelled, .fewerSeatsThanPeople: return "series"
        }
    }

    /// Moves or drops the dates of some weeks that are ahead.
    private func change(
        _ dates: [Session], in zone: String, _ field: String, _ weeks: Set<Int>, _ reader: RecordReader,
        _ tx: Transaction,
        _ change: (Session) -> SessionChange
    ) throws {
        guard !weeks.isEmpty else { return }
        let today = try Zone(zone).local(atMilliseconds: now.milliseconds)
        for date in dates where date.kind == .regular && date.isAhead(at: now) {
            guard weeks.contains(date.slot.week - today.week) else { continue }
            let answer: ScheduleAnswer
            do {
                answer = try groups.change(date.id, .this, change(date), yes: true, as: viewer, at: now, in: tx)
            } catch let refusal as ScheduleRefusal { answer = refusal.answer }
            guard case .done = answer else { throw reader.fault(field, answer) }
        }
    }
}
