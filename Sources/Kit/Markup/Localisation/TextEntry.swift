/// One sentence of one language, cut at its `{placeholders}` once, at start.
struct TextForm: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case words(String)
        case placeholder(String)
    }

    let parts: [Part]

    init(parts: [Part]) {
        self.parts = parts
    }

    init(_ sentence: String) {
        var parts: [Part] = []
        var words = ""
        var name: String?
        for scalar in sentence.unicodeScalars {
            if scalar == "{", name == nil {
                name = ""
            } else if scalar == "}", let complete = name {
                if !words.isEmpty { parts.append(.words(words)) }
                words = ""
                parts.append(.placeholder(complete))
                name = nil
            } else if name != nil {
                name?.unicodeScalars.append(scalar)
            } else {
                words.unicodeScalars.append(scalar)
            }
        }
        if let name { words += "{" + name }
        if !words.isEmpty { parts.append(.words(words)) }
        self.parts = parts
    }

    var placeholders: Set<String> {
        Set(parts.compactMap { if case .placeholder(let name) = $0 { name } else { nil } })
    }

    /// The sentence with its places filled; a place without a value shows its name.
    func filled(_ value: (_ name: String) -> String?) -> String {
        if parts.count == 1, case .words(let words)? = parts.first { return words }
        var sentence = ""
        for part in parts {
            switch part {
            case .words(let words): sentence += words
            case .placeholder(let name): sentence += value(name) ?? "{" + name + "}"
            }
        }
        return sentence
    }
}

/// What a key stands for: one sentence, or one for each plural form.
enum TextEntry: Sendable, Equatable {
    case plain(TextForm)
    case plural([PluralCategory: TextForm], other: TextForm)

    /// The form for a count, by the rules of the language. `zero` is also for none at all: a kinder sentence.
    func form(for count: Int?, _ rules: LanguageRules) -> TextForm {
        switch self {
        case .plain(let form):
            return form
        case .plural(let forms, let other):
            guard let count else { return other }
            if count == 0, let zero = forms[.zero] { return zero }
            return forms[rules.category(of: count)] ?? other
        }
    }

    var placeholders: Set<String> {
        switch self {
        case .plain(let form):
            form.placeholders
        case .plural(let forms, let other):
            forms.values.reduce(other.placeholders) { $0.union($1.placeholders) }
        }
    }

    func mapForms(_ change: (TextForm) -> TextForm) -> TextEntry {
        switch self {
        case .plain(let form): .plain(change(form))
        case .plural(let forms, let other): .plural(forms.mapValues(change), other: change(other))
        }
    }
}
