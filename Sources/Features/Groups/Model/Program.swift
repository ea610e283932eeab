package import Markup
package import Storage

/// What is offered: "Living with pain". When and where it meets, its series say.
package struct Program: Sendable, Hashable {
    /// Who leads; the raw values are kept and end text keys, as all below.
    package enum LedBy: String, Sendable, CaseIterable {
        case staff, clinician, peer, mixed
    }

    package enum Listing: String, Sendable, CaseIterable {
        /// Whoever looks finds it.
        case open
        /// Only who was sent: in no list, search or feed. Whoever has its address reads its page.
        case referral
    }

    package enum Eligibility: String, Sendable, CaseIterable {
        case anyone
        /// Of the organization: a person says so, nobody checks here.
        case patients
        /// A seat needs a referral or staff.
        case referral
    }

    package let id: ID<Program>
    package let organization: ID<Space>
    package let slug: String
    package var ledBy: LedBy
    package var listing: Listing
    package var eligibility: Eligibility
    package var cost: Cost
    /// Of the agreement that is signed now; 0: there is none.
    package var agreementVersion: Int
    /// By language; never empty.
    package var texts: [Language: ProgramText]
    /// Slugs of conditions, and of `GroupTheme`.
    package var topics: [String]

    package init(
        id: ID<Program>, organization: ID<Space>, slug: String, ledBy: LedBy, listing: Listing = .open,
        eligibility: Eligibility = .anyone, cost: Cost = .free, agreementVersion: Int = 0,
        texts: [Language: ProgramText], topics: [String]
    ) {
        (self.id, self.organization, self.slug, self.ledBy) = (id, organization, slug, ledBy)
        (self.listing, self.eligibility, self.cost) = (listing, eligibility, cost)
        (self.agreementVersion, self.texts, self.topics) = (agreementVersion, texts, topics)
    }

    /// What it says to a reader, and in which language that is: theirs, else the one that was written. Nil where
    /// nothing was.
    package func text(for reader: Language) -> (language: Language, text: ProgramText)? {
        if let own = texts[reader] { return (reader, own) }
        return texts.min { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }

    /// Whether members take a seat by themselves.
    package var isJoinedFreely: Bool { eligibility != .referral }
}

/// What a program says of itself in one language. Bounds are in scalars; the form holds them.
package struct ProgramText: Sendable, Hashable {
    package static let mostTitle = 80
    package static let mostWords = 2_000

    package var title: String
    package var summary: String
    /// What a meeting is like, a line a part: "10 min: Tea. Say your first name, or nothing."
    package var meeting: String
    /// Who can come, and what it costs besides, in words; empty where there is nothing to say.
    package var eligibility: String
    package var cost: String

    package init(title: String, summary: String, meeting: String = "", eligibility: String = "", cost: String = "") {
        (self.title, self.summary, self.meeting) = (title, summary, meeting)
        (self.eligibility, self.cost) = (eligibility, cost)
    }
}

/// What a date costs.
package struct Cost: Sendable, Hashable, Comparable {
    package static let bounds = 0...100_000

    /// US cents, within the bounds.
    package let cents: Int

    package static let free = Cost(cents: 0)

    /// Clamped to what there is.
    package init(cents: Int) { self.cents = min(max(cents, Self.bounds.lowerBound), Self.bounds.upperBound) }

    package var isFree: Bool { cents == 0 }

    package static func < (left: Cost, right: Cost) -> Bool { left.cents < right.cents }
}

/// What a group can be about besides a condition; names stand in texts.
package enum GroupTheme: String, Sendable, CaseIterable {
    case mindfulness, meditation, cooking, movement, loss, caregivers, pregnancy, money, faith
}
