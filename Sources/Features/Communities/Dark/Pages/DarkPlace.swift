import Storage
import Web

/// Where a question of a form will stand, drawn when the form is opened: a form that is sent twice is one question, and a form
/// of its own is needed for the second.
struct DarkPlace: Sendable, Equatable {
    let epoch: Int
    let slot: Int
    let act: ID<DarkAct>
    let thread: ID<CommunityThread>

    init(epoch: Int, slot: Int) {
        (self.epoch, self.slot, act, thread) = (epoch, slot, .random(), .random())
    }

    /// What a form brought; nil where this server did not give it to this member.
    init?(_ sealed: String, _ visit: Visit) {
        let parts = visit.signer.open(sealed, for: Self.purpose(visit))?.split(separator: " ") ?? []
        guard parts.count == 4, let epoch = Int(parts[0]), let slot = Int(parts[1]), let act = ID<DarkAct>(parts[2]),
            let thread = ID<CommunityThread>(parts[3]), DarkEpoch.slots.contains(slot)
        else { return nil }
        (self.epoch, self.slot, self.act, self.thread) = (epoch, slot, act, thread)
    }

    func sealed(_ visit: Visit) throws -> String {
        try visit.signer.seal("\(epoch) \(slot) \(act) \(thread)", for: Self.purpose(visit))
    }

    private static func purpose(_ visit: Visit) -> String { "dark form \(visit.session?.person.description ?? "")" }
}

extension CommunitiesFeature {
    /// Another place for the words of a form whose mark a question from another form has just taken; nil where there is none.
    func darkPlace(besides place: DarkPlace, of me: DarkSelf, at now: Instant) async -> DarkPlace? {
        guard case .free(let slots) = await darkAllowance(of: me, at: now) else { return nil }
        return slots.first { $0 != place.slot }.map { DarkPlace(epoch: me.epoch, slot: $0) }
    }
}
