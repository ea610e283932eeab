import Markup
import Web

/// The way out of a page that somebody else must not see. With script it leads to an empty page that is nobody's
/// (`about:blank`) and takes the place of this one, so that *back* does not bring it back (`Public/leave.js`); without
/// script to an empty page of ours that says nothing. No other site is called: whoever watches the line would see that.
enum FastWayOut {
    static let link: Link = "/blank"

    static var routes: [Route] { [.get("/blank", .anyone) { _ in .plain("\n") }] }

    static func html(_ text: Text) -> HTML {
        """
        <p class="crisis-leave"><a href="\(link)" rel="noreferrer" data-leave>\(text("safety.leave"))</a></p>
        """
    }

    /// What it cannot do.
    static func limits(_ text: Text) -> HTML {
        "<p>\(text("safety.leave.history")) <span data-leave-keys hidden>\(text("safety.leave.keys"))</span></p>"
    }
}
