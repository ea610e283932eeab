import Accounts
import Storage
import Web

// Staff ask somebody by the name that they have here (ADR 32, "By staff"). Whether there is a member of that name, and
// what they say to it, is told to nobody before there is a yes: **a row stands there in any case**, is counted, lapses
// and is shown alike, and is somebody's or nobody's.
extension GroupsFeature {
    /// Keeps a seat for a name if one is free, else the next place in line. Nothing where whoever has the name stands
    /// on the list already, and where they were asked and have not answered.
    func ask(_ name: String, _ asked: StaffEnrolment, at now: Instant, _ tx: Transaction) throws {
        let before = try EnrolmentStore.asked(name, in: asked.series, tx: tx).map { $0.lapsedIfOver(at: now) }
        guard !before.contains(where: { $0.state != .lapsed && $0.isInTheWay(of: asked.scope) }) else { return }
        let member = try AccountsFeature.member(exactly: name, in: tx)
        let viewer = member.map { Viewer.person($0, roles: []) } ?? .anonymous
        let own = try EnrolmentStore.own(of: asked.series, as: viewer, in: tx)
            .filter { $0.lapsedIfOver(at: now).isInTheWay(of: asked.scope) }
        // What is theirs already staff can see on the list. What they were asked for by a former name they cannot.
        guard own.allSatisfy({ $0.way == .asked }) else { return }
        let new = try add(name, own.isEmpty ? member : nil, asked, tx)
        let line = try offerable(try SeatCountStore.line(of: new.series, in: tx), of: new.series, at: now, tx)
        let next = try SeatCountStore.ledger(of: new.series, at: now, in: tx).next(of: line)
        if next.contains(where: { $0.id == new.id }) { try offer(new, at: now, tx) }
    }

    /// At the end of the line. **A row of its own**: the address of one that they had before would tell that they are
    /// somebody.
    private func add(_ name: String, _ member: ID<Person>?, _ asked: StaffEnrolment, _ tx: Transaction) throws
        -> Enrolment
    {
        let former = try member.flatMap {
            try EnrolmentStore.existing(of: $0, in: asked.series, asked.scope, tx: tx)
        }
        if let former { try EnrolmentStore.remove(former, in: tx) }
        func asking(_ id: ID<Enrolment>) throws -> Enrolment {
            Enrolment(
                id: id, series: asked.series, scope: asked.scope, holder: .asked(member, name: name), way: .asked,
                state: .waiting, line: try EnrolmentStore.nextInLine(of: asked.series, in: tx),
                agreedVersion: former?.agreedVersion ?? 0)
        }
        let new = try asking(.random())
        let kept = try EnrolmentStore.add(new, in: tx)
        try EnrolmentStore.setNeeds(asked.needs, of: kept, in: tx)
        return kept == new.id ? new : try asking(kept)
    }

    /// They give it up, whatever it is. **A no to staff looks like no answer**: the seat is kept to its end.
    func giveUp(_ own: Enrolment, at now: Instant, _ tx: Transaction) throws {
        let isGone = try EnrolmentStore.remove(own, in: tx)
        let isOver = own.lapsedIfOver(at: now).state == .lapsed
        guard !isOver, let unanswered = own.declined(as: isGone ? own.id : .random()) else { return }
        try EnrolmentStore.add(unanswered, in: tx)
    }
}
