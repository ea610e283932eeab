import Accounts
import Markup
import Recurrence
import Storage
import Web

/// Who is expected where, for those who receive them: `enrolments`, `enrolment_needs`, `need_arrangements` and
/// `attendance`, read for a coordinator of the organization or a leader of the series and for nobody else.
enum RosterStore {
    /// Who has a seat, an offer or a place in line on a date; without one those of all dates. In the order of the line.
    /// Whom staff asked by name stands there by what was typed until they say yes, for coordinators only, and with
    /// nothing that would tell somebody from nobody.
    ///
    /// Throws `.notFound` where the viewer may not know. **Who calls it notes the opening in the same transaction.**
    /// - Parameter agreement: the version that is signed now; 0: there is none.
    static func lines(
        of series: Series, on session: Session?, agreement: Int, as viewer: Viewer, in tx: Transaction
    ) throws -> [RosterLine] {
        guard try isOpen(series, to: viewer, in: tx) else { throw Problem.notFound }
        let date = session?.id.recurrence.text ?? ""
        let isShown: SQL =
            viewer.has(.coordinator, in: .organization(series.organization)) ? "" : "AND enrolments.way <> 'asked'"
        let rows = try tx.rows(
            """
            SELECT enrolments.id, enrolments.member_id, enrolments.called, enrolments.recurrence_id, enrolments.way,
                enrolments.state, enrolments.agreed_version, attendance.answer
            FROM enrolments LEFT JOIN attendance ON attendance.enrolment_id = enrolments.id
                AND attendance.series_id = enrolments.series_id AND attendance.recurrence_id = \(date)
            WHERE enrolments.series_id = \(series.id) AND enrolments.state IN ('seated', 'offered', 'waiting')
                AND enrolments.recurrence_id IN ('', \(date)) \(isShown)
            ORDER BY enrolments.line, enrolments.id
            """
        ) { row in
            (
                id: try row.get(0, as: ID<Enrolment>.self), member: try row.get(1, as: ID<Person>?.self),
                called: try row.get(2, as: String?.self), scope: try row.get(3, as: String.self),
                way: try row.get(4, as: String.self), state: try row.get(5, as: String.self),
                agreed: try row.get(6, as: Int.self), answer: try row.get(7, as: String?.self)
            )
        }
        let names = try AccountsFeature.pseudonyms(of: rows.compactMap(\.member), in: tx)
        let needs = try needs(of: series.id, on: session, in: tx)
        return rows.map { row in
            let way = Enrolment.Way(rawValue: row.way) ?? .self
            let isAsked = way == .asked
            return RosterLine(
                enrolment: row.id, name: (isAsked ? nil : row.member.flatMap { names[$0] }) ?? row.called ?? "",
                scope: SeatScope(code: row.scope) ?? .all, way: way,
                state: Enrolment.State(rawValue: row.state) ?? .waiting,
                isDeclined: !isAsked && row.answer == "declined", isSigned: isAsked || row.agreed >= agreement,
                needs: isAsked ? [] : needs[row.id] ?? [])
        }
    }

    /// A coordinator of its organization, or whoever leads it there.
    private static func isOpen(_ series: Series, to viewer: Viewer, in tx: Transaction) throws -> Bool {
        if viewer.has(.coordinator, in: .organization(series.organization)) { return true }
        guard viewer.has(.leader, in: .organization(series.organization)) else { return false }
        return try LeaderStore.led(by: viewer, in: series.organization, tx: tx).contains(series.id)
    }

    private static func needs(of series: ID<Series>, on session: Session?, in tx: Transaction) throws
        -> [ID<Enrolment>: [RosterNeed]]
    {
        let rows = try tx.rows(
            """
            SELECT enrolment_needs.enrolment_id, enrolment_needs.need, enrolment_needs.words,
                need_arrangements.arranged_for
            FROM enrolments JOIN enrolment_needs ON enrolment_needs.enrolment_id = enrolments.id
                LEFT JOIN need_arrangements ON need_arrangements.enrolment_id = enrolment_needs.enrolment_id
                    AND need_arrangements.need = enrolment_needs.need
                    AND need_arrangements.recurrence_id = \(session?.id.recurrence.text ?? "")
            WHERE enrolments.series_id = \(series) ORDER BY enrolment_needs.enrolment_id, enrolment_needs.need
            """
        ) { row in
            (
                id: try row.get(0, as: ID<Enrolment>.self), kind: try row.get(1, as: String.self),
                words: try row.get(2, as: String?.self), arranged: try row.get(3, as: Instant?.self)
            )
        }
        var needs: [ID<Enrolment>: [RosterNeed]] = [:]
        for row in rows {
            guard let kind = AccessNeed.Kind(rawValue: row.kind) else { continue }
            let standing = session.map { NeedStanding.of(arrangedFor: row.arranged, on: $0) } ?? .open
            needs[row.id, default: []].append(RosterNeed(need: AccessNeed(kind, words: row.words), standing: standing))
        }
        return needs
    }

    /// Whether an enrolment is one of a series, in whatever state: an address names both.
    static func holds(_ enrolment: ID<Enrolment>, in series: Series, as viewer: Viewer, tx: Transaction) throws -> Bool
    {
        guard viewer.has(.coordinator, in: .organization(series.organization)) else { return false }
        return try tx.first(
            "SELECT 1 FROM enrolments WHERE id = \(enrolment) AND series_id = \(series.id) AND state <> 'left'"
        ) { try $0.get(0, as: Int.self) } != nil
    }

    /// Who is on the list for some of the same dates under the same name, in whatever letters; called as the list has it.
    /// Whoever asks for a member by name learns of names that staff wrote, and of no member; the same name once more is
    /// the same question.
    static func namesake(
        of asked: StaffEnrolment, in series: Series, as viewer: Viewer, at now: Instant, tx: Transaction
    ) throws -> (name: String, isMember: Bool)? {
        guard viewer.has(.coordinator, in: .organization(series.organization)) else { throw Problem.notFound }
        let (name, key) = (asked.whom.name, Folding.key(asked.whom.name))
        var isAsking: Bool { if case .member = asked.whom { true } else { false } }
        let dates: SQL = asked.scope.date.map { "AND recurrence_id IN ('', \($0.text))" } ?? ""
        let rows = try tx.rows(
            """
            SELECT member_id, called, way FROM enrolments
            WHERE series_id = \(series.id) AND state IN ('seated', 'offered', 'waiting')
                AND (offer_until IS NULL OR offer_until > \(now)) \(dates) ORDER BY line, id
            """
        ) { row in
            (
                member: try row.get(0, as: ID<Person>?.self), called: try row.get(1, as: String?.self),
                way: try row.get(2, as: String.self)
            )
        }
        let typed = rows.first { row in
            guard let called = row.called, Folding.key(called) == key else { return false }
            return !(isAsking && row.way == Enrolment.Way.asked.rawValue && called.utf8.elementsEqual(name.utf8))
        }
        if let called = typed?.called { return (called, false) }
        guard !isAsking else { return nil }
        let members = rows.filter { $0.called == nil }.compactMap(\.member)
        let names = try AccountsFeature.pseudonyms(of: members, in: tx)
        return members.lazy.compactMap { names[$0] }.first { Folding.key($0) == key }.map { ($0, true) }
    }
}
