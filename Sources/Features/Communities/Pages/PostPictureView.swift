import Markup
import Web

/// The page on which a member puts a picture beside their own words.
struct PostPictureView {
    let found: PostPicturePage.Found
    let errors: FormErrors
    /// Whether pictures can be taken in.
    let isPossible: Bool
    let visit: Visit

    private var text: Text { visit.text }
    private var slug: String { found.community.slug }

    func html() -> HTML {
        HTML.narrow(
            """
            \(HTML.errorSummary(title: text("communities.picture.problem"), errors.messages(text)))\
            \(HTML.pageHeader(
                text("communities.picture.title"), lead: HTML(text: text("communities.picture.lead")),
                breadcrumb: HTML.breadcrumb(
                    [(found.thread.heading(text), ThreadPage.link(slug, found.place))])))\
            \(HTML.with(found.picture) { current($0) })\(isPossible ? form : HTML.note(HTML(text: text("communities.picture.unavailable"))))
            """)
    }

    private func current(_ picture: PostPicture) -> HTML {
        let removal = PostFields.dropping(
            text("communities.picture.remove"),
            at: "/communities/\(slug)/threads/\(found.thread.id)/posts/\(found.place.number)/picture/remove", visit)
        return HTML.card(
            "\(picture.html(slug, found.place, text))\(removal)", title: text("communities.picture.current"))
    }

    private var form: HTML {
        // The file stands behind the words, for so they are sent; the token first of all.
        HTML.form(
            action: PostPicturePage.link(slug, found.place), csrf: visit.csrf, sendsFile: true,
            """
            \(HTML.textArea(
                TextField(
                    name: "description", label: text("communities.picture.description"),
                    hint: text("communities.picture.description.hint"),
                    value: visit.fields["description"] ?? found.picture?.description ?? "",
                    error: errors.message(for: "description", text), required: true), rows: 3))\
            \(HTML.fileField(
                FileField(
                    name: "file", label: text("communities.picture.file"), hint: text("communities.picture.file.hint"),
                    error: errors.message(for: "file", text), types: PostPicture.types,
                    mostBytes: PostPicture.mostBytes - PostPicture.formBytes,
                    tooLarge: text("communities.picture.file.large"))))\
            \(HTML.actions([
                HTML.button(text("communities.picture.save")),
                HTML.buttonLink(
                    text("communities.picture.skip"), to: ThreadPage.link(slug, found.place), kind: .secondary),
            ]))
            """)
    }
}

extension PostPicture {
    /// As pages show it: below the words, with what it shows for whoever does not see it.
    func html(_ slug: String, _ place: PostPlace, _ text: Text) -> HTML {
        let image = HTML.picture(
            Picture(
                PostPicturePage.link(slug, place, self), description: description, width: width, height: height,
                isLazy: true))
        let said = state == .shown ? nil : text("communities.picture.state.\(state.rawValue)")
        return "<div class=\"post-picture\">\(image)\(HTML.with(said) { HTML.note(HTML(text: $0)) })</div>"
    }
}
