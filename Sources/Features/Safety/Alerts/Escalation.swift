import Storage

/// Where an alert goes next. Decided from rows and the time alone, so that any process comes to the same, and again after
/// every crash.
enum Escalation: Sendable, Equatable {
    case ask(ID<Person>)
    /// Everybody who holds the role.
    case askAll
    /// The clock was set back: nobody is waited for longer than they were given.
    case wait(until: Instant)

    /// For the one whose turn it is to take it.
    static let timeToTake = Duration.minutes(15)
    /// For the one who took it to end it, or to say that they are still on it.
    static let timeToEnd = Duration.hours(1)
    /// After that everybody is told again of one that stands overdue.
    static let timeToTellAgain = Duration.hours(1)

    /// - Parameters:
    ///   - onDuty: who is on duty now, first, then second; only those who hold the role and can act.
    ///   - holders: all who hold the role and can act.
    ///   - asked: whose turn it has been.
    /// - Returns: nil where it stays where it is.
    static func next(
        of alert: Alert, onDuty: [ID<Person>], holders: [ID<Person>], asked: Set<ID<Person>>, at now: Instant
    ) -> Escalation? {
        guard alert.end == nil else { return nil }
        if let owner = alert.owner, holders.contains(owner), alert.dueAt > now {
            let latest = now + (alert.takenAt == nil ? timeToTake : timeToEnd)
            return alert.dueAt > latest ? .wait(until: latest) : nil
        }
        return beyondOwner(of: alert, onDuty: onDuty, asked: asked, at: now)
    }

    /// The same where the owner's time is over, or they hand it over.
    static func beyondOwner(
        of alert: Alert, onDuty: [ID<Person>], asked: Set<ID<Person>>, at now: Instant
    ) -> Escalation? {
        let next = onDuty.first { !asked.contains($0) && $0 != alert.owner && $0 != alert.writer }
        if let next { return .ask(next) }
        guard alert.isOverdue, alert.owner == nil else { return .askAll }
        let isOld = alert.movedAt + timeToTellAgain <= now || alert.movedAt > now
        return isOld ? .askAll : nil
    }
}

extension Alert {
    /// As it is once somebody looks after it, for the time that this gives them; the step that says so.
    mutating func take(by person: ID<Person>, at now: Instant) -> AlertStep {
        (owner, takenAt, dueAt, movedAt, isOverdue) = (person, now, now + Escalation.timeToEnd, now, false)
        return AlertStep(kind: .taken, person: person, at: now)
    }

    /// As it is after a move; the step that says so, if any.
    mutating func moveOn(_ move: Escalation, at now: Instant) -> AlertStep? {
        switch move {
        case .wait(let until):
            dueAt = until
            return nil
        case .ask(let person):
            (owner, takenAt, dueAt, movedAt) = (person, nil, now + Escalation.timeToTake, now)
            return AlertStep(kind: .asked, person: person, at: now)
        case .askAll:
            (owner, takenAt, dueAt, movedAt, isOverdue) = (nil, nil, now, now, true)
            return AlertStep(kind: .askedAll, person: nil, at: now)
        }
    }
}
