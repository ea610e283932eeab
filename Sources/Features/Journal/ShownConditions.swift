import Accounts
import Storage
import Vocabulary

// What members show of their list on their profiles, which Accounts keeps. The profile says nothing that the list does not:
// what is taken off here is taken off there in the same transaction.
extension JournalFeature {
    /// Lets members choose on their profile among what stands on their list.
    func offerConditions() {
        accounts.offer { viewer, tx in
            try MemberConditionStore.conditions(as: viewer, in: tx).map {
                LivedWith(condition: ID($0.condition), since: $0.since)
            }
        }
    }
}

extension ID<LivedWith.Condition> {
    /// A profile names a condition by the same bits.
    init(_ condition: ID<Condition>) { self.init(high: condition.high, low: condition.low) }
}
