package import Storage

/// Where a member's mail goes, at the moment of sending.
package struct Recipient: Sendable {
    package let address: MailAddress
    /// A language tag.
    package let language: String
    /// When the address was saved: what comes back about an older one, or ends mail to it, says nothing about this one.
    package let addressSince: Instant
    /// They wish to be left in peace until then; nil where they do not.
    package let quietUntil: Instant?

    package init(address: MailAddress, language: String, addressSince: Instant, quietUntil: Instant? = nil) {
        (self.address, self.language, self.addressSince) = (address, language, addressSince)
        self.quietUntil = quietUntil
    }
}

/// Who keeps the addresses; asked anew for each mail, so that what was changed, taken back or erased meanwhile holds.
package struct AddressBook: Sendable {
    /// Nil for a member who may not be written to now.
    package let recipient: @Sendable (ID<Person>) async throws -> Recipient?
    /// Notes that a member's address, of that moment, takes no mail.
    package let noteBadAddress: @Sendable (ID<Person>, Instant) async throws -> Void

    package init(
        recipient: @escaping @Sendable (ID<Person>) async throws -> Recipient?,
        noteBadAddress: @escaping @Sendable (ID<Person>, Instant) async throws -> Void
    ) {
        (self.recipient, self.noteBadAddress) = (recipient, noteBadAddress)
    }
}
