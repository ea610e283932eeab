import Markdown
import Markup
import Safety
import Storage
import Web

/// What a form for a post brings.
struct PostInput: Sendable {
    private(set) var form: ID<WrittenPost>
    let words: String
    /// In which its author reads the site.
    let language: Language
    let warning: String?
    /// The number of the post that it answers.
    let answers: Int?
    let isQuoting: Bool
    /// Its author lets a person look, or has said the second yes to words of danger.
    private(set) var asksPerson: Bool

    /// All of it that others read, for what listens for danger.
    var said: String { warning.map { words + "\n" + $0 } ?? words }

    /// What the form's identifier is given for.
    static let purpose = "talk"

    /// - Parameter isDanger: the words speak of danger for sure; they were sent with the second yes then.
    init(_ reader: inout FormReader, _ visit: Visit, isDanger: (String) -> Bool) {
        form = visit.sentFormID(for: Self.purpose) ?? .random()
        let words = reader.text(
            "words", max: Post.longestWords, required: "communities.post.empty", multiline: true)
        // What cannot be read as a post has far too many links; all else can.
        if (try? MarkdownText(words)) == nil { reader.errors.add(field: "words", "communities.post.long") }
        self.words = words
        language = visit.language
        let warning = reader.text("warning", max: Post.longestWarning)
        self.warning = warning.isEmpty ? nil : warning
        answers = reader.integer("answers", in: 1...1_000_000)
        isQuoting = answers != nil && reader.isOn("quote")
        asksPerson = false
        asksPerson = isDanger(said) || ReviewedWords.asksPerson(visit)
    }

    /// Words from elsewhere than a form.
    init(words: String, language: Language) {
        (form, self.words, self.language, warning, answers) = (.random(), words, language, nil, nil)
        (isQuoting, asksPerson) = (false, false)
    }

    /// Words that came by mail; nil where a form would not take them.
    init?(mailed words: String, as form: ID<WrittenPost>, _ language: Language) {
        var reader = FormReader(FormFields(["words": words]))
        let words = reader.text(
            "words", max: Post.longestWords, required: "communities.post.empty", multiline: true)
        guard reader.errors.isEmpty, (try? MarkdownText(words)) != nil else { return nil }
        (self.form, self.words, self.language, warning, answers) = (form, words, language, nil, nil)
        (isQuoting, asksPerson) = (false, false)
    }

    /// The same words in a form of their own.
    func inNewForm() -> PostInput {
        var input = self
        input.form = .random()
        return input
    }

    /// The same, of which a person reads what is found.
    func asking(_ asks: Bool) -> PostInput {
        var input = self
        input.asksPerson = asksPerson || asks
        return input
    }
}
