/// One sentence of one language, cut at its `{placeholders}` once, at start.
struct TextForm: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case words(String)
        case placeholder(String)
    }

    let parts: [Part]

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
}

/// What a key stands for: one sentence, or one for each plural form.
enum TextEntry: Sendable, Equatable {
    case plain(TextForm)
    case plural(zero: TextForm?, one: TextForm?, many: TextForm?, other: TextForm)

    /// The form for a count. English and Spanish: one for 1, other else; Spanish has "many" for whole millions
    /// ("un millón de personas"), CLDR plural rules 44. `zero` is ours: a kinder sentence for none.
    func form(for count: Int?, in language: Language) -> TextForm {
        switch self {
        case .plain(let form):
            return form
        case .plural(let zero, let one, let many, let other):
            guard let count else { return other }
            if count == 0, let zero { return zero }
            if count == 1 || count == -1 { return one ?? other }
            if language == .es, count != 0, count % 1_000_000 == 0 { return many ?? other }
            return other
        }
    }

    var placeholders: Set<String> {
        switch self {
        case .plain(let form):
            form.placeholders
        case .plural(let zero, let one, let many, let other):
            [zero, one, many].compactMap { $0 }.reduce(other.placeholders) { $0.union($1.placeholders) }
        }
    }
}
