import Markup
import Storage
import Web

/// A seat, an offer or a place in line, with all that its owner's page shows of it.
struct OwnGroup: Sendable {
    let enrolment: Enrolment
    let series: Series
    let program: Program
    let organization: Organization?
    /// Those ahead that it is good for, in the order of time, cancelled ones too; no Session Zero.
    let dates: [Session]
    let places: [ID<Place>: Place]
    /// From 1; nil where they do not wait.
    let placeInLine: Int?
    let needs: [AccessNeed]
    let arranged: [NeedPlace: Instant]
    let declined: Set<SessionID>

    /// When it begins next; nil where nothing is ahead.
    var next: Instant? { dates.first { !$0.isCancelled }?.startsAt }

    /// How a need stands on a date.
    func standing(_ need: AccessNeed, on date: Session) -> NeedStanding {
        let place = NeedPlace(enrolment: enrolment.id, need: need.kind, recurrence: date.id.recurrence)
        return .of(arrangedFor: arranged[place], on: date)
    }

    /// Offers first, for they have a clock; then seats by their next date, then who waits, and what is over.
    static func comesBefore(_ left: OwnGroup, _ right: OwnGroup) -> Bool {
        (left.rank, left.next?.milliseconds ?? .max, left.enrolment.id)
            < (right.rank, right.next?.milliseconds ?? .max, right.enrolment.id)
    }

    private var rank: Int {
        switch enrolment.state {
        case .offered: 0
        case .seated: dates.isEmpty ? 3 : 1
        case .waiting: 2
        case .lapsed, .left: 4
        }
    }
}

extension GroupsFeature {
    /// All that a member has, each with its group. An offer whose time is over is shown as it is.
    func ownGroups(as viewer: Viewer, at now: Instant, _ tx: Transaction) throws -> [OwnGroup] {
        let own = try EnrolmentStore.own(of: nil, as: viewer, in: tx).map { $0.lapsedIfOver(at: now) }
        guard !own.isEmpty else { return [] }
        let ids = own.map(\.id)
        let series = try SeriesStore.find(Set(own.map(\.series)), as: viewer, in: tx)
        let programs = try ProgramStore.find(Set(series.values.map(\.program)), as: viewer, in: tx)
        let (needs, declined) = (try NeedStore.needs(of: ids, in: tx), try NeedStore.declined(of: ids, in: tx))
        let arranged = try NeedStore.arrangements(of: ids, in: tx)
        var found: [OwnGroup] = []
        for one in own {
            guard let group = series[one.series], let program = programs[group.program] else { continue }
            let dates = try SessionStore.all(of: group.id, from: now, as: viewer, in: tx).filter {
                $0.kind == .regular && $0.isAhead(at: now) && one.scope.holds($0.id.recurrence)
            }
            found.append(
                OwnGroup(
                    enrolment: one, series: group, program: program,
                    organization: try OrganizationStore.find(group.organization, in: tx), dates: dates,
                    places: try PlaceStore.find(Set(dates.compactMap(\.meeting.place)), in: tx),
                    placeInLine: one.state == .waiting
                        ? SeatLedger.place(of: one.id, in: try SeatCountStore.line(of: group.id, in: tx)) : nil,
                    needs: needs[one.id] ?? [], arranged: arranged, declined: declined))
        }
        return found.sorted(by: OwnGroup.comesBefore)
    }
}
