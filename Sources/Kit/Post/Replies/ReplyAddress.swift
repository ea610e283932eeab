import Storage
import Crypto
import Foundation

/// Phantom tag of what one member's replies go to: a row of a room's, one for each member and whatever they are told of.
package enum ReplyPlace {}

/// `reply+TOKEN@example.org`: an address at which what one member writes to one place comes in.
///
/// The token is 16 bytes of a place under a mask and a mark of 16 bytes, in base 32, for servers on the way may make lower
/// case of it. The mark is an HMAC over place, member, the address that the mail went to and the month, under a key of the
/// server's: whoever has no such mail can make none, and to whom it belongs stands in no table. The mask is made from the
/// mark (as in SIV mode; Rogaway and Shrimpton 2006), so nothing in it can be counted or compared.
package struct ReplyAddress: Hashable, Sendable {
    let masked: [UInt8]
    let mark: [UInt8]

    /// Bytes of each half.
    static let half = 16
    /// Letters of a token: two halves in base 32.
    static let length = 52

    init(masked: [UInt8], mark: [UInt8]) { (self.masked, self.mark) = (masked, mark) }

    /// Reads an address under `base` (`reply@example.org`), in either case; nil for any other.
    init?(_ address: MailAddress, under base: MailAddress) {
        let beginning = base.local.lowercased() + "+"
        let local = address.local.lowercased()
        guard address.domain == base.domain, local.utf8.count == beginning.utf8.count + Self.length,
            local.utf8.starts(with: beginning.utf8),
            let bytes = Base32.decode(local.dropFirst(beginning.utf8.count)), bytes.count == 2 * Self.half
        else { return nil }
        self.init(masked: Array(bytes.prefix(Self.half)), mark: Array(bytes.suffix(Self.half)))
    }

    /// The address itself; nil where `base` leaves no room for a token: more than eleven letters before its `@`.
    func address(under base: MailAddress) -> MailAddress? {
        MailAddress("\(base.local)+\(Base32.encode(masked + mark).lowercased())@\(base.domain)")
    }

}

/// It is a right, so nothing of it is printed.
extension ReplyAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "reply address" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Makes reply addresses and says whether one is genuine.
struct ReplySeal: Sendable {
    /// What an address is bound to, beside its place.
    struct Binding: Sendable {
        let member: ID<Person>
        /// Where the member reads mail: what came to an address that they gave up holds no longer.
        let reading: MailAddress
    }

    private let key: SymmetricKey
    private let seal: MailSeal

    init(_ seal: MailSeal) { (self.seal, key) = (seal, seal.replyKey) }

    func address(to place: ID<ReplyPlace>, _ binding: Binding, written: Instant) -> ReplyAddress {
        let bytes = Self.bytes(place.high, place.low)
        let mark = mark(bytes, binding, month: Self.month(written))
        return ReplyAddress(masked: zip(bytes, mask(mark)).map { $0 ^ $1 }, mark: mark)
    }

    /// What the address says that it is for: not to be believed before `isGenuine` says so.
    func place(of address: ReplyAddress) -> ID<ReplyPlace> {
        let bytes = zip(address.masked, mask(address.mark)).map { $0 ^ $1 }
        func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return ID(high: number(bytes.prefix(8)), low: number(bytes.dropFirst(8)))
    }

    /// Whether this server made the address for that member, in this month or the one before.
    func isGenuine(_ address: ReplyAddress, _ binding: Binding, now: Instant) -> Bool {
        let place = place(of: address)
        let bytes = Self.bytes(place.high, place.low)
        return [Self.month(now), Self.month(now) - 1].contains { month in
            let expected = mark(bytes, binding, month: month)
            // All bytes are compared, whichever differ.
            return zip(expected, address.mark).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }

    /// Thirty days, counted from 1970.
    private static func month(_ instant: Instant) -> Int64 { instant.milliseconds / (30 * 86_400_000) }

    private func mark(_ place: [UInt8], _ binding: Binding, month: Int64) -> [UInt8] {
        let bound = Self.bytes(
            binding.member.high, binding.member.low, UInt64(bitPattern: seal.mark(of: binding.reading)),
            UInt64(bitPattern: month))
        return code("mark", place + bound)
    }

    private func mask(_ mark: [UInt8]) -> [UInt8] { code("mask", mark) }

    private func code(_ purpose: String, _ bytes: [UInt8]) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: Array("\(purpose)|".utf8) + bytes, using: key)
        return Array(code.prefix(ReplyAddress.half))
    }

    private static func bytes(_ numbers: UInt64...) -> [UInt8] {
        numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - $0 * 8)) } }
    }
}
