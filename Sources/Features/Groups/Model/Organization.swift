package import Storage

/// Who offers groups: a clinic, a hospital, a charity. It is a space: leaders, coordinators and directors hold their
/// roles in it.
package struct Organization: Sendable, Hashable {
    /// Scalars of what it is called.
    package static let mostName = 120

    package let id: ID<Space>
    /// In addresses.
    package let slug: String
    package let name: String
    /// IANA name.
    package let zone: String
    /// E.164; nil where they did not say.
    package let phone: String?

    package init(id: ID<Space>, slug: String, name: String, zone: String, phone: String? = nil) {
        (self.id, self.slug, self.name, self.zone, self.phone) = (id, slug, name, zone, phone)
    }

    package var space: Space { .organization(id) }

    /// The same for ever, so that two servers that open it mean the same.
    package static func id(slug: String) -> ID<Space> { ID(named: "organization:\(slug)") }
}
