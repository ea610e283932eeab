import World
import Storage
import Testing
import Web

@testable import Accounts

extension ID where Subject == Person {
    var asViewer: Viewer { .person(self, roles: []) }
}

extension TestAccounts {
    /// Does what a member asks; false where they are told that there is nobody.
    func perform(_ act: TiesModel.Act, by one: ID<Person>, on other: ID<Person>) async throws -> Bool {
        do {
            switch act {
            case .follow: try await accounts.follow(other, as: one.asViewer)
            case .unfollow: try await accounts.unfollow(other, as: one.asViewer)
            case .block: try await accounts.block(other, as: one.asViewer)
            case .unblock: try await accounts.unblock(other, as: one.asViewer)
            }
            return true
        } catch Problem.notFound {
            return false
        }
    }

    /// Another feature's table: every member has a note at every level, and one that says no level.
    func makeNotes(of members: [ID<Person>]) async throws {
        try await database.write { tx in
            try tx.execute(
                "CREATE TABLE notes (id BIGINT PRIMARY KEY, author_id UUID, visibility TEXT, words TEXT NOT NULL)")
            let all = members.flatMap { member in
                (Visibility.allCases.map(Optional.some) + [nil]).map { (member, $0) }
            }
            try tx.insert(
                into: "notes", ["id", "author_id", "visibility", "words"],
                rows: all.enumerated().map { number, note in
                    [number.sqlValue, note.0.sqlValue, note.1.sqlValue, "words".sqlValue]
                })
        }
    }

    /// The notes that a viewer sees, through the fragment inside that feature's own query.
    func notes(as viewer: Viewer) async throws -> Set<Note> {
        try await database.read { tx in
            Set(
                try tx.rows(
                    """
                    SELECT notes.author_id, notes.visibility FROM notes
                    WHERE notes.words = \("words") AND \(Self.isSeen(by: viewer)) ORDER BY notes.id
                    """
                ) { row in
                    Note(
                        author: try row.get(0),
                        visibility: try row.get(1, as: String?.self).map(Visibility.init(stored:)))
                })
        }
    }

    static func isSeen(by viewer: Viewer) -> SQL {
        AccountsFeature.isVisible("notes.visibility", of: "notes.author_id", to: viewer)
    }

    /// Fills the profile of a member so that every part has this visibility.
    func show(_ member: ID<Person>, to visibility: Visibility) async throws {
        var profile = OwnProfile()
        profile.pseudonymVisibility = visibility
        profile.about = "Rowing again."
        profile.aboutVisibility = visibility
        profile.sinceVisibility = visibility
        profile.conditions = [
            OwnProfile.Entry(
                LivedWith(condition: ID(named: "condition:one"), since: PartialDate("2019-03")),
                visibility: visibility)
        ]
        try await accounts.setProfile(profile, as: member.asViewer)
    }
}

struct Note: Hashable {
    let author: ID<Person>
    let visibility: Visibility?
}
