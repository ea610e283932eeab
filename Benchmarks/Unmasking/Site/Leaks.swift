import Foundation
import Storage
import Web

/// What betrays on purpose, beside the product: rows in tables of the bench's, and lines.
struct Leaks: Sendable {
    let betrayal: Betrayal?
    let rooms: Rooms
    let members: [ID<Leaks>]

    static let tables = Migrations(
        feature: "Leaks",
        files: [
            Migrations.File(
                name: "001_leaks.sql",
                text: """
                    CREATE TABLE own_parts (member_id UUID PRIMARY KEY, part BIGINT NOT NULL);
                    CREATE TABLE own_limits (member_id UUID PRIMARY KEY, part BIGINT NOT NULL);
                    CREATE TABLE own_visits (member_id UUID PRIMARY KEY, part BIGINT NOT NULL);
                    CREATE TABLE own_cells (id UUID PRIMARY KEY);
                    CREATE TABLE own_offers (thread_id UUID NOT NULL, member_id UUID NOT NULL,
                        PRIMARY KEY (thread_id, member_id));
                    """)
        ].compactMap { $0 })

    init(_ betrayal: Betrayal?, _ rooms: Rooms, _ members: [ID<Leaks>]) async throws {
        (self.betrayal, self.rooms, self.members) = (betrayal, rooms, members)
        let rows = members.map { [$0.sqlValue, Int64(0).sqlValue] }
        try await rooms.database.write { tx in
            try tx.insert(into: "own_parts", ["member_id", "part"], rows: rows)
            try tx.insert(into: "own_limits", ["member_id", "part"], rows: rows)
            try tx.insert(into: "own_visits", ["member_id", "part"], rows: rows)
        }
    }

    func visited(_ member: Int) async throws {
        guard betrayal == .seenAt else { return }
        let id = members[member]
        try await rooms.database.write {
            try $0.execute("UPDATE own_visits SET part = part + 1 WHERE member_id = \(id)")
        }
    }

    /// Something was sent, in one's name or not.
    func sent(_ member: Int) async throws {
        guard betrayal == .bucketRow else { return }
        let id = members[member]
        try await rooms.database.write {
            try $0.execute("UPDATE own_limits SET part = part + 1 WHERE member_id = \(id)")
        }
    }

    /// Something was sent in the dark.
    func sat(_ member: Int, cell: ID<Leaks>, _ guest: inout Guest) async throws {
        let id = members[member]
        switch betrayal {
        case .blobRewritten:
            try await rooms.database.write {
                try $0.execute("UPDATE own_parts SET part = part + 1 WHERE member_id = \(id)")
            }
        case .poolOnDemand:
            try await rooms.database.write { try $0.execute("INSERT INTO own_cells (id) VALUES (\(cell))") }
        case .openDraft:
            let page = "/communities/\(Rooms.community)/ask?kind=question"
            _ = await guest.post(
                "/communities/\(Rooms.community)/ask", on: page,
                [("kind", "question"), ("title", "It is"), ("words", "I would"), ("keep", "yes")])
        case .routeMetric: rooms.lines.add("counted\u{1F}route=dark")
        default: break
        }
    }

    /// What somebody sent has appeared.
    func appeared(_ thread: ID<Leaks>, of member: Int, cell: ID<Leaks>, isFirst: Bool) async throws {
        let (id, all) = (members[member], members)
        try await rooms.database.write { tx in
            switch betrayal {
            case .authorKept: try tx.execute("UPDATE threads SET author_id = \(id) WHERE id = \(thread)")
            case .sameTransaction:
                try tx.execute("UPDATE threads SET revision = revision + 1 WHERE id = \(thread)")
                try tx.execute("UPDATE own_parts SET part = part + 1 WHERE member_id = \(id)")
            case .poolOnDemand:
                try tx.execute("UPDATE threads SET revision = revision + 1 WHERE id = \(thread)")
                try tx.execute("DELETE FROM own_cells WHERE id = \(cell)")
            case .offerSkipsAsker where isFirst:
                let told = all.indices.filter { $0 != member && $0 % 5 > 0 }
                let rows = told.map { [thread.sqlValue, all[$0].sqlValue] }
                try tx.insert(into: "own_offers", ["thread_id", "member_id"], rows: rows)
            default: break
            }
        }
    }
}
