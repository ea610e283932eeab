import Accounts
import Markdown
import Markup
import Storage
import Vocabulary
import Web

// How a post's words become what others read.
extension CommunitiesFeature {
    /// Most names of a thread that are looked for in a post.
    static let mostParticipants = 200

    /// Renders a post's words. Only who wrote in the thread can be named: a name of anybody else stays a word, and nobody
    /// learns whether there is such a member.
    /// - Parameter all: the words with the title above them, where there is one.
    func written(
        _ input: PostInput, saying all: String? = nil, _ state: PostState, in thread: ID<CommunityThread>,
        by author: ID<Person>, _ tx: Transaction
    ) throws -> WrittenPost {
        let names = try Self.names(in: input.words, of: thread, besides: author, tx)
        let (html, treatments) = try rendered(input.words, input.language, naming: names)
        return WrittenPost(
            form: input.form, words: input.words, html: html, warning: input.warning, answers: input.answers,
            isQuoting: input.isQuoting, treatments: treatments, state: state,
            themes: ThemeWords.shipped.themes(of: "\(all ?? input.words)\n\(input.warning ?? "")"),
            named: try Self.named(names, in: input.words))
    }

    /// Words as others read them, with the treatments that they name, each of which leads to its page.
    func rendered(
        _ words: String, _ language: Language, naming names: [Named] = []
    ) throws -> (html: [UInt8], treatments: [ID<Treatment>]) {
        try rendered(MarkdownText(words), of: words, language, naming: names)
    }

    /// What was written in the dark: no markup is read in it, and nobody is spoken to.
    func writtenPlainly(
        _ words: String, titled title: String?, warning: String?, _ language: Language, as form: ID<WrittenPost>,
        _ state: PostState, answers: Int? = nil
    ) throws -> WrittenPost {
        let (html, treatments) = try rendered(MarkdownText(plain: words), of: words, language, naming: [])
        return WrittenPost(
            form: form, words: words, html: html, warning: warning, answers: answers, isQuoting: false,
            treatments: treatments, state: state,
            themes: ThemeWords.shipped.themes(of: [title, words, warning].compactMap(\.self).joined(separator: "\n")))
    }

    private func rendered(
        _ text: MarkdownText, of words: String, _ language: Language, naming names: [Named]
    ) throws -> (html: [UInt8], treatments: [ID<Treatment>]) {
        var phrases = Self.phrases(names)
        var treatments: [ID<Treatment>] = []
        for mention in vocabulary.catalogue.mentions(in: words, language) {
            guard let treatment = mention.treatment, treatments.count < Self.mostTreatments else { continue }
            if !treatments.contains(treatment.id) { treatments.append(treatment.id) }
            phrases.add(phrase: mention.phrase, mention.concept.link)
        }
        return (text.rendered(linking: [phrases]).html.bytes, treatments)
    }

    /// Most treatments of one post that are kept as named.
    private static let mostTreatments = 12

    /// Members of a thread whom a post names.
    static func mentions(
        in words: String, of thread: ID<CommunityThread>, besides author: ID<Person>, _ tx: Transaction
    ) throws -> Set<ID<Person>> {
        Set(try named(try names(in: words, of: thread, besides: author, tx), in: words).map(\.member))
    }

    /// Those of the names that the words speak to.
    private static func named(_ names: [Named], in words: String) throws -> [Named] {
        guard !names.isEmpty else { return [] }
        let linked = Set(try MarkdownText(words).rendered(linking: [phrases(names)]).linked)
        return names.filter { linked.contains(place($0.number)) }
    }

    /// A name, which leads to a member's page where its reader may see that.
    static func named(_ name: String, _ member: ID<Person>?) -> HTML {
        guard let member else { return HTML(text: name) }
        return "<a href=\"\(Link("/people/\(member)"))\">\(name)</a>"
    }

    /// A mention leads to what the member wrote here: the words of others keep no identifier of theirs.
    private static func place(_ number: Int) -> Link {
        "?page=\(CommunityThread.page(of: number))#p\(number)"
    }

    private static func phrases(_ names: [Named]) -> LinkedPhrases {
        var phrases = LinkedPhrases()
        for name in names { phrases.add(name: name.pseudonym, place(name.number)) }
        return phrases
    }

    typealias Named = (member: ID<Person>, pseudonym: String, number: Int)

    /// Who could be named; nobody where nobody is spoken to.
    static func names(
        in words: String, of thread: ID<CommunityThread>, besides author: ID<Person>, _ tx: Transaction
    ) throws -> [Named] {
        guard words.utf8.contains(UInt8(ascii: "@")) else { return [] }
        return try PostStore.participants(of: thread, limit: mostParticipants, in: tx).filter { $0.member != author }
    }
}
