package import Storage

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
    /// Takes what says why a name cannot stand before others: names pass no other look.
    let lookAtNames: @Sendable (_ look: @escaping @Sendable (String) -> NameFinding?) -> Void
    /// Under what the words of reported texts are sealed: 32 bytes that stay outside the database.
    let caseKey: [UInt8]

    package init(
        holders: @escaping @Sendable (Role, Space, Transaction) throws -> [ID<Person>],
        pseudonyms: @escaping @Sendable ([ID<Person>], Transaction) throws -> [ID<Person>: String],
        tell: @escaping @Sendable (ID<Person>, Transaction) throws -> Void,
        joined: @escaping @Sendable ([ID<Person>], Transaction) throws -> [ID<Person>: Instant],
        suspend: @escaping @Sendable (ID<Person>, _ until: Instant, _ by: Viewer, Transaction) throws -> Void,
        reopen: @escaping @Sendable (ID<Person>, _ until: Instant, _ by: Viewer, Transaction) throws -> Void,
        lookAtNames: @escaping @Sendable (_ look: @escaping @Sendable (String) -> NameFinding?) -> Void,
        caseKey: [UInt8]
    ) {
        (self.holders, self.pseudonyms, self.tell, self.suspend) = (holders, pseudonyms, tell, suspend)
        (self.joined, self.reopen, self.lookAtNames, self.caseKey) = (joined, reopen, lookAtNames, caseKey)
    }
}
