import Storage

/// When a course was begun, as partial as its member remembers it, in four bytes: figures have millions of them.
struct Begun: Sendable, Hashable {
    /// The first day that it may be: year · 512 + month · 32 + day, with 0 for what was not said; 0 as a whole where nobody
    /// knows. Only to be compared.
    let first: UInt32

    static let unknown = Begun(first: 0)

    private init(first: UInt32) { self.first = first }

    init(_ date: PartialDate?) {
        first = date.map { UInt32($0.year) << 9 | UInt32($0.month ?? 0) << 5 | UInt32($0.day ?? 0) } ?? 0
    }

    /// Reads the text of a `PartialDate` as the journal stores it, without making one: this is done for every course every
    /// night. Anything else is unknown.
    init(_ text: String) {
        var (year, month, day, digits): (UInt32, UInt32, UInt32, Int) = (0, 0, 0, 0)
        for byte in text.utf8 where byte != UInt8(ascii: "-") {
            let digit = UInt32(byte &- 48)
            guard digit < 10, digits < 8 else {
                self = .unknown
                return
            }
            if digits < 4 {
                year = year * 10 + digit
            } else if digits < 6 {
                month = month * 10 + digit
            } else {
                day = day * 10 + digit
            }
            digits += 1
        }
        let isDate = digits >= 4 && digits % 2 == 0 && month <= 12 && day <= 31
        first = isDate ? year << 9 | month << 5 | day : 0
    }

    var isKnown: Bool { first != 0 }

    /// The last day that it may be, as `first`. One that is known was surely begun before another where its last day lies before
    /// the other's first.
    var last: UInt32 { first & 511 == 0 ? first | 511 : first & 31 == 0 ? first | 31 : first }
}
