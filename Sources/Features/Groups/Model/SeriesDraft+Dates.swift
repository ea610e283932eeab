import Recurrence
import Storage

/// Why a schedule cannot be as it was asked for: thrown where it is found, so that nothing of it is written.
struct ScheduleRefusal: Error {
    let answer: ScheduleAnswer

    init(_ answer: ScheduleAnswer) { self.answer = answer }
    init(_ fault: ScheduleFault, at time: LocalDateTime? = nil) { answer = .fault(fault, at: time) }
}

extension SeriesDraft {
    /// Its rules and dates. Of a rule without end dates up to `Series.horizonDays` ahead.
    func dates(in zone: Zone, at now: Instant) throws -> (rules: [SeriesRule], sessions: [Session]) {
        try meeting.check(onlineURL: onlineURL, onlinePhone: onlinePhone)
        var (text, slots): (String?, [LocalDateTime]) = (nil, [starts])
        if let rule {
            let read = try RecurrenceRule.read(rule, for: kind, in: zone)
            let begin = max(now, zone.instant(of: starts))
            slots = try read.checkedSlots(
                from: starts, in: zone, upTo: read.end == .never ? begin + .days(Series.horizonDays) : nil)
            text = read.text
        }
        // Where a rule does not mean its start, it begins with its first date: calendars disagree about such a start.
        var rules = [SeriesRule(number: 1, starts: slots.first ?? starts, rule: text, minutes: minutes)]
        let holidays = Set(without.map(\.daysSinceEpoch))
        var (names, sessions) = (Set<RecurrenceID>(), [Session]())
        for slot in slots {
            var one = try session(slot, .regular, rule: 1, names, in: zone)
            if holidays.contains(slot.daysSinceEpoch) { one.state = .cancelled }
            names.insert(one.id.recurrence)
            sessions.append(one)
        }
        if let sessionZero {
            // Added by hand: of the one rule, where that has no rhythm.
            let number = text == nil ? 1 : 2
            if number > 1 { rules.append(SeriesRule(number: number, starts: sessionZero, rule: nil, minutes: minutes)) }
            sessions.append(try session(sessionZero, .zero, rule: number, names, in: zone))
        }
        return (rules, sessions)
    }

    private func session(
        _ slot: LocalDateTime, _ kind: Session.Kind, rule: Int, _ names: Set<RecurrenceID>, in zone: Zone
    ) throws -> Session {
        try Session(
            SessionID(id, .free(slot, besides: names)), kind, rule: rule, at: slot, minutes: minutes,
            meeting: meeting.tidied, in: zone)
    }
}

extension RecurrenceRule {
    /// Reads a rule of a series. A cohort must end.
    static func read(_ text: String, for kind: Series.Kind, in zone: Zone) throws -> RecurrenceRule {
        guard let rule = try? RecurrenceRule(text), let read = try? rule.endingInUTC(zone) else {
            throw ScheduleRefusal(.noDates)
        }
        guard read.end != .never || kind == .dropIn else { throw ScheduleRefusal(.ruleWithoutEnd) }
        return read
    }

    /// Its dates, where there are some, not too many, and each is shown by the clock that night.
    func checkedSlots(from start: LocalDateTime, in zone: Zone, upTo last: Instant?) throws -> [LocalDateTime] {
        let slots = (try? slots(from: start, in: zone, upTo: last)) ?? []
        guard !slots.isEmpty else { throw ScheduleRefusal(.noDates) }
        guard slots.count <= Series.mostSessions else { throw ScheduleRefusal(.tooManyDates) }
        if let skipped = slots.first(where: { zone.reading(of: $0) == .skipped }) {
            throw ScheduleRefusal(.timeDoesNotExist, at: skipped)
        }
        return slots
    }
}

extension Session {
    /// A new date. Throws where the clock jumps over it; where it shows it twice, it is the first time.
    init(
        _ id: SessionID, _ kind: Kind, rule: Int, at slot: LocalDateTime, minutes: Int, meeting: Meeting, in zone: Zone
    ) throws {
        self.init(
            id: id, kind: kind, rule: rule, slot: slot, starts: slot, startsAt: zone.instant(of: slot),
            endsAt: zone.instant(of: slot), meeting: meeting)
        try move(to: slot, minutes: minutes, in: zone)
    }

    /// To another time, for so long; where its rule has it stays.
    mutating func move(to time: LocalDateTime, minutes: Int, in zone: Zone) throws {
        guard zone.reading(of: time) != .skipped else { throw ScheduleRefusal(.timeDoesNotExist, at: time) }
        (starts, startsAt) = (time, zone.instant(of: time))
        endsAt = startsAt + .minutes(min(max(minutes, Series.minutes.lowerBound), Series.minutes.upperBound))
    }
}

extension Meeting {
    /// Whether there is what its mode needs: a place; an address or a number to join.
    func check(onlineURL: String?, onlinePhone: String?) throws {
        if mode.needsPlace, place == nil { throw ScheduleRefusal(.placeMissing) }
        let isReachable = mode == .phone ? onlinePhone != nil : onlineURL != nil || onlinePhone != nil
        if mode.isOnline, !isReachable { throw ScheduleRefusal(.onlineMissing) }
    }

    /// Without a place where nobody meets in one, so that it is not taken.
    var tidied: Meeting { mode.needsPlace ? self : Meeting(mode: mode, place: nil, capacity: capacity) }
}
