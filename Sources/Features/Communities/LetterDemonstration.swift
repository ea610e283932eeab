import Accounts
import Storage
import Web

extension CommunitiesFeature {
    /// What the tests of permissions begin with: the owner and the other member write to each other, and whoever sees the
    /// other's page can ask them.
    func demonstrateLetters(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        var profile = OwnProfile()
        profile.pseudonymVisibility = .members
        try await accounts.setProfile(profile, as: .person(other, roles: []))
        let now = dependencies.clock.now()
        // Past what keeps members from writing too much: tests make many.
        let id = try await database.write { tx in
            try LetterWishStore.set(.members, of: other, in: tx)
            let (id, keys) = try begin(from: owner, to: other, at: now, tx)
            try add(LetterInput(words: "…"), to: id, from: .asker, owner, keys[.asker], nil, at: now, tx)
            _ = try CorrespondenceStore.answer(id, isYes: true, in: tx)
            try add(LetterInput(words: "…"), to: id, from: .asked, other, keys[.asked], nil, at: now, tx)
            return id
        }
        return [
            "/people/:member": other.description, "/me/letters/:correspondence": id.description,
            "/me/letters/:correspondence/:number": "1",
        ]
    }
}
