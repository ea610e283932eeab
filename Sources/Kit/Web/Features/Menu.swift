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
        /// Whoever holds the role in any space of the kind.
        case holders(Role, in: Space.Kind)
    }

    let place: Place
    let label: String
    package let link: Link
    let viewers: Viewers
    let badge: SessionFact?
    let covers: [Link]

    /// - Parameters:
    ///   - label: text key.
    ///   - badge: how much waits behind it; shown when it is not zero, and said with the fact's own sentence.
    ///   - covers: other pages that lie behind this entry: there, too, it is marked as the current one.
    package init(
        _ place: Place, _ label: String, to link: Link, for viewers: Viewers = .everyone, badge: SessionFact? = nil,
        covers: [Link] = []
    ) {
        self.place = place
        self.label = label
        self.link = link
        self.viewers = viewers
        self.badge = badge
        self.covers = covers
    }

    func isShown(to session: Session?) -> Bool {
        switch viewers {
        case .everyone: true
        case .visitors: session == nil
        case .members: session != nil
        case .holders(let role, let kind):
            session?.appointments.contains { $0.role == role && $0.space.kind == kind } ?? false
        }
    }
}

extension [MenuEntry] {
    /// The menu as the shell shows it to somebody. Of all entries that lie on the way to the page the nearest is marked.
    func menu(for session: Session?, path: String, text: Text) -> ShellMenu {
        let here = path.utf8.prefix { $0 != UInt8(ascii: "?") }
        let shown = filter { $0.isShown(to: session) }
        let nearest = shown.map { $0.matchLength(here) }.max() ?? 0
        func items(_ place: MenuEntry.Place) -> [ShellItem] {
            shown.filter { $0.place == place }.map { entry in
                let waiting = entry.badge.map { session?[$0] ?? 0 } ?? 0
                return ShellItem(
                    label: text(entry.label), link: entry.link,
                    isCurrent: nearest > 0 && entry.matchLength(here) == nearest, waiting: waiting,
                    waitingWords: waiting > 0 ? entry.badge.map { text($0.words, ["n": .count(waiting)]) } ?? "" : "")
            }
        }
        return ShellMenu(doors: items(.door), own: items(.own), account: items(.account))
    }
}

extension MenuEntry {
    /// Bytes of the longest of its links that the page is or lies below; 0 for none.
    fileprivate func matchLength(_ here: Substring.UTF8View) -> Int {
        ([link] + covers).map { link in
            let own = link.text.utf8
            guard here.starts(with: own) else { return 0 }
            let rest = here.dropFirst(own.count)
            return rest.isEmpty || rest.first == UInt8(ascii: "/") ? own.count : 0
        }.max() ?? 0
    }
}
