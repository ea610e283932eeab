/// What others should not read before somebody looked at it, and where it stands.
package struct ReviewFinding: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Comparable {
        /// Words of danger: they go before all else, and for one's own a card is shown, too.
        case danger
        /// A telephone number, an address, a name elsewhere, or asking for one.
        case contact
        /// Offering for money, or asking for it.
        case selling
        /// Telling another to stop, leave out, halve or double a medicine.
        case stop
        /// Telling another what and how much to take.
        case dose
        /// A claim that something cures.
        case cure

        package static func < (one: Kind, other: Kind) -> Bool { one.rank < other.rank }
        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package let kind: Kind
    /// Its bytes in the text as it was written.
    package let place: Range<Int>

    package init(_ kind: Kind, at place: Range<Int>) { (self.kind, self.place) = (kind, place) }
}
