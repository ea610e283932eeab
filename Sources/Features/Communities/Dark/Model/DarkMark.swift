import Storage

/// What a thread's asker alone can make: SHA-256 over a secret that follows from their key, the epoch and the slot. It says
/// whose a thread is, how many somebody has asked, and whom a bar holds, and it names nobody.
struct DarkMark: Hashable, Sendable {
    /// 32 bytes.
    let bytes: [UInt8]

    static let size = 32

    /// Nil unless there are 32 bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        self.bytes = bytes
    }
}

/// Spans of 28 days since 1970, UTC: in each somebody has two slots.
enum DarkEpoch {
    static let days = 28
    static let slots = 0..<2

    static func at(_ now: Instant) -> Int { Int(now.milliseconds / (Int64(days) * 86_400_000)) }
}
