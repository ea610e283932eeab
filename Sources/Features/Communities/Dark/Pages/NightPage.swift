import Markup
import Web

/// A page of the dark: it is night there whatever scheme its reader has. Where it is night, no name is attached; no other page
/// is so.
struct NightPage {
    let title: String
    var lead: String?
    var breadcrumb: [(String, Link)] = []
    let visit: Visit

    func reply(_ body: HTML, status: Int = 200) -> Reply { visit.page(title, status: status, html(body)) }

    func html(_ body: HTML) -> HTML {
        """
        <div class="night"><div class="narrow stack"><div class="page-header">\(Self.moon)\
        \(HTML.when(!breadcrumb.isEmpty, HTML.breadcrumb(breadcrumb)))<h1>\(title)</h1>\
        \(HTML.with(lead) { "<p class=\"lead\">\($0)</p>" })</div>\(body)</div></div>
        """
    }

    /// Decoration: the words say it, too.
    private static let moon: HTML = """
        <svg class="moon" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">\
        <path d="M26 7a18 18 0 1 0 17 25A16 16 0 0 1 26 7z"/><circle cx="36" cy="9" r="1.2"/>\
        <circle cx="43" cy="15" r="1.6"/><circle cx="38" cy="21" r="1"/></svg>
        """
}

extension HTML {
    /// What others will see: a piece of daylight in the night.
    static func daylight(_ body: HTML, title: String) -> HTML {
        "<h2 class=\"label\">\(title)</h2><section class=\"card daylight\">\(body)</section>"
    }

    /// When something appears, drawn: somewhere in the window, with others. The words say it, too.
    static func window(from: String, to: String) -> HTML {
        """
        <div class="window"><span>\(from)</span><svg viewBox="0 0 200 20" aria-hidden="true" focusable="false">\
        <path class="window-line" d="M8 10H196"/><circle class="window-now" cx="8" cy="10" r="4"/>\
        <rect class="window-span" x="44" y="3" width="148" height="14" rx="7"/>\
        <circle class="window-other" cx="66" cy="10" r="2"/><circle class="window-other" cx="93" cy="10" r="2"/>\
        <circle class="window-other" cx="128" cy="10" r="2"/><circle class="window-other" cx="171" cy="10" r="2"/></svg>\
        <span>\(to)</span></div>
        """
    }
}
