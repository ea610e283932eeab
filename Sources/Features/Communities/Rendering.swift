import Accounts
import Markdown
import Markup
import Storage
import Web

// How a post's words become what others read.
extension CommunitiesFeature {
    /// Most names of a thread that are looked for in a post.
    static let mostParticipants = 200

    /// Renders a post's words. Only who wrote in the thread can be named: a name of anybody else stays a word, and nobody
    /// learns whether there is such a member.
    func written(
        _ input: PostInput, _ state: PostState, in thread: ID<CommunityThread>, by author: ID<Person>, _ tx: Transaction
    ) throws -> WrittenPost {
        let names = try Self.names(in: input.words, of: thread, besides: author, tx)
        let rendered = try MarkdownText(input.words).rendered(linking: names.isEmpty ? [] : [Self.phrases(names)])
        return WrittenPost(
            form: input.form, words: input.words, html: rendered.html.string, warning: input.warning,
            answers: input.answers, isQuoting: input.isQuoting, treatments: [], state: state)
    }

    /// Members of a thread whom a post names.
    static func mentions(
        in words: String, of thread: ID<CommunityThread>, besides author: ID<Person>, _ tx: Transaction
    ) throws -> Set<ID<Person>> {
        let names = try names(in: words, of: thread, besides: author, tx)
        guard !names.isEmpty else { return [] }
        let linked = Set(try MarkdownText(words).rendered(linking: [phrases(names)]).linked)
        return Set(names.filter { linked.contains(page(of: $0.member)) }.map(\.member))
    }

    /// A member's page.
    static func page(of member: ID<Person>) -> Link { "/people/\(member)" }

    private static func phrases(_ names: [(member: ID<Person>, pseudonym: String)]) -> LinkedPhrases {
        var phrases = LinkedPhrases()
        for name in names { phrases.add(name: name.pseudonym, page(of: name.member)) }
        return phrases
    }

    /// Who could be named; nobody where nobody is spoken to.
    private static func names(
        in words: String, of thread: ID<CommunityThread>, besides author: ID<Person>, _ tx: Transaction
    ) throws -> [(member: ID<Person>, pseudonym: String)] {
        guard words.utf8.contains(UInt8(ascii: "@")) else { return [] }
        return try PostStore.participants(of: thread, limit: mostParticipants, in: tx).filter { $0.member != author }
    }
}
