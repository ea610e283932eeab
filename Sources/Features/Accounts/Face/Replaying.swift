import Markup
package import Storage
package import Web

extension AccountsFeature {
    /// What was done to a restored copy.
    package struct Replayed: Sendable, Equatable {
        /// Members in the copy, before.
        package var members: Int
        package var erased = 0
        /// Members whose health data may no longer be kept and counted.
        package var withdrawn = 0

        package init(members: Int) { self.members = members }
    }

    /// Erases again who had erased their account, and ends the consent of those who had taken it back, in a copy that was
    /// made before; what was done on other days stays. Nobody may work on the database meanwhile.
    package func replay(_ book: ErasureBook, in house: [Feature]) async throws -> Replayed {
        let now = clock.now()
        let members = try await database.read { try MemberStore.all(in: $0) }
        var done = Replayed(members: members.count)
        for member in members {
            if book.kinds[keys.erasures.erased(member)] == .erased {
                _ = try await erase(member, by: Self.restoring, house, at: now)
                done.erased += 1
            } else if book.kinds[keys.erasures.consent(member)] == .withdrawn,
                try await endConsent(of: member, at: now)
            {
                done.withdrawn += 1
            }
        }
        try await leaveReceipts(with: members, at: now)
        let marks = book.kinds.map { ErasureMark(mark: $0.key, kind: $0.value) }
        try await database.write { tx in
            for mark in marks {
                // A consent that the copy knows to be taken back stays so, whatever an older file says.
                let isOlder = try mark.kind == .granted && ErasureMarkStore.find(mark.mark, in: tx)?.kind == .withdrawn
                if !isOlder { try ErasureMarkStore.note(mark, in: tx) }
            }
            // The tables are new here: what was erased from them goes in the next night.
            try RewrittenTableStore.forget(in: tx)
        }
        return done
    }

    /// Signs everybody out of a restored copy: it does not know which sessions ended since it was made.
    package func endEverybodysSessions() async throws {
        try await database.write { try SessionStore.endEverybodys(in: $0) }
    }

    /// Everybody who is still there learns that their data came back from a copy.
    private func leaveReceipts(with members: [ID<Person>], at now: Instant) async throws {
        let receipt = Receipt(user: .site, use: .restored, at: now)
        for start in stride(from: 0, to: members.count, by: 500) {
            let piece = members[start..<min(start + 500, members.count)]
            try await database.write { tx in
                for member in piece where try MemberStore.exists(member, in: tx) {
                    try ReceiptStore.add(receipt, for: member, in: tx)
                }
            }
        }
    }

    /// Throws `ErasureBookError.old` where the copy has marks that the file lacks: then it lacks others, too.
    package func check(_ book: ErasureBook, from path: String) async throws {
        let marks = try await database.read { try ErasureMarkStore.all(in: $0) }
        guard marks.allSatisfy({ book.kinds[$0.mark] != nil }) else { throw ErasureBookError.old(path: path) }
    }

    /// How many people have accounts in a database, which need not be of this version.
    package static func countMembers(in database: Database) async throws -> Int {
        guard try await database.wasMigrated(for: "Accounts") else { return 0 }
        return try await database.read { try MemberStore.count(in: $0) }
    }

    private static let restoring = Viewer.system(reason: "restore")

    /// Whether there was a consent to end. The member is asked again.
    private func endConsent(of member: ID<Person>, at now: Instant) async throws -> Bool {
        let audit = audit
        return try await database.write { tx in
            let viewer = Viewer.person(member, roles: [])
            guard let own = try MemberStore.own(as: viewer, in: tx), own.hasHealthConsent else { return false }
            let kind = ConsentKind.healthData
            try ConsentStore.decide(
                ConsentDecision(
                    kind: kind, isGranted: false, version: kind.version, language: own.language.rawValue, decidedAt: now
                ),
                by: member, in: tx)
            try audit.record(
                .consentWithdrawn, about: member, by: Self.restoring, detail: "\(kind.rawValue) \(kind.version)",
                at: now,
                in: tx)
            return true
        }
    }
}
