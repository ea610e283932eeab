package import Storage
import Web

/// Why an account is not suspended.
package enum SuspensionRefusal: Error {
    /// Nobody else could run the server.
    case lastAdministrator
}

/// What Safety asks of other rooms. It knows none of them: the front door hands these in.
package struct SafetyHouse: Sendable {
    /// Who holds a role in a space and can sign in, longest first.
    package let holders: @Sendable (Role, Space, Transaction) throws -> [ID<Person>]
    /// How members are called; whoever erased their account is missing.
    package let pseudonyms: @Sendable ([ID<Person>], Transaction) throws -> [ID<Person>: String]
    /// Has a member told by mail, if they wish for mail, that something new is there: that, and not what.
    package let tell: @Sendable (ID<Person>, Transaction) throws -> Void
    /// When members joined; whoever erased their account is missing.
    package let joined: @Sendable ([ID<Person>], Transaction) throws -> [ID<Person>: Instant]
    /// Suspends an account until then, and ends its sessions; one that is held for longer stays so. Throws
    /// `SuspensionRefusal`.
    package let suspend: @Sendable (ID<Person>, _ until: Instant, _ by: Viewer, Transaction) throws -> Void
    /// Opens an account again that was suspended until just then; not one that is held for another reason.
    package let reopen: @Sendable (ID<Person>, _ until: Instant, _ by: Viewer, Transaction) throws -> Void
    /// Takes by what words are looked at: names and lines about oneself stand in a room below this one.
    let takeRules: @Sendable (SafetyRules) -> Void
    /// Under what the words of reported texts are sealed: 32 bytes that stay outside the database.
    let caseKey: [UInt8]

    package init(
        holders: @escaping @Sendable (Role, Space, Transaction) throws -> [ID<Person>],
        pseudonyms: @escaping @Sendable ([ID<Person>], Transaction) throws -> [ID<Person>: String],
        tell: @escaping @Sendable (ID<Person>, Transaction) throws -> Void,
        joined: @escaping @Sendable ([ID<Person>], Transaction) throws -> [ID<Person>: Instant],
        suspend: @escaping @Sendable (ID<Person>, _ until: Instant, _ by: Viewer, Transaction) throws -> Void,
        reopen: @escaping @Sendable (ID<Person>, _ until: Instant, _ by: Viewer, Transaction) throws -> Void,
        takeRules: @escaping @Sendable (SafetyRules) -> Void,
        caseKey: [UInt8]
    ) {
        (self.holders, self.pseudonyms, self.tell, self.suspend) = (holders, pseudonyms, tell, suspend)
        (self.joined, self.reopen, self.takeRules, self.caseKey) = (joined, reopen, takeRules, caseKey)
    }
}

/// Safety without what it asks of other rooms. Accounts keeps it and makes a `SafetyFeature` of it where words are looked at:
/// kept whole, each of the two would hold the other for ever.
package struct SafetyRules: Sendable {
    package let reader: CrisisReader
    let review: CurrentReviewRules
    let dependencies: Dependencies

    /// What a name says that others should not read; nil for nearly all.
    package func finding(inName name: String) -> NameFinding? { review.value.finding(inName: name) }
}
