package import Markup
package import Storage

/// A field in which somebody writes freely. The house holds every room to its list: a test sends words of danger through
/// each of these fields and looks for help, and fails on a field that no room has named.
package struct WrittenText: Sendable {
    /// What it is, with the room before it: `evidence.answer`. Part of text keys and of what reports speak of.
    package let kind: String
    /// The routes that take it: `/me/asks/:ask/answer`.
    package let routes: [String]
    /// The field of their forms.
    package let field: String
    /// How others read it; nil where nobody does but who wrote it.
    package let published: PublishedText?
    /// Lets a text go on that waited for a moderator, or not; nil where none waits. Answers whether it went on: what is not
    /// there (any more), or has nowhere to go, is no error.
    package let decideHeld: HeldDecision?
    /// The picture that belongs to it, in whatever state, for a moderator who has it in hand; nil where none can.
    package let picture: FindPicture?

    package typealias HeldDecision =
        @Sendable (_ record: String, _ isAllowed: Bool, _ at: Instant, Transaction) throws -> Bool
    package typealias FindPicture = @Sendable (_ record: String, Transaction) throws -> FoundPicture?

    package init(
        _ kind: String, at routes: String..., field: String, published: PublishedText? = nil,
        decideHeld: HeldDecision? = nil, picture: FindPicture? = nil
    ) {
        (self.kind, self.routes, self.field, self.published) = (kind, routes, field, published)
        (self.decideHeld, self.picture) = (decideHeld, picture)
    }
}

/// What can be done about a text that others read, by the identifier under which its room keeps it (UTF-8, no spaces, at
/// most 100 bytes).
package struct PublishedText: Sendable {
    /// The text as the viewer may read it; nil where it is not there, or not for them. The system sees hidden ones, too.
    package let find: @Sendable (_ record: String, _ viewer: Viewer, Transaction) throws -> FoundText?
    /// Takes it out of the sight of all but who wrote it, or brings it back. What is not there (any more) is no error.
    package let setHidden: @Sendable (_ record: String, _ isHidden: Bool, _ at: Instant, Transaction) throws -> Void

    package init(
        find: @escaping @Sendable (_ record: String, _ viewer: Viewer, Transaction) throws -> FoundText?,
        setHidden: @escaping @Sendable (_ record: String, _ isHidden: Bool, _ at: Instant, Transaction) throws -> Void
    ) {
        (self.find, self.setHidden) = (find, setHidden)
    }
}

/// A text that somebody wrote and others read.
package struct FoundText: Sendable {
    /// Nil where it was written elsewhere, and where its author has left.
    package let author: ID<Person>?
    package let words: String
    /// Under what its room keeps it for good, where the record asked for is one of a page's.
    package let record: String?
    /// The page on which it stands, for who may read it there; nil where it has none of its own.
    package let link: Link?
    /// Whose moderators look at it, besides those of the site.
    package let space: Space
    /// Somebody here wrote it who still reads what becomes of it, and nobody can say who: `author` is nil.
    package let isUnnamed: Bool

    package init(
        author: ID<Person>?, words: String, record: String? = nil, link: Link? = nil, in space: Space = .site,
        isUnnamed: Bool = false
    ) {
        (self.author, self.words, self.record, self.link, self.space) = (author, words, record, link, space)
        self.isUnnamed = isUnnamed && author == nil
    }

    /// Whether words for its author reach anybody.
    package var hasAuthor: Bool { author != nil || isUnnamed }
}

/// A picture that somebody put beside their words.
package struct FoundPicture: Sendable {
    package let file: ServedFile
    /// What it shows, in its author's words.
    package let description: String
    /// In pixels.
    package let width: Int
    package let height: Int

    package init(_ file: ServedFile, description: String, width: Int, height: Int) {
        (self.file, self.description, self.width, self.height) = (file, description, width, height)
    }
}
