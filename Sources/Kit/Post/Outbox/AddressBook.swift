package import Storage

/// Where a member's mail goes, at the moment of sending.
package struct Recipient: Sendable {
    package let address: MailAddress
    /// A language tag.
    package let language: String
    /// When the address was saved: what comes back about an older one says nothing about this one.
    package let addressSince: Instant

    package init(address: MailAddress, language: String, addressSince: Instant) {
        (self.address, self.language, self.addressSince) = (address, language, addressSince)
    }
}

/// Who keeps the addresses; asked anew for each mail, so that what was changed, taken back or erased meanwhile holds.
package struct AddressBook: Sendable {
    /// Those of the members who may be written to now.
    package let recipients: @Sendable ([ID<Person>]) async throws -> [ID<Person>: Recipient]
    /// Notes that a member's address, of that moment, takes no mail.
    package let noteBadAddress: @Sendable (ID<Person>, Instant) async throws -> Void

    package init(
        recipients: @escaping @Sendable ([ID<Person>]) async throws -> [ID<Person>: Recipient],
        noteBadAddress: @escaping @Sendable (ID<Person>, Instant) async throws -> Void
    ) {
        (self.recipients, self.noteBadAddress) = (recipients, noteBadAddress)
    }
}
