package import Markup
package import Storage

extension AccountsFeature {
    /// Inserts made-up members, who agree to the use of their health data and cannot sign in, and answers their
    /// identifiers in order of their numbers. The same seed gives the same people; further calls add further people.
    ///
    /// - Parameters:
    ///   - joined: when member number n joined.
    ///   - language: what member number n reads; nil: four of five the default, the fifth another one in turn.
    package func createSynthetic(
        count: Int, seed: UInt64, joined: @escaping @Sendable (Int) -> Instant,
        language: (@Sendable (Int) -> Language)? = nil
    ) async throws -> [ID<Person>] {
        var (number, taken) = try await database.read {
            (try SyntheticStore.count(in: $0), try SyntheticStore.takenKeys(in: $0))
        }
        let names = words.suggestion(words.standard)
        let spoken = language ?? words.mixed
        var ids: [ID<Person>] = []
        ids.reserveCapacity(max(count, 0))
        while ids.count < count {
            var piece: [SyntheticMember] = []
            // Pieces keep a transaction and its memory small.
            while piece.count < 10_000, ids.count + piece.count < count {
                let member = SyntheticMember(
                    number: number, seed: seed, pseudonym: names.numbered(number), language: spoken(number),
                    createdAt: joined(number))
                number += 1
                // A real member may have chosen such a name.
                if taken.insert(member.key.text).inserted { piece.append(member) }
            }
            let members = piece
            try await database.write { try SyntheticStore.add(members, in: $0) }
            ids += members.map(\.id)
        }
        let (audit, now, made) = (audit, clock.now(), ids.count)
        try await database.write {
            try audit.record(
                .simulated, about: nil, by: .system(reason: "simulate"), detail: "\(made) members, seed \(seed)",
                at: now,
                in: $0)
        }
        return ids
    }
}
