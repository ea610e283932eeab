package import Safety
import Storage

extension AccountsFeature {
    /// What Safety asks of accounts.
    package var forSafety: SafetyHouse {
        SafetyHouse(
            holders: { try Self.openHolders(of: $0, in: $1, tx: $2) },
            pseudonyms: { try Self.pseudonyms(of: $0, in: $1) },
            tell: { try tellOfNews(to: $0, in: $1) },
            joined: { try MemberStore.joined($0, in: $1) },
            suspend: { member, until, actor, tx in
                do { try suspend(member, until: until, by: actor, in: tx) } catch AppointmentError.lastAdministrator {
                    throw SuspensionRefusal.lastAdministrator
                }
            },
            reopen: { try reopen($0, until: $1, by: $2, in: $3) }, takeRules: { take($0) }, caseKey: keys.cases
        )
    }
}
