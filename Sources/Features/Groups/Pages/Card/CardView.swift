import Markup
import Storage
import Web

/// A card to print on a quarter of a sheet (A6) and hand over: what it is in every language, a code to look at with a
/// phone and a short address to type. Nothing on it is counted or tracked.
enum CardView {
    /// - Parameters:
    ///   - title: what it is about, for a reader of a language.
    ///   - link: what code and address lead to.
    static func html(title: (Text) -> String, to link: Link, _ visit: Visit) -> HTML {
        sheet(link, visit) { text in
            """
            <p class="handout-title" dir="auto">\(title(text))</p>\
            <p>\(text("groups.card.look"))</p><p>\(text("groups.card.free"))</p>
            """
        }
    }

    /// A card that gives a seat to whoever brings it: shown once, to the coordinator who made it.
    /// - Parameter token: of `StaffAnswer.card`.
    static func referral(token: String, _ visit: Visit) -> HTML {
        sheet("/referrals/\(token)", visit) { text in
            """
            <p class="handout-title">\(text("groups.referral.title"))</p>\
            <p>\(text("groups.referral.card"))</p><p>\(text("groups.referral.days"))</p>
            """
        }
    }

    private static func sheet(_ link: Link, _ visit: Visit, _ words: (Text) -> HTML) -> HTML {
        let address = visit.absolute(link)
        let written = address.utf8.starts(with: "https://".utf8) ? String(address.dropFirst(8)) : address
        // The reader's own language first.
        let others = visit.text.languages.all.filter { $0 != visit.language }
        return """
            <article class="handout"><div class="handout-words">\
            \(HTML.each([visit.language] + others) { language -> HTML in
                let text = visit.text(in: language)
                return """
                    <div lang="\(language.rawValue)">\(words(text))<p class="small">\(text("markup.crisis.question")) \
                    \(text("markup.crisis.call", ["number": .text(visit.settings.crisisNumber)]))</p></div>
                    """
            })</div><div class="handout-code">\
            \(HTML.with(QRCode(Array(address.utf8))) {
                HTML.picture(of: $0, label: visit.text("groups.card.code", ["address": .text(written)]), side: 160)
            })\
            <p class="handout-address"><bdi>\(written)</bdi></p></div></article>
            """
    }
}
