/// How many people could have asked in a place, as far as it is said: never a number of people.
enum DarkBand: Int, Sendable, Comparable, CaseIterable {
    case fewerThan100, from100, from200, from500, from2000

    /// Too few hide nobody.
    var isOpen: Bool { self > .fewerThan100 }
    /// How long what is written may wait; where few could have asked, long.
    var paces: [DarkPace] { self >= .from500 ? [.soon, .patient] : isOpen ? [.patient] : [] }
    /// Most replies of the asker's own in a thread: each is one more look at when somebody was here.
    var mostReplies: Int { self >= .from200 ? 8 : 1 }

    /// Of 1,000 who also write in their own name on those days, how many a program that knows all copies and all rules would
    /// name right by its best guess: after the question alone, and after three replies. From the simulation beside
    /// docs/decisions/0033-ask-in-the-dark.md.
    func named(at pace: DarkPace) -> (question: Int, replies: Int)? {
        switch (self, pace) {
        case (.from100, .patient): (30, 90)
        case (.from200, .patient): (15, 50)
        case (.from500, .soon): (16, 90)
        case (.from500, .patient): (7, 30)
        case (.from2000, .soon): (4, 45)
        case (.from2000, .patient): (2, 13)
        default: nil
        }
    }

    static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
