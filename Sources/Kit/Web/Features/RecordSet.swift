package import Storage

/// What a room keeps of members in one table (or one and its child rows): how it goes into the file that a member
/// downloads, how it is erased, and where in the database it stands. A test walks the schema: a column that could hold
/// something of a member and stands in no set fails it.
package struct RecordSet: Sendable {
    /// One thing that there is of a member.
    package struct Record: Sendable {
        /// Where to go on behind it; no comma, at most 200 bytes.
        package let key: String
        package let value: any Encodable & Sendable

        package init(key: String, _ value: any Encodable & Sendable) {
            (self.key, self.value) = (key, value)
        }
    }

    /// A table of the set. Numbers, the table's own `id` and references to other tables need no name.
    package struct Table: Sendable {
        package let name: String
        /// Columns that name a member.
        package let members: [String]
        /// Columns with what members wrote, or what was written to them, open or sealed.
        package let words: [String]
        /// Columns with one of a few words of the program's, a date, or an entry of the catalogue.
        package let codes: [String]
        /// Other columns, each with the reason why nothing of it is taken along or erased.
        package let except: [String: String]

        package init(
            _ name: String, of members: [String] = [], words: [String] = [], codes: [String] = [],
            except: [String: String] = [:]
        ) {
            (self.name, self.members, self.words, self.codes, self.except) = (name, members, words, codes, except)
        }
    }

    /// How the set comes into the file.
    package enum Download: Sendable {
        /// Read a page at a time: a member of many years must fit, and no transaction may be long.
        /// `read` answers the records behind a key, at most so many, in the order of their keys; the first for nil.
        case records(
            count: @Sendable (ID<Person>, Transaction) throws -> Int,
            read: @Sendable (ID<Person>, _ after: String?, _ limit: Int, Transaction) throws -> [Record])
        /// Not at all, and why.
        case none(because: String)
    }

    /// How the set goes when its member erases their account.
    package enum Erasing: Sendable {
        /// With the member's row, by `ON DELETE CASCADE`: where a member has few of them.
        case withMember
        /// Before the member's row, a piece in a transaction of its own, so that nobody waits long for it: takes at most so
        /// many rows out (or what names the member out of them) and answers whether there may be more. Each may run again.
        case pieces(@Sendable (ID<Person>, _ limit: Int, Transaction) throws -> Bool)
        /// It stays, and why.
        case none(because: String)
    }

    /// `journal/evaluations`: the room's name, and what they are where there are several.
    package let name: String
    package let tables: [Table]
    package let download: Download
    package let erasing: Erasing
    /// How a person reads it; a test finds a set that is downloaded and has none.
    package private(set) var words: RecordWords?
    /// How it is taken in again; nil where it is not: what others said, and what is the site's to say.
    package var takingIn: TakingIn?
    /// What others keep of it where its member leaves without their name; nil where it goes whole.
    package var staying: Staying?
    /// Records that are read at a time.
    package private(set) var page = 100

    package init(_ name: String, _ tables: [Table], _ download: Download, erased: Erasing = .withMember) {
        (self.name, self.tables, self.download, erasing) = (name, tables, download, erased)
    }
}

extension RecordSet {
    /// The same set, with how a person reads it.
    package func read(as words: RecordWords) -> RecordSet {
        var set = self
        set.words = words
        return set
    }

    /// The same set, read so many at a time: for records that are large.
    package func paged(by count: Int) -> RecordSet {
        var set = self
        set.page = max(count, 1)
        return set
    }

    /// The records behind a key, at most so many; none of a set that is not downloaded.
    func read(_ member: ID<Person>, _ after: String?, _ limit: Int, _ tx: Transaction) throws -> [Record] {
        guard case .records(_, let read) = download else { return [] }
        return try read(member, after, limit, tx)
    }

    /// Its name as a file's and in addresses: `journal-evaluations`.
    package var fileName: String {
        String(decoding: name.utf8.map { $0 == UInt8(ascii: "/") ? 45 : $0 }, as: UTF8.self)
    }
}

// MARK: - As rooms declare them

extension RecordSet {
    /// What there is once, or not.
    package static func one(
        _ name: String, _ tables: Table..., erased: Erasing = .withMember,
        _ read: @escaping @Sendable (ID<Person>, Transaction) throws -> (any Encodable & Sendable)?
    ) -> RecordSet {
        few(name, tables, erased: erased) { member, tx in try read(member, tx).map { [$0] } ?? [] }
    }

    /// What there are so few of that all are read at a time.
    package static func few(
        _ name: String, _ tables: Table..., erased: Erasing = .withMember,
        _ read: @escaping @Sendable (ID<Person>, Transaction) throws -> [any Encodable & Sendable]
    ) -> RecordSet {
        few(name, tables, erased: erased, read)
    }

    private static func few(
        _ name: String, _ tables: [Table], erased: Erasing,
        _ read: @escaping @Sendable (ID<Person>, Transaction) throws -> [any Encodable & Sendable]
    ) -> RecordSet {
        list(name, tables, erased: erased, count: { try read($0, $1).count }) { member, after, limit, tx in
            try read(member, tx).enumerated().dropFirst(max(after ?? 0, 0)).prefix(limit)
                .map { ($0.offset + 1, $0.element) }
        }
    }

    /// What there may be any number of. A key is read back from its text; one that cannot be, of another version, ends the
    /// reading: it must not begin anew.
    package static func list<Key: LosslessStringConvertible & Sendable>(
        _ name: String, _ tables: Table..., erased: Erasing = .withMember,
        count: @escaping @Sendable (ID<Person>, Transaction) throws -> Int,
        read:
            @escaping @Sendable (
                ID<Person>, _ after: Key?, _ limit: Int, Transaction
            ) throws -> [(key: Key, value: any Encodable & Sendable)]
    ) -> RecordSet {
        list(name, tables, erased: erased, count: count, read: read)
    }

    private static func list<Key: LosslessStringConvertible & Sendable>(
        _ name: String, _ tables: [Table], erased: Erasing,
        count: @escaping @Sendable (ID<Person>, Transaction) throws -> Int,
        read:
            @escaping @Sendable (
                ID<Person>, _ after: Key?, _ limit: Int, Transaction
            ) throws -> [(key: Key, value: any Encodable & Sendable)]
    ) -> RecordSet {
        let pages: Download = .records(count: count) { member, text, limit, tx in
            let after = text.flatMap { Key($0) }
            guard (after == nil) == (text == nil) else { throw Problem.gone(key: "web.export.cursor") }
            return try read(member, after, limit, tx).map { Record(key: $0.key.description, $0.value) }
        }
        return RecordSet(name, tables, pages, erased: erased)
    }

    /// Tables in which nothing is of a member, and why.
    package static func ofNobody(_ tables: String..., because reason: String) -> RecordSet {
        RecordSet(
            tables.joined(separator: " "), tables.map { Table($0) }, .none(because: reason),
            erased: .none(because: reason))
    }
}
