import CArgon2
import Foundation
import Web

/// Argon2id (RFC 9106) through libargon2, with its outcome in the PHC string format.
struct Argon2id: Sendable, Equatable {
    /// KiB of memory.
    let memory: UInt32
    /// Passes over it.
    let passes: UInt32
    let lanes: UInt32

    /// OWASP's first choice for web sign-ins: 19 MiB, two passes, one lane; about 55 ms on a small server.
    static let standard = Argon2id(memory: 19_456, passes: 2, lanes: 1)

    enum Failure: Error, Equatable {
        /// libargon2's own code; out of memory above all.
        case code(Int32)
    }

    /// The raw hash. Slow on purpose: never call it on a thread that serves requests.
    func hash(_ secret: [UInt8], salt: [UInt8], length: Int = 32) throws(Failure) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: length)
        let code = argon2id_hash_raw(
            passes, memory, lanes, secret, secret.count, salt, salt.count, &output, output.count)
        guard code == ARGON2_OK.rawValue else { throw .code(code) }
        return output
    }

    /// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` with a new random salt of 16 bytes.
    func phc(_ secret: [UInt8]) throws(Failure) -> String {
        let salt = RandomBytes.make(16)
        let hash = try hash(secret, salt: salt)
        return "$argon2id$v=19$m=\(memory),t=\(passes),p=\(lanes)$\(Self.base64(salt))$\(Self.base64(hash))"
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        String(decoding: Data(bytes).base64EncodedString().utf8.filter { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }
}

/// A PHC string taken apart.
struct PassphraseHash: Sendable, Equatable {
    let parameters: Argon2id
    let salt: [UInt8]
    let hash: [UInt8]

    /// Reads what `Argon2id.phc` writes; nil for anything else, and for parameters that would take a server down
    /// (over 1 GiB, 16 passes or 16 lanes).
    init?(phc: String) {
        let parts = phc.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19" else { return nil }
        let values = parts[3].utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
        guard values.count == 3, let memory = Self.value(values[0], "m="), let passes = Self.value(values[1], "t="),
            let lanes = Self.value(values[2], "p="), (8...1_048_576).contains(memory), (1...16).contains(passes),
            (1...16).contains(lanes), memory >= 8 * lanes,
            let salt = Self.bytes(parts[4]), let hash = Self.bytes(parts[5]),
            (8...64).contains(salt.count), (16...64).contains(hash.count)
        else { return nil }
        parameters = Argon2id(memory: memory, passes: passes, lanes: lanes)
        self.salt = salt
        self.hash = hash
    }

    /// Whether a secret has this hash, compared in constant time.
    func matches(_ secret: [UInt8]) throws(Argon2id.Failure) -> Bool {
        let other = try parameters.hash(secret, salt: salt, length: hash.count)
        return zip(hash, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func value(_ text: String, _ prefix: String) -> UInt32? {
        guard text.utf8.starts(with: prefix.utf8) else { return nil }
        return UInt32(String(text.unicodeScalars.dropFirst(prefix.unicodeScalars.count)))
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}
