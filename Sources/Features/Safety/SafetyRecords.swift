import Storage
import Web

/// What Safety keeps of members, and what tests of permissions begin with.
extension SafetyFeature {
    /// Alerts about what they wrote or asked, what they did about others', their shifts, and what the queue keeps. Open alerts
    /// and the evidence of a case stay when a member leaves; nothing in them names that member.
    var records: [RecordSet] { alertRecords + QueueExport.records(seal, eraseCases) }

    private var alertRecords: [RecordSet] {
        [
            .list(
                "safety/alerts",
                .init(
                    "alerts", of: ["writer_id", "owner_id", "ended_by", "subject_record"], words: ["done", "reply"],
                    codes: ["kind", "space", "subject_kind"]),
                erased: .pieces { member, limit, tx in
                    try AlertStore.erase(member, record: standIn(for: member), limit: limit, in: tx)
                },
                count: { try AlertExportStore.count(by: $0, in: $1) }
            ) { member, after, limit, tx in
                try AlertExportStore.alerts(by: member, after: after, limit: limit, in: tx)
            }.read(as: .alerts),
            .list(
                "safety/alert-steps", .init("alert_steps", of: ["member_id"], codes: ["kind"]),
                erased: .pieces(AlertExportStore.eraseSteps),
                count: { try AlertExportStore.countSteps(of: $0, in: $1) }
            ) { member, after, limit, tx in
                try AlertExportStore.steps(of: member, after: after, limit: limit, in: tx)
            }.read(as: .alertSteps),
            .list(
                "safety/shifts", .init("duty_shifts", of: ["member_id"], codes: ["space", "place"]),
                count: { try AlertExportStore.countShifts(of: $0, in: $1) }
            ) { member, after, limit, tx in
                try AlertExportStore.shifts(of: member, after: after, limit: limit, in: tx)
            }.read(as: .shifts),
        ]
    }

    /// Cases about what a member wrote. What waits and nobody has read goes; what others read stays as evidence.
    private func eraseCases(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let cases = try CaseStore.identifiers(about: member, limit: limit, in: tx)
        guard !cases.isEmpty else { return false }
        try DecisionStore.eraseExplanations(in: cases, in: tx)
        try CaseStore.withdrawHeld("id IN (\(SQL.list(cases)))", in: tx)
        try CaseStore.erase(member, record: standIn(for: member), cases, in: tx)
        return cases.count == limit
    }

    /// What stands for a member's identifier where it named a text; the same in a case and an alert, so that whoever takes the
    /// alert finds the case. Only this server's key makes it, and only of the identifier, which is nowhere any more.
    private func standIn(for member: ID<Person>) -> String {
        let mark = seal.mark("", of: SubjectReference(kind: "erased", record: member.description))
        return ID<Person>(
            high: mark.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
            low: mark.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        ).description
    }

    /// An alert that the owner raised, and a shift that the other member offers.
    func demonstrateRoutes(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        let now = dependencies.clock.now()
        let subject = SubjectReference(kind: "safety.alert.done", record: ID<Alert>.random().description)
        let shift = Shift(
            id: .random(), member: other, place: .first, from: now + .days(1), to: now + .days(2), isOffered: true)
        let alert = try await database.write { tx in
            try DutyStore.add(shift, in: .site, tx: tx)
            return try raise(.danger, about: subject, by: owner, in: .site, at: now, tx).alert
        }
        return ["/staff/alerts/:alert": alert.description, "/staff/duty/:shift": shift.id.description]
    }
}
