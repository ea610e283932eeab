package import Storage

/// What a feature adds to the file that a member downloads.
package struct Exporter: Sendable {
    /// One thing that there is of a member in the file: a part's record.
    package struct Record: Sendable {
        /// Where to go on behind it; no comma, at most 200 bytes.
        package let key: String
        package let value: any Encodable & Sendable

        package init(key: String, _ value: any Encodable & Sendable) {
            (self.key, self.value) = (key, value)
        }
    }

    /// Records of one kind, read a page at a time: a member of many years must fit, and no transaction may be long.
    package struct Part: Sendable {
        /// `journal/evaluations`: the feature's name, and what they are where there are several parts.
        package let name: String
        /// How many there are. Whoever reads is the member.
        package let count: @Sendable (ID<Person>, Transaction) throws -> Int
        /// The records behind a key, at most so many, in the order of their keys; the first ones for nil.
        package let read: @Sendable (ID<Person>, _ after: String?, _ limit: Int, Transaction) throws -> [Record]

        /// What there is once.
        package static func one(
            _ name: String, _ read: @escaping @Sendable (ID<Person>, Transaction) throws -> (any Encodable & Sendable)?
        ) -> Part {
            Part(name: name, count: { _, _ in 1 }) { member, after, _, tx in
                guard after == nil, let value = try read(member, tx) else { return [] }
                return [Record(key: "1", value)]
            }
        }

        /// What there may be any number of. A key is read back from its text; one that cannot be, of another version,
        /// ends the reading: it must not begin anew.
        package static func list<Key: LosslessStringConvertible & Sendable>(
            _ name: String, count: @escaping @Sendable (ID<Person>, Transaction) throws -> Int,
            read:
                @escaping @Sendable (
                    ID<Person>, _ after: Key?, _ limit: Int, Transaction
                ) throws -> [(key: Key, value: any Encodable & Sendable)]
        ) -> Part {
            Part(name: name, count: count) { member, text, limit, tx in
                let after = text.flatMap { Key($0) }
                guard (after == nil) == (text == nil) else { throw Problem.gone(key: "web.export.cursor") }
                return try read(member, after, limit, tx).map { Record(key: $0.key.description, $0.value) }
            }
        }
    }

    /// Everything the feature keeps of the member.
    package let parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }
}

/// What a feature takes out when a member erases their account, before the member's row goes; only for what no
/// `REFERENCES members (id) ON DELETE CASCADE` reaches. Runs in the same transaction, maybe again.
package struct Eraser: Sendable {
    package let erase: @Sendable (ID<Person>, Transaction) throws -> Void

    package init(_ erase: @escaping @Sendable (ID<Person>, Transaction) throws -> Void) {
        self.erase = erase
    }
}
