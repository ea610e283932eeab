import Markup
import Storage

/// A made-up member.
struct SyntheticMember: Sendable {
    let id: ID<Person>
    let consentID: ID<ConsentDecision>
    let pseudonym: String
    let key: PseudonymKey
    let language: Language
    let createdAt: Instant

    /// Member `number` of a seed: the same for ever, sorted by the time they joined as real ones are.
    init(number: Int, seed: UInt64, pseudonym: String, language: Language, createdAt: Instant) {
        let state = seed &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15
        let time = UInt64(clamping: createdAt.milliseconds) & 0xFFFF_FFFF_FFFF
        func identifier(_ state: UInt64) -> (high: UInt64, low: UInt64) {
            var bits = SplitMix(state: state)
            // UUIDv7 (RFC 9562, 5.7) with bits from the seed.
            return (time << 16 | 0x7000 | bits.next() & 0xFFF, 0x8000_0000_0000_0000 | bits.next() >> 2)
        }
        // One stream for both would give a consent the identifier of the next member but one: they walk the same steps.
        let (member, consent) = (identifier(state), identifier(~state))
        id = ID(high: member.high, low: member.low)
        consentID = ID(high: consent.high, low: consent.low)
        self.pseudonym = pseudonym
        key = PseudonymKey(of: pseudonym)
        self.language = language
        self.createdAt = createdAt
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): repeatable, not secret.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
