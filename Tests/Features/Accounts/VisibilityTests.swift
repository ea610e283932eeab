import Databases
import World
import Storage
import Testing
import World
import Web

@testable import Accounts

/// Who looks at Owl's things, and what there is between them.
enum Relation: String, CaseIterable, CustomTestStringConvertible {
    case themselves = "Owl"
    case mutual = "somebody who follows Owl and is followed back"
    case follower = "somebody who follows Owl"
    case followed = "somebody whom Owl follows"
    case stranger = "any member"
    case visitor = "a visitor"
    case blockedByOwl = "somebody whom Owl blocked"
    case blockerOfOwl = "somebody who blocked Owl"
    case bothBlocked = "somebody, each having blocked the other"
    case onceMutual = "somebody who was followed back until Owl blocked them"
    case forgiven = "somebody who was followed back until a block that is taken back"
    case program = "the program itself"

    var testDescription: String { rawValue }

    /// What they see: the truth table, written down by hand.
    var seen: Set<Visibility> {
        switch self {
        case .themselves, .program: [.onlyMe, .followedBack, .members, .anyone]
        case .mutual: [.followedBack, .members, .anyone]
        case .follower, .followed, .stranger, .forgiven: [.members, .anyone]
        case .visitor: [.anyone]
        case .blockedByOwl, .blockerOfOwl, .bothBlocked, .onceMutual: []
        }
    }

    /// What was done before, by Owl or by the other.
    var acts: [(act: TiesModel.Act, isByOwl: Bool)] {
        switch self {
        case .themselves, .stranger, .visitor, .program: []
        case .mutual: [(.follow, true), (.follow, false)]
        case .follower: [(.follow, false)]
        case .followed: [(.follow, true)]
        case .blockedByOwl: [(.block, true)]
        case .blockerOfOwl: [(.block, false)]
        // Whoever is blocked cannot block any more, so that the second block is there only in the table.
        case .bothBlocked: [(.block, true)]
        case .onceMutual: [(.follow, true), (.follow, false), (.block, true)]
        case .forgiven: [(.follow, true), (.follow, false), (.block, false), (.unblock, false)]
        }
    }
}

@Suite struct VisibilityTests {
    @Test(arguments: Backend.available, Relation.allCases)
    func `every level shows a thing to those it names and to nobody else`(
        on backend: Backend, for relation: Relation
    ) async throws {
        try await withAccounts(on: backend) { world in
            let (owl, viewer) = try await world.meet(relation)
            try await world.makeNotes(of: [owl])
            let notes = try await world.notes(as: viewer)
            #expect(Set(notes.compactMap(\.visibility)) == relation.seen)
            #expect(notes.contains { $0.visibility == nil } == relation.seen.contains(.onlyMe))
            for level in Visibility.allCases {
                try await world.show(owl, to: level)
                let profile = try await world.accounts.profile(of: owl, as: viewer)
                #expect((profile != nil) == relation.seen.contains(level), "\(level)")
                guard let profile else { continue }
                #expect(profile.pseudonym == "Owl")
                #expect(profile.about == "Rowing again.")
                #expect(profile.conditions.map(\.since?.text) == ["2019-03"])
            }
        }
    }

    @Test(arguments: Backend.available, 1...3 as ClosedRange<UInt64>)
    func `whatever people do to each other, everybody sees what the rules say`(
        on backend: Backend, seed: UInt64
    ) async throws {
        try await withAccounts(on: backend) { world in
            var members: [ID<Person>] = []
            // In the order of their names, as lists have them.
            for name in ["Auk", "Crow", "Dove", "Heron", "Owl"] { members.append(try await world.member(name)) }
            try await world.makeNotes(of: members)
            var (model, numbers) = (TiesModel(), SeededRandom(seed: seed))
            for step in 1...120 {
                let act = TiesModel.Act.allCases.randomElement(using: &numbers) ?? .follow
                let (one, other) = (Int.random(in: 0..<5, using: &numbers), Int.random(in: 0..<5, using: &numbers))
                let isDone = try await world.perform(act, by: members[one], on: members[other])
                #expect(isDone == model.perform(act, by: one, on: other), "\(act) by \(one) on \(other)")
                if step % 20 == 0 { try await world.expectSame(as: model, members) }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the fragment for what has no visibility hides what a block hides, and only that`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            let cy = try await world.member("Cy")
            try await world.makeNotes(of: [ana, bo, cy])
            try await world.accounts.block(bo, as: ana.asViewer)
            for (viewer, seen) in [
                (ana.asViewer, [ana, cy]), (bo.asViewer, [bo, cy]), (cy.asViewer, [ana, bo, cy]),
                (.anonymous, [ana, bo, cy]), (.system(reason: "test"), [ana, bo, cy]),
            ] {
                #expect(try await world.unblockedAuthors(as: viewer) == Set(seen))
            }
        }
    }

    @Test(arguments: Backend.available)
    func `what belongs to nobody is seen by nobody, and blocked by nobody`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            for viewer in [ana.asViewer, .anonymous] {
                let truths = try await world.database.read { tx in
                    try tx.first(
                        """
                        SELECT \(AccountsFeature.isVisible("asked.visibility", of: "asked.author_id", to: viewer)),
                               \(AccountsFeature.isNotBlocked("asked.author_id", for: viewer))
                        FROM (SELECT \(nil as ID<Person>?) AS author_id, \(Visibility.anyone) AS visibility) AS asked
                        """
                    ) { [try $0.get(0, as: Bool.self), try $0.get(1, as: Bool.self)] }
                }
                #expect(truths == [false, true])
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a list looks its rows up, however many follow the viewer`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            let crowd = try await world.accounts.createSynthetic(count: 900, seed: 7, joined: { _ in world.time.now })
            try await world.makeNotes(of: crowd)
            try await world.database.write { tx in
                for (table, columns) in Self.tables {
                    try tx.insert(into: table, columns, rows: crowd.map { [$0.sqlValue, ana.sqlValue] })
                    try tx.insert(into: table, columns, rows: crowd.map { [ana.sqlValue, $0.sqlValue] })
                }
                try tx.execute("ANALYZE")
            }
            let plan = try await world.plan(
                """
                SELECT notes.id FROM notes
                WHERE \(TestAccounts.isSeen(by: ana.asViewer)) ORDER BY notes.id LIMIT 50
                """)
            let lookups = plan.filter { $0.contains("SEARCH") || $0.contains("Index Only Scan using") }
            for table in ["following", "blocking"] {
                #expect(lookups.filter { $0.contains(table) }.count == 2, "\(plan)")
            }
            #expect(!plan.contains { $0.contains("hashed") || $0.contains("SCAN following") }, "\(plan)")
        }
    }

    private static let tables: [(StaticString, [StaticString])] = [
        ("follows", ["follower_id", "followed_id"]), ("blocks", ["blocker_id", "blocked_id"]),
    ]
}

extension TestAccounts {
    /// Owl, and whoever looks; the two stand in that relation.
    func meet(_ relation: Relation) async throws -> (owl: ID<Person>, viewer: Viewer) {
        let (owl, other) = (try await member("Owl", consent: true), try await member("Heron"))
        for (act, isByOwl) in relation.acts {
            let (one, another) = isByOwl ? (owl, other) : (other, owl)
            #expect(try await perform(act, by: one, on: another))
        }
        switch relation {
        case .themselves: return (owl, owl.asViewer)
        case .visitor: return (owl, .anonymous)
        case .program: return (owl, .system(reason: "test"))
        case .bothBlocked:
            _ = try await database.write { try BlockStore.add(owl, by: other, in: $0) }
            return (owl, other.asViewer)
        default: return (owl, other.asViewer)
        }
    }

    /// Compares what everybody sees, and everybody's lists, with the rules.
    func expectSame(as model: TiesModel, _ members: [ID<Person>]) async throws {
        let lookers =
            [(TiesModel.Looker.anonymous, Viewer.anonymous), (.system, .system(reason: "test"))]
            + members.enumerated().map { (.member($0.offset), $0.element.asViewer) }
        for (looker, viewer) in lookers {
            var expected: Set<Note> = []
            for (owner, author) in members.enumerated() {
                for level in Visibility.allCases.map(Optional.some) + [nil] where model.sees(looker, level, of: owner) {
                    expected.insert(Note(author: author, visibility: level))
                }
            }
            #expect(try await notes(as: viewer) == expected, "\(looker)")
        }
        for (number, member) in members.enumerated() {
            func ends(_ ties: Set<TiesModel.Tie>) -> [ID<Person>] {
                ties.filter { $0.from == number }.map(\.to).sorted().map { members[$0] }
            }
            let following = try await accounts.following(as: member.asViewer)
            #expect(following.map(\.member) == ends(model.follows))
            #expect(try await accounts.blocks(as: member.asViewer).map(\.member) == ends(model.blocks))
            let followers = try await accounts.followers(as: member.asViewer)
            let expected = model.follows.filter { $0.to == number }.map { members[$0.from] }
            #expect(followers.map(\.member) == expected.sorted())
            let mutual = Set(following.filter(\.isMutual).map(\.member))
            #expect(mutual == Set(followers.filter(\.isMutual).map(\.member)))
            #expect(mutual == Set(expected).intersection(ends(model.follows)))
        }
    }

    func unblockedAuthors(as viewer: Viewer) async throws -> Set<ID<Person>> {
        try await database.read { tx in
            Set(
                try tx.rows(
                    """
                    SELECT DISTINCT notes.author_id FROM notes
                    WHERE \(AccountsFeature.isNotBlocked("notes.author_id", for: viewer))
                    """
                ) { try $0.get(0) })
        }
    }

    /// How the engine would run a query, a step a line.
    func plan(_ query: SQL) async throws -> [String] {
        try await database.read { tx in
            switch tx.engine {
            case .sqlite: try tx.rows("EXPLAIN QUERY PLAN \(query)") { try $0.get(3) }
            case .postgres: try tx.rows("EXPLAIN \(query)") { try $0.get(0) }
            }
        }
    }
}
