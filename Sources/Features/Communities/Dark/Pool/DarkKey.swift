import Crypto
import Web

/// The key of a day, from which only those of later days follow: who takes today's reads nothing that was sealed before.
struct DarkKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Days since 1970, UTC.
    let day: Int
    /// 32 bytes.
    let bytes: [UInt8]

    static let size = 32
    /// A hundred years: further no cell of ours lies, however wrong a clock was.
    static let mostDays = 36_500

    /// A new one.
    static func new(day: Int) -> DarkKey { DarkKey(day: day, bytes: RandomBytes.make(size)) }

    /// That of a day; nil for an earlier one, and for one too far off.
    func forward(to day: Int) -> DarkKey? {
        guard day >= self.day, day - self.day <= Self.mostDays else { return nil }
        var bytes = bytes
        for _ in self.day..<day { bytes = Self.derive(bytes, "dark day 1") }
        return DarkKey(day: day, bytes: bytes)
    }

    /// Under which the day's cells are sealed.
    var ofCells: SealingKey { SealingKey(Self.derive(bytes, "dark cell 1")) }

    private static func derive(_ bytes: [UInt8], _ info: String) -> [UInt8] {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), info: Array(info.utf8), outputByteCount: size
        ).withUnsafeBytes { Array($0) }
    }

    var description: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// The keys in hand: that of the oldest day that any cell still needs, and what follows from it.
struct DarkKeys: Sendable {
    private(set) var oldest: DarkKey
    /// Derived already.
    private var ofDays: [Int: SealingKey] = [:]

    init(_ oldest: DarkKey) { self.oldest = oldest }

    /// Nil for a day that is gone, and for one too far off.
    mutating func key(of day: Int) -> SealingKey? {
        if let known = ofDays[day] { return known }
        guard let key = oldest.forward(to: day)?.ofCells else { return nil }
        ofDays[day] = key
        return key
    }

    /// Forgets what lies before a later day's key.
    mutating func forget(before next: DarkKey) {
        guard next.day > oldest.day else { return }
        oldest = next
        ofDays = ofDays.filter { $0.key >= next.day }
    }

    /// The newest day that can be sealed for.
    var latest: Int { oldest.day + DarkKey.mostDays }
}
