/// A place in the menu as somebody sees it.
package struct ShellItem: Sendable {
    package var label: String
    package var link: Link
    /// The page lies behind it.
    package var isCurrent: Bool
    /// How much waits there; nothing is shown for 0.
    package var waiting: Int
    /// The same in words, for a screen reader.
    package var waitingWords: String

    package init(label: String, link: Link, isCurrent: Bool = false, waiting: Int = 0, waitingWords: String = "") {
        self.label = label
        self.link = link
        self.isCurrent = isCurrent
        self.waiting = waiting
        self.waitingWords = waitingWords
    }
}

/// The menu of a page: the site's doors, what is the member's own, and what lies behind their name.
package struct ShellMenu: Sendable {
    package var doors: [ShellItem]
    package var own: [ShellItem]
    package var account: [ShellItem]

    package init(doors: [ShellItem] = [], own: [ShellItem] = [], account: [ShellItem] = []) {
        self.doors = doors
        self.own = own
        self.account = account
    }

    /// All that waits, for the closed menu of a phone.
    var waiting: ShellItem? { Self.sum(doors + own + account) }

    /// What waits behind the member's name, for that menu while it is closed.
    var waitingInAccount: ShellItem? { Self.sum(account) }

    private static func sum(_ items: [ShellItem]) -> ShellItem? {
        let all = items.filter { $0.waiting > 0 }
        guard var sum = all.first else { return nil }
        sum.waiting = all.reduce(0) { $0 + $1.waiting }
        sum.waitingWords = all.map(\.waitingWords).joined(separator: ", ")
        return sum
    }
}
