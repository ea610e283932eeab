package import Markup
package import Storage

/// A place in the menu, handed in by the room it leads to. A room that is not there leads nowhere.
package struct MenuEntry: Sendable {
    package enum Place: Sendable, Hashable {
        /// One of the site's doors, for everybody.
        case door
        /// A member's own, beside the doors.
        case own
        /// Behind the member's name.
        case account
    }

    package enum Viewers: Sendable, Hashable {
        case everyone, visitors, members
        /// Whoever holds the role in any space of the kind, or in any space at all.
        case holders(Role, in: Space.Kind)
        case holdersAnywhere(Role)
    }

    let place: Place
    let label: String
    package let link: Link
    let viewers: Viewers
    let badge: SessionFact?
    let urgent: SessionFact?
    let opens: SessionCard?
    /// The paths at and below which it is the current one. Bytes, for every page asks every entry.
    private let covered: [[UInt8]]

    /// - Parameters:
    ///   - label: text key.
    ///   - badge: how much waits behind it; shown when it is not zero, and said with the fact's own sentence.
    ///   - urgent: what must not wait: said in red above every page while it is not zero.
    ///   - covers: other pages that lie behind this entry: there, too, it is marked as the current one.
    ///   - opens: what stands above every page as long as it waits.
    package init(
        _ place: Place, _ label: String, to link: Link, for viewers: Viewers = .everyone, badge: SessionFact? = nil,
        urgent: SessionFact? = nil, covers: [Link] = [], opens: SessionCard? = nil
    ) {
        self.place = place
        self.label = label
        self.link = link
        self.viewers = viewers
        self.badge = badge
        self.urgent = urgent
        self.opens = opens
        covered = ([link] + covers).map { Array($0.text.utf8) }
    }

    func isShown(to session: Session?) -> Bool {
        switch viewers {
        case .everyone: true
        case .visitors: session == nil
        case .members: session != nil
        case .holders(let role, let kind):
            session?.appointments.contains { $0.role == role && $0.space.kind == kind } ?? false
        case .holdersAnywhere(let role): session?.appointments.contains { $0.role == role } ?? false
        }
    }

    /// Bytes of the longest of its paths that the page is or lies below; 0 for none.
    fileprivate func matchLength(_ here: Substring.UTF8View) -> Int {
        var longest = 0
        for path in covered where path.count > longest && here.starts(with: path) {
            let rest = here.dropFirst(path.count)
            if rest.isEmpty || rest.first == UInt8(ascii: "/") { longest = path.count }
        }
        return longest
    }
}

extension [MenuEntry] {
    /// The menu as the shell shows it to somebody. Of all entries that lie on the way to the page the nearest is marked.
    func menu(for session: Session?, path: String, text: Text) -> ShellMenu {
        let here = path.utf8.prefix { $0 != UInt8(ascii: "?") }
        let shown = filter { $0.isShown(to: session) }
        let lengths = shown.map { $0.matchLength(here) }
        let nearest = lengths.max() ?? 0
        var menu = ShellMenu()
        for (entry, length) in zip(shown, lengths) {
            let waiting = entry.badge.map { session?[$0] ?? 0 } ?? 0
            let item = ShellItem(
                label: text(entry.label), link: entry.link, isCurrent: nearest > 0 && length == nearest,
                waiting: waiting,
                waitingWords: waiting > 0 ? entry.badge.map { text($0.words, ["n": .count(waiting)]) } ?? "" : "")
            switch entry.place {
            case .door: menu.doors.append(item)
            case .own: menu.own.append(item)
            case .account: menu.account.append(item)
            }
        }
        return menu
    }

    /// What must not wait of all entries that somebody has: above every page, whatever it is about.
    func urgent(for session: Session?, text: Text) -> HTML {
        guard let session else { return .empty }
        return HTML.each(filter { $0.isShown(to: session) }) { entry -> HTML in
            guard let fact = entry.urgent, case let count = session[fact], count > 0 else { return .empty }
            return """
                <div class="flash flash-problem" role="alert"><p><a class="overdue" href="\(entry.link)">\
                \(text(fact.words, ["n": .count(count)]))</a></p></div>
                """
        }
    }

    /// What waits for whoever is signed in and stands above every page of theirs.
    func opened(_ visit: Visit) -> Opened? {
        guard let session = visit.session else { return nil }
        return lazy.compactMap(\.opens).first { session[$0.fact] > 0 }?.make(visit)
    }
}

/// Something that waits for a member and stands above every page of theirs until they put it away.
package struct SessionCard: Sendable {
    /// Not zero while it waits.
    let fact: SessionFact
    let make: @Sendable (Visit) -> Opened

    package init(_ fact: SessionFact, _ make: @escaping @Sendable (Visit) -> Opened) {
        (self.fact, self.make) = (fact, make)
    }
}
