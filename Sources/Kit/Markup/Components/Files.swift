/// A field for one file of the reader's own.
package struct FileField: Sendable {
    package var name: String
    package var label: String
    package var hint: String?
    package var error: String?
    /// Media types that browsers offer; the server looks for itself.
    package var types: [String]
    /// Bytes at most, and what the script says of a larger one before it is sent.
    package var mostBytes: Int
    package var tooLarge: String
    /// What the script says while a file that takes long is being sent.
    package var sending: String?

    package init(
        name: String, label: String, hint: String? = nil, error: String? = nil, types: [String], mostBytes: Int,
        tooLarge: String, sending: String? = nil
    ) {
        self.sending = sending
        (self.name, self.label, self.hint, self.error) = (name, label, hint, error)
        (self.types, self.mostBytes, self.tooLarge) = (types, mostBytes, tooLarge)
    }
}

/// A picture with what it shows, for whoever does not see it.
package struct Picture: Sendable {
    let link: Link
    let description: String
    /// In pixels, so that the page does not jump when it comes.
    let width: Int
    let height: Int
    /// Browsers load it when somebody scrolls near it.
    let isLazy: Bool

    package init(_ link: Link, description: String, width: Int, height: Int, isLazy: Bool = false) {
        (self.link, self.description, self.width, self.height) = (link, description, width, height)
        self.isLazy = isLazy
    }
}

/// How far something that takes long has come.
package struct Progress: Sendable {
    let done: Int
    /// Nil while nobody knows.
    let all: Int?
    let words: String
    /// Where the script hears of more: events `progress` with the two numbers in the first line and words in the second.
    let events: Link

    package init(done: Int, of all: Int?, words: String, events: Link) {
        (self.done, self.all, self.words, self.events) = (done, all, words, events)
    }
}

extension HTML {
    /// A bar and a sentence. With script they move on by themselves; without, the page is asked for again.
    package static func progress(_ progress: Progress) -> HTML {
        """
        <div class="progress" data-events="\(progress.events)"><progress aria-labelledby="progress-words"\
        \(HTML.with(progress.all) { " max=\"\(max($0, 1))\" value=\"\(progress.done)\"" })></progress>\
        <p id="progress-words">\(progress.words)</p></div>
        """
    }

    /// A labelled field for one file.
    package static func fileField(_ field: FileField) -> HTML {
        """
        <div class="field\(HTML.when(field.error != nil, " field-error"))">\
        <label class="label" for="\(field.name)">\(field.label)</label>\
        \(hintAndError(field.name, hint: field.hint, error: field.error))\
        <p class="error" id="\(field.name)-large" role="alert" hidden>\(field.tooLarge)</p>\
        <input class="input input-file" type="file" id="\(field.name)" name="\(field.name)"\
        \(describedBy(field.name, hint: field.hint, error: field.error))\
        \(HTML.when(field.error != nil, " aria-invalid=\"true\"")) required \
        accept="\(field.types.joined(separator: ","))" data-most="\(field.mostBytes)">\
        \(HTML.with(field.sending) {
            "<p class=\"hint\" id=\"\(field.name)-sending\" role=\"status\" hidden>\($0)</p>"
        })</div>
        """
    }

    /// A picture on a light ground of its own: an emblem's dark letters must be seen at night, too.
    package static func picture(_ picture: Picture) -> HTML {
        """
        <img class="picture" src="\(picture.link)" alt="\(picture.description)" width="\(picture.width)" \
        height="\(picture.height)"\(HTML.when(picture.isLazy, " loading=\"lazy\""))>
        """
    }
}
