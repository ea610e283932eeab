/// Small line drawings, for doors and cards. Decoration only: the words stand beside them.
package enum Icon: Sendable, CaseIterable {
    /// Conditions: a leaf.
    case condition
    /// Treatments: bars of different height.
    case treatment
    /// A member's own record: a notebook.
    case record
    /// A question or an answer: a speech bubble.
    case talk
    /// People together.
    case people
    /// A place on the map.
    case place
    /// Only you: a lock.
    case lock
    /// At night: a moon.
    case night

    private var drawing: HTML {
        switch self {
        case .condition: "<path d=\"M5 19C5 10 10 5 19 5c0 9-5 14-14 14zm0 0 7-7\"/>"
        case .treatment: "<path d=\"M5 20V11M12 20V4M19 20v-6M3 20h18\"/>"
        case .record: "<path d=\"M6 3h12v18H6zM10 3v18M13 8h2M13 12h2\"/>"
        case .talk: "<path d=\"M4 5h16v11H10l-4 4v-4H4z\"/>"
        case .people:
            """
            <circle cx="9" cy="8" r="3.2"/><path d="M3 20c0-4 2.6-6 6-6s6 2 6 6M15.5 5.2a3 3 0 0 1 0 5.6M17 14.3c\
            2.5.5 4 2.5 4 5.7"/>
            """
        case .place:
            "<path d=\"M12 21c-4-4.5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6.5-6 11z\"/><circle cx=\"12\" cy=\"10\" r=\"2\"/>"
        case .lock: "<path d=\"M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3\"/>"
        case .night: "<path d=\"M19 14.5A8 8 0 0 1 9.5 5a8 8 0 1 0 9.5 9.5z\"/>"
        }
    }

    /// The drawing, 24 px, in the colour of the text around it.
    package var html: HTML {
        """
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" \
        stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">\
        \(drawing)</svg>
        """
    }
}

extension HTML {
    /// A small line drawing.
    package static func icon(_ icon: Icon) -> HTML { icon.html }

    /// One of the doors of a front page: a drawing, a name, a sentence and where it leads.
    package static func door(
        _ icon: Icon, title: String, body: String, label: String, to link: Link, level: Int = 2
    ) -> HTML {
        """
        <section class="card door"><span class="door-icon">\(icon.html)</span>\
        \(heading(title, level: level, kind: "card-title"))<p class="note">\(body)</p>\
        <p><a href="\(link)">\(label)</a></p></section>
        """
    }
}
