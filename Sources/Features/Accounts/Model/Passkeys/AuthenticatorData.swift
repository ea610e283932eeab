/// What an authenticator signs (WebAuthn Level 3, section 6.1).
struct AuthenticatorData: Sendable, Equatable {
    /// SHA-256 of the site's name.
    let siteHash: [UInt8]
    /// Somebody touched it.
    let isPresent: Bool
    /// It asked for a fingerprint, a face or its PIN.
    let isVerified: Bool
    /// The passkey may be copied to the owner's other devices, and has been.
    let isBackupEligible: Bool
    let isBackedUp: Bool
    /// Only while a passkey is made.
    let credential: Credential?

    struct Credential: Sendable, Equatable {
        let id: [UInt8]
        /// COSE, as it came.
        let publicKey: [UInt8]
    }

    /// The specification allows no longer identifiers.
    static let longestID = 1_023

    /// Nil for anything but the whole of it and no byte more.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 37, bytes.count <= 4_096 else { return nil }
        siteHash = Array(bytes.prefix(32))
        let flags = bytes[32]
        isPresent = flags & 0x01 != 0
        isVerified = flags & 0x04 != 0
        isBackupEligible = flags & 0x08 != 0
        isBackedUp = flags & 0x10 != 0
        // Its count of signatures (33..<37) is not looked at: decision 8.
        var rest = bytes[37...]
        if flags & 0x40 != 0 {
            guard let credential = Self.credential(&rest) else { return nil }
            self.credential = credential
        } else {
            credential = nil
        }
        if flags & 0x80 != 0 {
            guard let item = Self.item(&rest), case .map = item.value else { return nil }
        }
        guard rest.isEmpty else { return nil }
    }

    /// The authenticator's kind (16 bytes, not kept: it would tell the owner's device), the identifier and the key.
    private static func credential(_ rest: inout ArraySlice<UInt8>) -> Credential? {
        guard rest.count >= 18 else { return nil }
        let length = rest.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(18)
        guard (1...longestID).contains(length), length <= rest.count else { return nil }
        let id = Array(rest.prefix(length))
        rest = rest.dropFirst(length)
        guard let key = item(&rest) else { return nil }
        return Credential(id: id, publicKey: key.bytes)
    }

    private static func item(_ rest: inout ArraySlice<UInt8>) -> (value: CBOR, bytes: [UInt8])? {
        var reader = CBORReader(rest)
        guard let value = reader.item() else { return nil }
        let bytes = Array(rest.prefix(rest.count - reader.left))
        rest = rest.dropFirst(bytes.count)
        return (value, bytes)
    }
}
