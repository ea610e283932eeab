package import Markup
package import Storage

/// What stays of a set when its member leaves without their name: others need it, and nothing leads from it to whoever wrote
/// it. A set without this goes whole, whichever way its member leaves.
package struct Staying: Sendable {
    /// A sentence that others go on reading, for its author to look at before they leave.
    package struct Sentence: Sendable {
        /// What it is about, in a few words.
        package let about: String
        package let words: String
        /// The page on which its author deletes it.
        package let link: Link

        package init(about: String, words: String, link: Link) {
            (self.about, self.words, self.link) = (about, words, link)
        }
    }

    /// The text key of what stays, with its number `n`.
    package let words: String
    /// How many records stay.
    package let count: @Sendable (ID<Person>, Transaction) throws -> Int
    package let sentences: @Sendable (ID<Person>, Visit, Transaction) throws -> [Sentence]
    /// Puts what stays of at most so many records where no identifier, time or order leads to the member, takes the member's
    /// own out, and answers whether there may be more. Each piece is a transaction and may run again; all of them come before
    /// any set is erased, when the account is closed and its name is gone.
    package let cutTies: @Sendable (ID<Person>, _ limit: Int, Transaction) throws -> Bool

    package init(
        _ words: String, count: @escaping @Sendable (ID<Person>, Transaction) throws -> Int,
        sentences: @escaping @Sendable (ID<Person>, Visit, Transaction) throws -> [Sentence],
        cutTies: @escaping @Sendable (ID<Person>, _ limit: Int, Transaction) throws -> Bool
    ) {
        (self.words, self.count, self.sentences, self.cutTies) = (words, count, sentences, cutTies)
    }
}

extension RecordSet {
    /// The same set, of which something stays when its member leaves without their name.
    package func keeping(_ staying: Staying) -> RecordSet {
        var set = self
        set.staying = staying
        return set
    }
}
