package import Storage

/// Somebody signed in, as the pages need to know them.
package struct Session: Sendable {
    package let person: ID<Person>
    /// For the header of the page.
    package let pseudonym: String
    package let roles: Set<Role>
    /// The session's own secret for forms: at least 128 random bits, never shown as it is.
    package let csrf: String
    /// The person agreed that what they record about their health is kept and counted.
    package let hasHealthConsent: Bool
    /// Questions of others that wait for the person, for the menu.
    package var waitingAsks = 0

    package init(person: ID<Person>, pseudonym: String, roles: Set<Role>, csrf: String, hasHealthConsent: Bool) {
        self.person = person
        self.pseudonym = pseudonym
        self.roles = roles
        self.csrf = csrf
        self.hasHealthConsent = hasHealthConsent
    }

    /// A new token for a session: 256 bits from the system's generator, 64 hexadecimal digits. It belongs in the
    /// cookie; the database keeps its hash only.
    package static func newToken() -> String {
        Hex.text(RandomBytes.make(32))
    }
}

/// Random bytes from the system's generator.
enum RandomBytes {
    /// Eight bytes a call to the system: each is a system call.
    static func make(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            withUnsafeBytes(of: UInt64.random(in: .min ... .max)) { bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }
}

/// Bytes as lower-case hexadecimal digits and back.
enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: some Collection<UInt8>) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { space in
            var place = 0
            for byte in bytes {
                space[place] = digits[Int(byte >> 4)]
                space[place + 1] = digits[Int(byte & 15)]
                place += 2
            }
            return place
        }
    }

    static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case 48...57: value = byte - 48
            case 97...102: value = byte - 87
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
