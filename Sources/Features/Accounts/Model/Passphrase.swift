import Foundation

/// A passphrase that may be used: at least 15 scalars, at most 1,024 bytes, not on the list of what is guessed first.
/// Kept as NFC bytes, the whole of it counts; prints as dots.
///
/// NIST SP 800-63B-4, section 3.1.1: length over composition rules, a blocklist, no rotation, Unicode by code points.
struct Passphrase: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    /// Why a passphrase cannot be used. The raw value ends the key of a kind sentence, `accounts.passphrase.fault.…`.
    enum Fault: String, Error, CaseIterable {
        case empty, short, long, control, pseudonym, repeats, sequence, common
    }

    static let shortest = 15
    static let longestBytes = 1024

    /// Checks a passphrase that somebody chooses. `pseudonym` is the name they chose with it, nil when it had faults.
    init(choosing raw: String, pseudonym: PseudonymKey?, blocklist: PassphraseBlocklist) throws(Fault) {
        if raw.utf8.isEmpty { throw .empty }
        guard let passphrase = Passphrase(given: raw) else { throw .long }
        let scalars = Array(String(decoding: passphrase.bytes, as: UTF8.self).unicodeScalars)
        if scalars.contains(where: { $0.properties.generalCategory == .control }) { throw .control }
        if blocklist.names(scalars) { throw .common }
        if scalars.count < Self.shortest { throw .short }
        if PassphrasePattern.repeats(scalars) { throw .repeats }
        if PassphrasePattern.isSequence(scalars) { throw .sequence }
        if let pseudonym, Self.holds(raw, pseudonym) { throw .pseudonym }
        if blocklist.isCommon(scalars) { throw .common }
        self = passphrase
    }

    /// A passphrase as somebody gave it to sign in: only brought into the form that is kept. nil over 1,024 bytes.
    init?(given raw: String) {
        guard raw.utf8.count <= Self.longestBytes else { return nil }
        let normal = Array(raw.precomposedStringWithCanonicalMapping.utf8)
        // Normalising can lengthen a few scalars; the limit holds for what is hashed.
        guard normal.count <= Self.longestBytes * 3 else { return nil }
        bytes = normal
    }

    var description: String { "•••" }
    var debugDescription: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }

    private static func holds(_ raw: String, _ pseudonym: PseudonymKey) -> Bool {
        let passphrase = Array(PseudonymKey(of: raw).text.utf8)
        return [pseudonym.text, pseudonym.stem].contains { name in
            name.unicodeScalars.count >= 4 && passphrase.firstRange(of: Array(name.utf8)) != nil
        }
    }
}

/// Patterns that make a long passphrase short.
enum PassphrasePattern {
    /// Fewer than five different characters, or one piece said again and again ("abcabcabcabcabc").
    static func repeats(_ scalars: [Unicode.Scalar]) -> Bool {
        if Set(scalars).count < 5 { return true }
        let half = scalars.count / 2
        return (1...max(half, 1)).contains { period in
            zip(scalars, scalars.dropFirst(period)).allSatisfy { $0 == $1 }
        }
    }

    /// Seven in ten steps go to a neighbour in the alphabet, among the digits or on a row of the keyboard.
    static func isSequence(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars.count > 1 else { return false }
        let lower = scalars.map { $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 }
        let near = zip(lower, lower.dropFirst()).count { areNeighbours($0, $1) }
        return near * 10 >= (scalars.count - 1) * 7
    }

    private static func areNeighbours(_ one: Unicode.Scalar, _ next: Unicode.Scalar) -> Bool {
        if abs(Int(one.value) - Int(next.value)) <= 1 { return true }
        guard let from = places[one], let to = places[next] else { return false }
        return from.row == to.row && abs(from.column - to.column) <= 1
    }

    private static let places: [Unicode.Scalar: (row: Int, column: Int)] = {
        var places: [Unicode.Scalar: (row: Int, column: Int)] = [:]
        for (row, keys) in ["1234567890", "qwertyuiop", "asdfghjklñ", "zxcvbnm"].enumerated() {
            for (column, key) in keys.unicodeScalars.enumerated() { places[key] = (row, column) }
        }
        return places
    }()
}
