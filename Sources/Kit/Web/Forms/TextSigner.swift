import Crypto
package import Storage

/// Signs what goes out in a form or an address and comes back, so that nobody can bring what this server did not write.
package struct TextSigner: Sendable {
    private let key: SymmetricKey
    // Derived once: that takes longer than to seal.
    private let sealing: SymmetricKey
    private let marking: SymmetricKey

    /// Hexadecimal digits of a signature: 128 bits of HMAC-SHA256.
    private static let digits = 32

    /// - Parameter key: `SiteSettings.formKey`.
    package init(key: [UInt8]) {
        let key = SymmetricKey(data: key)
        func derived(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("text \(use)".utf8), outputByteCount: 32)
        }
        (self.key, sealing, marking) = (key, derived("seal"), derived("nonce"))
    }

    /// The text, a dot and the signature. What is signed for one purpose counts for no other.
    package func sign(_ text: String, for purpose: String) -> String {
        "\(text).\(signature(of: Array(text.utf8), for: purpose))"
    }

    /// The text of what `sign` made for the same purpose; nil for anything else, in the same time whatever is wrong.
    package func verify(_ signed: String, for purpose: String) -> String? {
        let bytes = Array(signed.utf8)
        guard bytes.count > Self.digits, bytes.count <= 1_000 else { return nil }
        let text = bytes.dropLast(Self.digits + 1)
        let wanted = ".\(signature(of: Array(text), for: purpose))"
        let difference = zip(bytes.suffix(Self.digits + 1), wanted.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return difference == 0 ? String(validating: text, as: UTF8.self) : nil
    }

    /// The text so that nobody can read it: for what would stand in an address. The same text for the same purpose is
    /// sealed alike.
    package func seal(_ text: String, for purpose: String) throws -> String {
        let place = Array("sealed \(purpose)\n".utf8)
        let mark = HMAC<SHA256>.authenticationCode(for: place + Array(text.utf8), using: marking)
        let nonce = try AES.GCM.Nonce(data: Array(mark).prefix(12))
        let box = try AES.GCM.seal(Array(text.utf8), using: sealing, nonce: nonce, authenticating: place)
        return Hex.text(Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
    }

    /// The text of what `seal` made for the same purpose; nil for anything else.
    package func open(_ sealed: String, for purpose: String) -> String? {
        guard sealed.utf8.count <= 2_000, let bytes = Hex.bytes(sealed),
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let text = try? AES.GCM.open(
                box, using: sealing, authenticating: Array("sealed \(purpose)\n".utf8))
        else { return nil }
        return String(validating: text, as: UTF8.self)
    }

    private func signature(of text: [UInt8], for purpose: String) -> String {
        // A purpose has no line feed, so no two pairs of purpose and text read alike.
        let message = Array("signed \(purpose)\n".utf8) + text
        return Hex.text(Array(HMAC<SHA256>.authenticationCode(for: message, using: key)).prefix(Self.digits / 2))
    }
}

// A form that makes something carries the identifier of what it makes, so that a form sent twice (a slow connection,
// the back button) makes one thing. It is signed for the member and the purpose: an identifier that a member chose
// themselves would tell, by what becomes of it, whether somebody else has a thing of that name.
extension Visit {
    /// The value of the field `form`.
    package func formID<Subject>(_ id: ID<Subject>, for purpose: String) -> String {
        signer.sign(id.description, for: formPurpose(purpose))
    }

    /// The identifier that a sent form carries; nil where this server did not give it to this member for this purpose.
    package func sentFormID<Subject>(for purpose: String) -> ID<Subject>? {
        fields["form"].flatMap { signer.verify($0, for: formPurpose(purpose)) }.flatMap { ID<Subject>($0) }
    }

    /// Signs and reads what the pages of this server hand out.
    package var signer: TextSigner { site.signer }

    private func formPurpose(_ purpose: String) -> String { "form \(session?.person.description ?? "") \(purpose)" }
}
