import Files
import Markup
import Storage
import Web

/// What the page of the picture shows.
struct PictureView: Sendable {
    let visit: Visit
    let picture: SitePicture?
    let errors: FormErrors
    /// Whether the errors are of the form that only describes.
    let isDescribing: Bool
    /// Programs that are not installed.
    let missing: [String]

    private var text: Text { visit.text }

    /// What failed: the picture, what is said of it, or what was asked of another picture.
    private var problem: String {
        if errors.message(for: "picture", text) != nil { return text("branding.picture.problem.another") }
        // Of a good picture the page says only that it has to be chosen once more.
        let file = errors.message(for: "file", text).flatMap { $0 == text("branding.picture.file.again") ? nil : $0 }
        return text(file == nil ? "branding.picture.problem.words" : "branding.picture.problem")
    }

    var html: HTML {
        HTML.narrow(
            """
            \(HTML.errorSummary(title: problem, errors.messages(text)))\
            \(HTML.pageHeader(
                text("branding.picture.title"), lead: HTML(text: text("branding.picture.lead")),
                breadcrumb: HTML.breadcrumb([(text("branding.picture.admin"), "/admin")])))\
            \(HTML.card(current, title: text("branding.picture.current")))\
            \(HTML.card(upload, title: text(picture == nil ? "branding.picture.first" : "branding.picture.replace")))
            """)
    }

    /// The picture, and what can be done with it besides replacing it.
    private var current: HTML {
        guard let picture else { return "<p>\(text("branding.picture.none"))</p>" }
        return """
            \(picture.image(visit))\
            \(HTML.facts(PictureWords.languages(text).map { language in
                (text.languages.ownName(of: language), HTML(text: picture.file.descriptions[language.rawValue] ?? "–"))
            }))\
            \(HTML.disclosure(text("branding.picture.words"), words, id: "change-words", open: isDescribing))\
            \(HTML.disclosure(text("branding.picture.remove"), removal, id: "take-out"))
            """
    }

    /// Which picture was to be seen here.
    private var meantField: HTML { HTML.with(picture) { HTML.hidden("picture", $0.file.id.description) } }

    private var words: HTML {
        HTML.form(
            action: "/admin/picture/description", csrf: visit.csrf,
            meantField + descriptions(in: .words)
                + HTML.actions([HTML.button(text("branding.picture.describe"), kind: .secondary)]))
    }

    private var removal: HTML {
        "<p>\(text("branding.picture.remove.note"))</p>"
            + HTML.form(
                action: "/admin/picture/remove", csrf: visit.csrf,
                meantField + HTML.actions([HTML.button(text("branding.picture.remove"), kind: .danger)]))
    }

    private var upload: HTML {
        guard missing.isEmpty else { return "<p>\(text("branding.picture.unavailable"))</p>" }
        // The file stands behind the words, for so they are sent; the token first of all.
        return HTML.form(
            action: "/admin/picture", csrf: visit.csrf, sendsFile: true,
            descriptions(in: .upload) + file + HTML.actions([HTML.button(text("branding.picture.save"))]))
    }

    private var file: HTML {
        HTML.fileField(
            FileField(
                name: "file", label: text("branding.picture.file"), hint: text("branding.picture.file.hint"),
                error: isDescribing ? nil : errors.message(for: "file", text),
                types: ["image/jpeg", "image/png", "image/webp", "image/gif"],
                mostBytes: PicturePage.mostBytes - PicturePage.formBytes, tooLarge: text("branding.picture.file.large"))
        )
    }

    private enum Form: String {
        case upload, words
    }

    /// A field a language. Both forms of the page have them; those of the form that the errors are of go by their names,
    /// so that the list of errors leads to them.
    private func descriptions(in form: Form) -> HTML {
        let isFaulty = isDescribing == (form == .words)
        let fields = PictureWords.languages(text).map { language in
            let name = PictureWords.field(language)
            let kept = picture?.file.descriptions[language.rawValue] ?? ""
            return HTML.field(
                TextField(
                    name: name, id: isFaulty ? name : "\(form.rawValue)-\(name)",
                    label: text(
                        "branding.picture.description", ["language": .text(text.languages.ownName(of: language))]),
                    hint: language == text.languages.standard ? text("branding.picture.description.hint") : nil,
                    value: isFaulty && !errors.isEmpty ? visit.fields[name] ?? "" : kept,
                    error: isFaulty ? errors.message(for: name, text) : nil, required: true))
        }
        return HTML.joined(fields, by: "")
    }
}

extension SitePicture {
    /// The picture as pages show it, with its description for whoever does not see it.
    func image(_ visit: Visit) -> HTML {
        HTML.picture(
            Picture(
                link, description: description(in: visit.language, visit.text.languages), width: file.width,
                height: file.height))
    }
}
