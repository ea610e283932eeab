import Crypto
import Foundation
import Storage

/// What goes from one page to the next in a hidden field while nothing is kept yet: sealed, so that only this server
/// can read or make it, for one purpose, and for minutes.
protocol SecondFactorTicket: Codable, Sendable, Equatable {
    /// Bound into the seal: a ticket for one thing opens nothing else.
    static var purpose: String { get }
    static var lasts: Duration { get }
}

/// The passphrase was right; the session waits for the second factor.
struct SignInTicket: SecondFactorTicket {
    static let purpose = "sign-in"
    static let lasts: Duration = .minutes(5)

    /// Whose; an `ID<Person>`.
    let member: String
    /// The member's epoch when the passphrase was right: a ticket from before "end all sessions" opens none.
    let epoch: Int64
    /// The member's own key, which the passphrase opened: the session will hold it. Sealed with the rest of the ticket.
    let key: [UInt8]?
    let isShared: Bool
    /// A path on this site.
    let destination: String
    /// BCP 47 tag of the language they chose.
    let language: String
}

/// An authenticator app is being set up: the secret that was shown, which is kept once a code proves that it arrived.
struct AppTicket: SecondFactorTicket {
    static let purpose = "authenticator app"
    static let lasts: Duration = .minutes(15)

    let member: String
    let secret: [UInt8]
}

/// A passkey is being made under a name.
struct NewPasskeyTicket: SecondFactorTicket {
    static let purpose = "new passkey"
    static let lasts: Duration = .minutes(5)

    let member: String
    let challenge: [UInt8]
    let name: String
}

/// A passkey is being asked to prove that it is there.
///
/// The challenge is kept nowhere until it is used: its seal says that it is ours, whose it is and how long it lasts, and
/// a mark of each one used lasts longer than the challenge itself. So an answer that was overheard opens nothing twice,
/// and asking for a page writes no row.
struct PasskeyTicket: SecondFactorTicket {
    static let purpose = "passkey"
    static let lasts: Duration = .minutes(5)

    let member: String
    let challenge: [UInt8]

    init(_ member: ID<Person>) {
        self.member = member.description
        challenge = Self.newChallenge()
    }

    /// 256 random bits.
    static func newChallenge() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }
}

/// Seals tickets and opens them again.
struct SecondFactorTickets: Sendable {
    let key: SymmetricKey

    private struct Envelope<Ticket: SecondFactorTicket>: Codable {
        let until: Int64
        let ticket: Ticket
    }

    /// For a hidden field: letters, digits, `-` and `_`.
    func seal<Ticket: SecondFactorTicket>(_ ticket: Ticket, at now: Instant) throws -> String {
        let envelope = Envelope(until: (now + Ticket.lasts).milliseconds, ticket: ticket)
        let box = try AES.GCM.seal(
            Array(try JSONEncoder().encode(envelope)), using: key, authenticating: Array(Ticket.purpose.utf8))
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return Base64URL.encode(combined)
    }

    /// Nil for anything that was changed, is for something else, or is over.
    func open<Ticket: SecondFactorTicket>(_ sealed: String?, as type: Ticket.Type, at now: Instant) -> Ticket? {
        guard let sealed, sealed.utf8.count <= 8_192, let bytes = Base64URL.decode(sealed),
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Array(Ticket.purpose.utf8)),
            let envelope = try? JSONDecoder().decode(Envelope<Ticket>.self, from: plain),
            now.milliseconds < envelope.until
        else { return nil }
        return envelope.ticket
    }
}
