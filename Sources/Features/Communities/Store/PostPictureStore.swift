import Files
import Storage
import Web

/// The table `post_pictures`; their bytes stand in `files`.
enum PostPictureStore {
    /// Pictures of posts of a thread that the viewer may read: those that a moderator let through, and their own.
    static func all(
        of thread: ID<CommunityThread>, numbered numbers: some Sequence<Int>, as viewer: Viewer, in tx: Transaction
    ) throws -> [Int: PostPicture] {
        let found = try tx.rows(
            """
            SELECT pictures.number, \(columns)
            FROM post_pictures AS pictures JOIN files ON files.id = pictures.file_id
                JOIN posts ON posts.thread_id = pictures.thread_id AND posts.number = pictures.number
            WHERE pictures.thread_id = \(thread) AND pictures.number IN (\(SQL.list(numbers)))
                AND \(isVisible(to: viewer))
            ORDER BY pictures.number
            """
        ) { (try $0.get(0, as: Int.self), try picture($0, from: 1)) }
        return Dictionary(found) { $1 }
    }

    /// The picture of a post, where it is this one and the viewer may see it; the post's thread has been looked at.
    static func find(
        _ place: PostPlace, _ file: ID<StoredFile>? = nil, as viewer: Viewer, in tx: Transaction
    ) throws -> PostPicture? {
        try all(of: place.thread, numbered: [place.number], as: viewer, in: tx)[place.number].flatMap { found in
            file.map { $0 == found.file } ?? true ? found : nil
        }
    }

    /// The post to which a picture belongs.
    static func place(of file: ID<StoredFile>, in tx: Transaction) throws -> PostPlace? {
        try tx.first("SELECT thread_id, number FROM post_pictures WHERE file_id = \(file)") {
            PostPlace(try $0.get(0), try $0.get(1))
        }
    }

    /// How many of a member's wait for a moderator, besides that of one post.
    static func countWaiting(of author: ID<Person>, besides place: PostPlace, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM post_pictures AS pictures
                JOIN posts ON posts.thread_id = pictures.thread_id AND posts.number = pictures.number
            WHERE posts.author_id = \(author) AND pictures.state = 'waiting'
                AND NOT (pictures.thread_id = \(place.thread) AND pictures.number = \(place.number))
            """
        ) { try $0.get(0) } ?? 0
    }

    static func add(
        _ file: StoredFile, saying description: String, _ state: PostPicture.State, at place: PostPlace,
        in tx: Transaction
    ) throws {
        try tx.execute(
            """
            INSERT INTO post_pictures (thread_id, number, file_id, description, state)
            VALUES (\(place.thread), \(place.number), \(file.id), \(description), \(state.rawValue))
            """)
    }

    /// A moderator has said whether others may see it. False where it is not there any more.
    static func setState(_ state: PostPicture.State, _ file: ID<StoredFile>, in tx: Transaction) throws -> Bool {
        try tx.execute("UPDATE post_pictures SET state = \(state.rawValue) WHERE file_id = \(file)") > 0
    }

    /// Takes a post's picture out for good, with its bytes; answers which it was.
    @discardableResult
    static func remove(at place: PostPlace, in tx: Transaction) throws -> ID<StoredFile>? {
        let file = try tx.first(
            "DELETE FROM post_pictures WHERE thread_id = \(place.thread) AND number = \(place.number) RETURNING file_id"
        ) { try $0.get(0, as: ID<StoredFile>.self) }
        if let file { try FileStore.remove(file, in: tx) }
        return file
    }

    // MARK: - Of one member

    /// Where a member's posts have pictures, behind a place.
    static func places(
        of author: ID<Person>, after last: String? = nil, limit: Int, in tx: Transaction
    ) throws -> [PostPlace] {
        let behind: SQL =
            last.flatMap { PostPlace(record: $0) }.map {
                """
                AND (pictures.thread_id > \($0.thread)
                    OR (pictures.thread_id = \($0.thread) AND pictures.number > \($0.number)))
                """
            } ?? SQL()
        return try tx.rows(
            """
            SELECT pictures.thread_id, pictures.number FROM post_pictures AS pictures
                JOIN posts ON posts.thread_id = pictures.thread_id AND posts.number = pictures.number
            WHERE posts.author_id = \(author) \(behind)
            ORDER BY pictures.thread_id, pictures.number LIMIT \(limit)
            """
        ) { PostPlace(try $0.get(0), try $0.get(1)) }
    }

    static func count(of author: ID<Person>, in tx: Transaction) throws -> Int {
        try tx.first(
            """
            SELECT COUNT(*) FROM post_pictures AS pictures
                JOIN posts ON posts.thread_id = pictures.thread_id AND posts.number = pictures.number
            WHERE posts.author_id = \(author)
            """
        ) { try $0.get(0) } ?? 0
    }

    private static let columns: SQL =
        "pictures.file_id, pictures.description, pictures.state, files.width, files.height"

    private static func isVisible(to viewer: Viewer) -> SQL {
        let isReadable = ThreadVisibilityStore.isReadable(post: "posts", by: viewer)
        return switch viewer {
        case .system: isReadable
        case .anonymous: "(\(isReadable) AND pictures.state = 'shown')"
        case .person(let me, _): "(\(isReadable) AND (pictures.state = 'shown' OR posts.author_id = \(me)))"
        }
    }

    private static func picture(_ row: Row, from first: Int) throws -> PostPicture {
        PostPicture(
            file: try row.get(first), description: try row.get(first + 1),
            state: PostPicture.State(rawValue: try row.get(first + 2)) ?? .waiting, width: try row.get(first + 3),
            height: try row.get(first + 4))
    }
}
