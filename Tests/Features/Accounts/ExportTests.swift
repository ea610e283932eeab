import Foundation
import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts

/// Nothing that Accounts keeps of a member gets lost on its way to their download.
@Suite struct ExportTests {
    @Test(arguments: Backend.available)
    func `every property of a member, their contact, consents and receipts stands in the export`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            try await world.fill("Marker Heron")
            let id = try await world.id(of: "Marker Heron")
            let kept = try await world.kept(of: id)
            let file = try await world.accounts.records.exported(of: id, from: world.database)
            let export = try #require(file["accounts/account"]?.first)
            let (member, consent, receipt) = (kept.member, kept.consent, kept.receipt)
            var problems = exportProblems(
                of: member,
                places: [
                    "id": ("id", "\(id)"), "pseudonym": ("pseudonym", "Marker Heron"), "language": ("language", "en"),
                    "hasHealthConsent": ("healthConsent", "1"), "hasFiguresConsent": ("figuresConsent", "1"),
                    "createdAt": ("memberSince", "\(member.createdAt)"),
                ], leftOut: [:], in: export)
            problems += exportProblems(
                of: kept.contact,
                places: [
                    "email": ("email", "marker.heron@example.org"), "phone": ("phone", "+16035550123"),
                    "wantsMail": ("wantsMail", "1"), "takesMail": ("addressTakesMail", "1"),
                ],
                leftOut: [:], in: file["accounts/contact"]?.first ?? [:])
            problems += exportProblems(
                of: consent,
                places: [
                    "kind": ("kind", "health_data"), "isGranted": ("granted", "1"), "version": ("version", "2"),
                    "language": ("language", "en"), "decidedAt": ("at", "\(consent.decidedAt)"),
                ], leftOut: [:], in: file["accounts/consents"]?.last ?? [:])
            problems += exportProblems(
                of: receipt,
                places: [
                    "user": ("by", "site"), "use": ("purpose", "sample"), "at": ("at", "\(receipt.at)"),
                    "reference": ("reference", "marker.heron"),
                ], leftOut: [:], in: file["accounts/receipts"]?.last ?? [:])
            #expect(problems == [])
            let role = file["accounts/roles"]?.first
            #expect(role?["role"] as? String == "leader" && role?["space"] as? String == "site")
        }
    }

    @Test(arguments: Backend.available)
    func `every day that is kept of a member stands in the export, and every receipt`(on backend: Backend) async throws
    {
        try await withAccounts(on: backend) { world in
            try await world.fill("Marker Heron")
            let id = try await world.id(of: "Marker Heron")
            // Each at a time of its own.
            let days = (1...6).map { Instant(milliseconds: world.time.now.milliseconds + $0 * 86_400_000) }
            try await world.database.write { tx in
                try tx.execute("UPDATE space_roles SET granted_at = \(days[0])")
                try HoldStore.set(.suspended, on: id, at: days[1], in: tx)
                try SecondFactorStore.noteReset(of: id, at: days[2], in: tx)
                try tx.execute("UPDATE contacts SET changed_at = \(days[3])")
                try tx.execute("UPDATE credentials SET changed_at = \(days[4]), recovery_made_at = \(days[5])")
                try tx.insert(
                    into: "receipts", ["id", "member_id", "used_at", "used_by", "purpose"],
                    rows: (0..<10_001).map { number in
                        [
                            ID<Receipt>.random().sqlValue, id.sqlValue, (world.time.now + .seconds(number)).sqlValue,
                            "site".sqlValue, "sample".sqlValue,
                        ]
                    })
            }
            let file = try await world.accounts.records.exported(of: id, from: world.database)
            func first(_ part: String, _ value: String) -> Any? { file["accounts/\(part)"]?.first?[value] }
            let found = [
                first("roles", "grantedAt"), first("hold", "since"), first("factors-taken", "at"),
                first("contact", "changedAt"), first("passphrase", "changedAt"),
                first("passphrase", "recoveryCodeMadeAt"),
            ].map { $0 as? String }
            #expect(found == days.map(\.description))
            #expect((file["accounts/receipts"]?.count ?? 0) > 10_001)
        }
    }
}

extension TestAccounts {
    /// What the stores give back of a member: the last consent, the newest receipt.
    fileprivate func kept(
        of id: ID<Person>
    ) async throws -> (member: Member, contact: Contact, consent: ConsentDecision, receipt: Receipt) {
        let (viewer, seal) = (Viewer.person(id, roles: []), ColumnSeal(key: accounts.keys.contact))
        return try await database.read { tx in
            let consents = try ConsentStore.history(as: viewer, in: tx)
            return (
                try #require(try MemberStore.own(as: viewer, in: tx)),
                try ContactStore.own(as: viewer, seal: seal, in: tx), try #require(consents.last),
                try #require(try ReceiptStore.own(as: viewer, consents: consents, limit: 9, in: tx).first)
            )
        }
    }
}
