import Markup
import Storage
import Web

/// What is done on a roster: a need is arranged for a date, or somebody is taken out.
struct ArrangePage: Sendable {
    let groups: GroupsFeature

    var routes: [Route] {
        let path = "\(GroupsFeature.staff)/series/:group/enrolments/:enrolment"
        return [
            .post("\(path)/arrange", GroupsFeature.coordinator) { try await arrange($0) },
            .post("\(path)/remove", GroupsFeature.coordinator) { try await remove($0) },
        ]
    }

    /// Back to the roster that it was pressed on.
    private func roster(_ organization: Organization, _ series: Series, _ visit: Visit) -> Link {
        let page = StaffAddress(organization).roster(series.slug)
        guard let date = visit.fields["date"], RecurrenceID(date) != nil else { return page }
        return page.adding("date", date)
    }

    private func arrange(_ visit: Visit) async throws -> Reply {
        let id: ID<Enrolment> = try visit.id("enrolment")
        let need = AccessNeed.Kind(rawValue: visit.fields["need"] ?? "")
        let date = RecurrenceID(visit.fields["date"] ?? "")
        let isArranged = visit.fields["arranged"] != "no"
        let page = try await groups.database.write { tx -> Link in
            let (organization, series) = try groups.named(visit, tx)
            let page = roster(organization, series, visit)
            // Whoever has left meanwhile needs nothing any more.
            guard let need, let date, try RosterStore.holds(id, in: series, as: visit.viewer, tx: tx),
                let session = try SessionStore.find(SessionID(series.id, date), as: visit.viewer, in: tx)
            else { return page }
            try NeedStore.arrange(id, need: need, on: date, for: isArranged ? session.startsAt : nil, in: tx)
            return page
        }
        return visit.redirect(page, flash: "groups.staff.saved")
    }

    private func remove(_ visit: Visit) async throws -> Reply {
        let id: ID<Enrolment> = try visit.id("enrolment")
        let (page, isThere) = try await groups.database.read { tx in
            let (organization, series) = try groups.named(visit, tx)
            let isThere = try RosterStore.holds(id, in: series, as: visit.viewer, tx: tx)
            return (roster(organization, series, visit), isThere)
        }
        // Pressed twice, they are out all the same.
        if isThere { try await groups.takeOut(id, as: visit.viewer) }
        return visit.redirect(page, flash: "groups.staff.taken.out")
    }
}
