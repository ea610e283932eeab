package import Markup
package import Storage

/// Somebody signed in, as the pages need to know them.
package struct Session: Sendable {
    package let person: ID<Person>
    /// For the header of the page.
    package let pseudonym: String
    /// The session's own secret for forms: at least 128 random bits, never shown as it is.
    package let csrf: String
    /// Every role the person holds.
    package var appointments: Set<HeldRole> = []
    /// Whether the roles count: not before the second step of signing in, and not long after it.
    package var mayUseRoles = true
    /// Where the person has to go before anything else is open to them: their account is held, or their passphrase was
    /// made by somebody else. Pages of `Access.account` stay open.
    package var hold: Link?
    /// The cookie's next edition, for one that has grown old.
    package var renewedCookie: String?
    /// Whether the cookie outlives the browser's window.
    package var isKept = true
    /// The person's own key as the session holds it, sealed under the cookie's bits: with every session, so that no statement
    /// is asked only where the key is needed. Nil where the session was not read from a database.
    package var keyWrap: [UInt8]?
    /// What the rooms asked to know, by the facts' names.
    package var facts: [String: Int] = [:]

    package init(person: ID<Person>, pseudonym: String, csrf: String) {
        self.person = person
        self.pseudonym = pseudonym
        self.csrf = csrf
    }

    /// The roles that count now.
    package var roles: Set<HeldRole> { mayUseRoles && hold == nil ? appointments : [] }

    /// A fact that a room asked for; 0 where nobody did.
    package subscript(fact: SessionFact) -> Int { facts[fact.name] ?? 0 }

    /// Who looks, for every read. Somebody who is held sees what a visitor sees.
    var viewer: Viewer { hold == nil ? .person(person, roles: roles) : .anonymous }
}
