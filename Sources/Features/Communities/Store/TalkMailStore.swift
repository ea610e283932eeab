import Accounts
import Post
import Storage
import Web

/// What of `talk_news` was told by mail, and the table `reply_places`.
enum TalkMailStore {
    /// Says of all that is new for a member and was in no mail yet that it is in this one. The same mail, written again, has
    /// the same in it.
    static func take(in mail: ID<Mail>, of member: ID<Person>, tx: Transaction) throws {
        try tx.execute(
            """
            UPDATE talk_news SET mail_id = \(mail)
            WHERE member_id = \(member) AND mail_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM talk_news AS taken WHERE taken.member_id = \(member) AND taken.mail_id = \(mail))
            """)
    }

    /// A post as a mail tells of it.
    struct Told: Sendable {
        let words: String
        /// What its author warns of, and what a moderator does.
        let warning: String?
        let warnedOf: TalkTheme?
        /// Of what it speaks that some wish to be warned of.
        let themes: Set<TalkTheme>
    }

    /// What a post says and what its readers are warned of, as the viewer may read it.
    static func words(of place: PostPlace, as viewer: Viewer, in tx: Transaction) throws -> Told? {
        try tx.first(
            """
            SELECT posts.words, posts.warning, warnings.theme, posts.themes
            FROM posts LEFT JOIN post_warnings AS warnings
                ON warnings.thread_id = posts.thread_id AND warnings.number = posts.number
            WHERE posts.thread_id = \(place.thread) AND posts.number = \(place.number) AND posts.state <> 'gone'
                AND \(ThreadVisibilityStore.isReadable(post: "posts", by: viewer))
            """
        ) { row in
            Told(
                words: try row.get(0), warning: try row.get(1),
                warnedOf: try row.get(2, as: String?.self).flatMap(TalkTheme.init(rawValue:)),
                themes: Set(names: try row.get(3)))
        }
    }

    /// Where what a member writes by mail to a thread comes in; made where there is none yet.
    static func replyPlace(
        of member: ID<Person>, in thread: ID<CommunityThread>, tx: Transaction
    ) throws -> ID<ReplyPlace>? {
        try tx.execute(
            """
            INSERT INTO reply_places (id, member_id, thread_id) VALUES (\(ID<ReplyPlace>.random()), \(member), \(thread))
            ON CONFLICT (member_id, thread_id) DO NOTHING
            """)
        return try tx.first("SELECT id FROM reply_places WHERE member_id = \(member) AND thread_id = \(thread)") {
            try $0.get(0)
        }
    }

    /// Whose place it is, in which thread. Whether a mail that names it is theirs `MailedReplies` says.
    static func find(
        _ place: ID<ReplyPlace>, in tx: Transaction
    ) throws -> (member: ID<Person>, thread: ID<CommunityThread>)? {
        try tx.first("SELECT member_id, thread_id FROM reply_places WHERE id = \(place)") {
            (try $0.get(0), try $0.get(1))
        }
    }

    /// Whether a member agrees now that words about their health are kept.
    static func hasHealthConsent(_ member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM members WHERE id = \(member) AND \(AccountsFeature.hasHealthConsent("members.id"))")
        { _ in true } ?? false
    }
}
