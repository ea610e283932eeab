import Synchronization

/// A zone of the IANA tz database: how far its clock is ahead of UTC at any moment, far in the future too.
///
/// Moments are milliseconds since 1970 in UTC, as everywhere in this house; what the clock shows is `LocalDateTime`.
/// Two zones are equal when they have the same name.
package struct Zone: Hashable, Sendable, CustomStringConvertible {
    /// How far a clock was ever put on or back at once; days were skipped and repeated at the date line.
    static let longestStep: Int64 = 90_000

    package let name: String
    /// Seconds since 1970 in UTC from which the offset at the same place goes; the first goes for all before, too.
    let starts: [Int64]
    let offsets: [ZoneOffset]
    /// What goes on, in 400 years as in the 400 before, from here: the calendar repeats itself.
    private let cycleStart: Int64
    let rule: ZoneRule?

    package static let utc = Zone(
        name: "UTC", starts: [.min], offsets: [ZoneOffset(seconds: 0, isDaylight: false, name: "UTC")],
        cycleStart: .max, rule: nil)

    private static let read = Mutex<[String: Zone]>([:])

    /// The zone of a name such as `America/Los_Angeles`; read once from the machine's tz database.
    /// - Throws: `ZoneError`.
    package init(_ name: String) throws(ZoneError) {
        if name == "UTC" {
            self = .utc
        } else if let known = Self.read.withLock({ $0[name] }) {
            self = known
        } else {
            let file = try ZoneFile(ZoneFile.bytes(of: name), name: name)
            let zone = Zone(file, name: name)
            Self.read.withLock { $0[name] = zone }
            self = zone
        }
    }

    private init(name: String, starts: [Int64], offsets: [ZoneOffset], cycleStart: Int64, rule: ZoneRule?) {
        (self.name, self.starts, self.offsets) = (name, starts, offsets)
        (self.cycleStart, self.rule) = (cycleStart, rule)
    }

    init(_ file: ZoneFile, name: String) {
        var starts: [Int64] = [.min]
        var offsets = [file.types[0]]
        func add(_ utc: Int64, _ offset: ZoneOffset) {
            guard offset != offsets.last else { return }
            starts.append(utc)
            offsets.append(offset)
        }
        for change in file.changes { add(change.utc, file.types[change.type]) }
        let rule = ZoneRule(file.rule)
        var cycleStart = Int64.max
        if let rule, rule.daylight != nil {
            let last = file.changes.last?.utc ?? 0
            let year = LocalDateTime(seconds: last).date.year
            // One year more on both sides, for clocks that are ahead or behind.
            for year in year...year + 402 {
                for change in rule.changes(in: year) where change.utc > last { add(change.utc, change.offset) }
            }
            cycleStart = Int64(Gregorian.days(year + 1, 1, 1)) * Gregorian.secondsPerDay
        }
        self.init(name: name, starts: starts, offsets: offsets, cycleStart: cycleStart, rule: rule)
    }

    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
    package var description: String { name }

    // MARK: - From one to the other

    /// The moment at which the clock shows this, in milliseconds since 1970 UTC. RFC 5545 3.3.5: where it shows it
    /// twice, the first time; where it is put on past it, the moment that it would be with the offset from before.
    package func milliseconds(of local: LocalDateTime) -> Int64 { utc(local: local.seconds) * 1000 }

    /// What the clock shows at a moment given in milliseconds since 1970 UTC.
    package func local(atMilliseconds milliseconds: Int64) -> LocalDateTime {
        LocalDateTime(seconds: local(utc: Gregorian.quotient(milliseconds, 1000)))
    }

    /// How far the clock is ahead of UTC at a moment given in milliseconds since 1970 UTC, in seconds.
    package func offset(atMilliseconds milliseconds: Int64) -> Int {
        let seconds = Gregorian.quotient(milliseconds, 1000)
        return offsets[place(seconds - fold(seconds))].seconds
    }

    /// How a clock comes to show a time.
    package enum Reading: Hashable, Sendable {
        case once, twice, skipped
    }

    /// Whether the clock shows this once, twice (when it is put back), or not at all (when it is put on).
    package func reading(of local: LocalDateTime) -> Reading {
        let utc = utc(local: local.seconds)
        guard self.local(utc: utc) == local.seconds else { return .skipped }
        let next = place(utc - fold(utc)) + 1
        guard next < starts.count else { return .once }
        let again = local.seconds - Int64(offsets[next].seconds)
        return again - fold(utc) >= starts[next] ? .twice : .once
    }

    func local(utc: Int64) -> Int64 { utc + Int64(offsets[place(utc - fold(utc))].seconds) }

    /// In seconds what `milliseconds(of:)` says.
    func utc(local: Int64) -> Int64 {
        let fold = fold(local)
        let folded = local - fold
        var index = place(folded - Self.longestStep)
        // The offsets that are kept around this time, in their order.
        while index < starts.count {
            let utc = folded - Int64(offsets[index].seconds)
            let end = index + 1 < starts.count ? starts[index + 1] : .max
            if utc < end {
                let isSkipped = utc < starts[index] && index > 0
                return (isSkipped ? folded - Int64(offsets[index - 1].seconds) : utc) + fold
            }
            index += 1
        }
        return local
    }

    /// Whole cycles of 400 years that lie between a moment and the one like it that the table holds.
    private func fold(_ seconds: Int64) -> Int64 {
        guard seconds >= cycleStart else { return 0 }
        let since = seconds - cycleStart
        return since - since % Gregorian.secondsPerCycle
    }

    /// The last place whose start is not later.
    private func place(_ seconds: Int64) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= seconds { low = middle } else { high = middle }
        }
        return low
    }
}
