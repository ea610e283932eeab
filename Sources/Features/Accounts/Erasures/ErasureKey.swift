import Crypto
import Storage
import Web

/// What a mark says of a member.
enum ErasureKind: String, Sendable {
    case erased
    /// They took back that their health data may be kept and counted.
    case withdrawn
    /// They agreed anew, after taking it back.
    case granted
}

/// A mark of a member, and what holds of them.
struct ErasureMark: Sendable, Equatable {
    /// 32 bytes.
    let mark: [UInt8]
    let kind: ErasureKind
}

/// Makes the marks of members: HMAC-SHA256 under a key that follows from the server's. Without that key nobody can tell
/// whose a mark is; with it, only whoever still has the member's id.
struct ErasureKey: Sendable {
    let key: SymmetricKey
    /// The fingerprint of the server's key.
    let server: [UInt8]

    func erased(_ member: ID<Person>) -> [UInt8] { mark("member \(member)") }

    func consent(_ member: ID<Person>) -> [UInt8] { mark("consent \(member)") }

    /// Holds a line of the file to the lines before it: 16 hexadecimal digits.
    func seal(_ line: String, after seal: String) -> String {
        Hex.text(Array(mark("line \(seal) \(line)").prefix(8)))
    }

    private func mark(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
