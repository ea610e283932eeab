import Accounts
package import Storage

// What a demonstration begins with.
extension GroupsFeature {
    /// Takes in the made-up organizations of a file; the account that leads groups becomes coordinator and leader of
    /// all there are.
    package func demonstrate(path: String, leader: ID<Person>?) async throws {
        try await takeIn(GroupFile(path: path), demo: leader)
        guard let leader else { return }
        let organizations = try await database.read { try OrganizationStore.all(in: $0) }
        for organization in organizations {
            for role in [Role.coordinator, .leader] {
                try await accounts.grant(
                    HeldRole(role, in: organization.space), to: leader, by: .system(reason: "demonstration"))
            }
        }
    }
}
