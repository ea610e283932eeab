import Foundation
import Storage
import Web

/// What a member has begun to write, field by field, and the form in which it goes on.
struct Draft: Codable, Sendable, Equatable {
    /// The address of the form, which is also its place.
    let form: String
    let fields: [String: String]

    /// Fields of a form that a draft keeps.
    static let kept = [
        "kind", "title", "words", "readers", "source", "warning", "answers", "quote", "week", "picture",
    ]
    /// Those of them that somebody writes in.
    private static let written = ["title", "words", "source", "warning"]
    /// Most bytes of one: more than any of them may have when it is sent, so that what is too long is not lost either.
    static let mostBytes = 100_000

    init(form: String, _ sent: FormFields) {
        self.form = form
        fields = Dictionary(
            Self.kept.compactMap { name in sent[name].flatMap { $0.isEmpty ? nil : (name, $0) } }
        ) { $1 }
    }

    init?(_ text: String) {
        guard let draft = try? JSONDecoder().decode(Draft.self, from: Data(text.utf8)) else { return nil }
        self = draft
    }

    var text: String? {
        guard let data = try? JSONEncoder().encode(self), data.count <= Self.mostBytes else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// Whether there is a word in it: what was only chosen is nothing to go on with.
    var hasWords: Bool { Self.written.contains { fields[$0] != nil } }

    /// Whether it is to one member: no word of it stands in a list, where somebody may look over its writer's shoulder.
    var isLetter: Bool {
        form.utf8.starts(with: "/me/letters/".utf8) || form.utf8.starts(with: "/people/".utf8)
    }

    /// What it is called in a list: its title, or how it begins.
    var beginning: String {
        let words = fields["title"] ?? fields["words"] ?? ""
        return String(String.UnicodeScalarView(words.unicodeScalars.prefix(80)))
    }
}

/// What stands in a form's fields: what was just sent, else what a draft holds.
struct FormValues: Sendable {
    let sent: FormFields
    let draft: Draft?

    subscript(_ name: String) -> String? { sent[name] ?? draft?.fields[name] }
}
