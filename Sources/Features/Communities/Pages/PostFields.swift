import Markup
import Storage
import Web

/// Pieces that every form for a post has.
enum PostFields {
    /// A form that is kept every eight seconds as it grows, and whose title is looked up, comes often; posts a day are few.
    static let limit = RateLimit(per: .person, count: 600, within: 3_600)

    /// What readers should be warned of, folded away until it is wanted.
    static func warning(_ values: FormValues, _ errors: FormErrors, _ text: Text, earlier: String? = nil) -> HTML {
        let value = values["warning"] ?? earlier ?? ""
        let error = errors.message(for: "warning", text)
        return HTML.disclosure(
            text("communities.warning"),
            HTML.field(
                TextField(
                    name: "warning", label: text("communities.warning.label"), hint: text("communities.warning.hint"),
                    value: value, error: error)), open: !value.isEmpty || error != nil)
    }

    /// A file goes by a form of its own, when the words are safe.
    static func picture(_ values: FormValues, _ text: Text) -> HTML {
        HTML.checkbox(
            name: CommunitiesFeature.picture, label: text("communities.picture.next"),
            hint: text("communities.picture.next.hint"), checked: values[CommunitiesFeature.picture] != nil)
    }

    /// Where to go on from a form whose words were sent: to them, or to the picture that is to stand beside them.
    static func next(_ slug: String, _ place: PostPlace, _ visit: Visit) -> Link {
        visit.fields[CommunitiesFeature.picture] == nil
            ? ThreadPage.link(slug, place) : PostPicturePage.link(slug, place)
    }

    /// Under which name one answers, and who reads it.
    static func readers(_ visibility: ThreadVisibility, _ visit: Visit) -> HTML {
        let name: [String: TextValue] = ["name": .text(visit.session?.pseudonym ?? "")]
        return HTML.note(HTML(text: visit.text("communities.reply.readers.\(visibility.rawValue)", name)))
    }

    /// Takes away at once what nobody else has: two steps, for a thumb slips.
    static func dropping(_ label: String, at action: Link, with hidden: HTML = .empty, _ visit: Visit) -> HTML {
        let button = HTML.button(visit.text("communities.delete.yes"), kind: .danger)
        return HTML.disclosure(
            label,
            """
            <p>\(visit.text("communities.draft.drop.about"))</p>\
            \(HTML.form(action: action, csrf: visit.csrf, hidden + HTML.actions([button])))
            """)
    }

    /// Says that the form goes on with what was kept.
    static func kept(_ values: FormValues, _ text: Text) -> HTML {
        guard values.draft != nil else { return .empty }
        return HTML.flash(text("communities.draft.here"), kind: .notice)
    }

    /// To send it, or to keep it. With script it is kept as it is written (`drafts.js`).
    static func buttons(_ send: String, _ text: Text) -> HTML {
        """
        \(HTML.actions([
            HTML.button(send),
            HTML.button(text("communities.draft.keep"), kind: .secondary, name: CommunitiesFeature.keep, value: "yes"),
        ]))\
        <p class="note" data-draft="\(text("communities.draft.saving"))" \
        data-draft-failing="\(text("communities.draft.failing"))" role="status"></p>
        """
    }
}
