/// Where a role is held: the whole site, the county, one community or one organization.
///
/// A role reaches no further than its space: a moderator of one community is nobody in another, and who is steward of
/// the site (its vocabulary, its figures) is nobody in a community.
package struct Space: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case site, county, community, organization
    }

    package let kind: Kind
    /// Which community or organization; nil for the site and the county, of which there is one each.
    package let id: ID<Space>?

    /// What belongs to everybody here: vocabulary, published figures, the server itself.
    package static let site = Space(kind: .site, id: nil)
    package static let county = Space(kind: .county, id: nil)
    package static func community(_ id: ID<Space>) -> Space { Space(kind: .community, id: id) }
    package static func organization(_ id: ID<Space>) -> Space { Space(kind: .organization, id: id) }

    private init(kind: Kind, id: ID<Space>?) {
        self.kind = kind
        self.id = id
    }

    /// As it is kept and written on the command line: `site`, `county`, `community:0190…`.
    package var code: String {
        guard let id else { return kind.rawValue }
        return "\(kind.rawValue):\(id)"
    }

    /// Reads a code; nil for anything else.
    package init?(code: String) {
        let parts = code.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let kind = Kind(rawValue: String(Substring(first))) else { return nil }
        let isOne = kind == .site || kind == .county
        guard parts.count == (isOne ? 1 : 2) else { return nil }
        let id = isOne ? nil : ID<Space>(String(Substring(parts[1])))
        guard isOne || id != nil else { return nil }
        self.init(kind: kind, id: id)
    }
}

/// What a person may do beyond being a member, always in a space.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case leader, coordinator, moderator, steward, director, administrator
}

/// A role somebody holds, and where.
package struct HeldRole: Sendable, Hashable {
    package let role: Role
    package let space: Space

    package init(_ role: Role, in space: Space) {
        self.role = role
        self.space = space
    }
}
