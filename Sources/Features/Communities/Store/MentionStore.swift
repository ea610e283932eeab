import Accounts
import Markdown
import Markup
import Storage

/// The table `post_mentions`: which posts name whom. A name leaves the words of others with its member.
enum MentionStore {
    /// What stands in the place of the name of somebody who has left.
    static let somebody = "@…"

    /// Adds whom a post names. What an earlier version of it named, that version goes on naming.
    static func add(_ named: [CommunitiesFeature.Named], at place: PostPlace, in tx: Transaction) throws {
        for one in named {
            try tx.execute(
                """
                INSERT INTO post_mentions (thread_id, number, member_id, name)
                VALUES (\(place.thread), \(place.number), \(one.member), \(one.pseudonym))
                ON CONFLICT (thread_id, number, member_id) DO NOTHING
                """)
        }
    }

    /// A post without words names nobody.
    static func remove(at place: PostPlace, in tx: Transaction) throws {
        try tx.execute("DELETE FROM post_mentions WHERE \(isHere(place))")
    }

    /// Takes a member's name out of a few posts of others; answers whether there may be more.
    static func erase(_ member: ID<Person>, limit: Int, in tx: Transaction) throws -> Bool {
        let few = try tx.rows(
            """
            SELECT thread_id, number, name FROM post_mentions WHERE member_id = \(member)
            ORDER BY thread_id, number LIMIT \(limit)
            """
        ) { (place: PostPlace(try $0.get(0), try $0.get(1)), name: try $0.get(2, as: String.self)) }
        for one in few {
            try tx.execute("DELETE FROM post_mentions WHERE \(isHere(one.place)) AND member_id = \(member)")
            // Another's name may begin with this one.
            let others = try tx.rows("SELECT name FROM post_mentions WHERE \(isHere(one.place))") {
                try $0.get(0, as: String.self)
            }
            try takeOut(LeavingName(one.name, besides: others), of: one.place, in: tx)
        }
        if !few.isEmpty { try tx.noteTakedown() }
        return few.count == limit
    }

    /// Of all versions, and of what readers are shown and find.
    private static func takeOut(_ name: LeavingName, of place: PostPlace, in tx: Transaction) throws {
        let post = try tx.first("SELECT words, html FROM posts WHERE \(isHere(place))") {
            (words: try $0.get(0, as: String.self), html: try $0.get(1, as: [UInt8].self))
        }
        guard let post else { return }
        try tx.execute(
            """
            UPDATE posts SET words = \(name.takenOut(of: post.words)), html = \(name.takenOut(ofHTML: post.html))
            WHERE \(isHere(place))
            """)
        for version in try PostStore.versions(of: place, in: tx) {
            try tx.execute(
                """
                UPDATE post_versions SET words = \(name.takenOut(of: version.words))
                WHERE \(isHere(place)) AND version = \(version.number)
                """)
        }
        try tx.execute("UPDATE threads SET revision = revision + 1 WHERE id = \(place.thread)")
        try PostIndexStore.update(place, in: tx)
    }

    private static func isHere(_ place: PostPlace) -> SQL {
        "thread_id = \(place.thread) AND number = \(place.number)"
    }
}

/// The name of somebody who leaves, as others wrote it.
private struct LeavingName {
    private var phrases = LinkedPhrases()
    private static let (gone, other): (Link, Link) = ("/gone", "/other")

    init(_ name: String, besides others: [String]) {
        phrases.add(name: name, Self.gone)
        for one in others { phrases.add(name: one, Self.other) }
    }

    func takenOut(of words: String) -> String {
        phrases.replacing(Self.gone, in: words, with: MentionStore.somebody)
    }

    /// Names stand between tags, with an apostrophe at most that is written as a number; attributes stand in other marks.
    func takenOut(ofHTML html: [UInt8]) -> [UInt8] {
        Array(takenOut(of: String(decoding: html, as: UTF8.self).replacing("&#39;", with: "'")).utf8)
    }
}
