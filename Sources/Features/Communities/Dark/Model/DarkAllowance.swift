import Storage

/// Whether somebody may ask now, by what stands and what waits under their own marks.
enum DarkAllowance: Sendable, Equatable {
    /// They may, with one of these slots of the epoch; at least one.
    case free(slots: [Int])
    /// Both questions of the epoch are asked; the next one begins on that day.
    case spent(until: PartialDate)
    /// A moderator closed the dark to them to the end of that day.
    case barred(until: PartialDate)

    /// - Parameters:
    ///   - marks: of the epoch, in the order of its slots.
    ///   - threads: of all their marks.
    ///   - waiting: acts under all their marks.
    init(epoch: Int, marks: [DarkMark], threads: [DarkThread], waiting: [DarkAct], on today: PartialDate) {
        if let until = threads.compactMap(\.barredUntil).filter({ $0 >= today }).max() {
            self = .barred(until: until)
            return
        }
        let asked = waiting.filter { if case .ask = $0.deed { true } else { false } }.map(\.mark)
        let spent = Set(threads.map(\.mark) + asked)
        let free = marks.indices.filter { !spent.contains(marks[$0]) }
        self = free.isEmpty ? .spent(until: DarkEpoch.firstDay(of: epoch + 1)) : .free(slots: Array(free))
    }
}

extension DarkEpoch {
    static func firstDay(of epoch: Int) -> PartialDate {
        PartialDate(Instant(milliseconds: Int64(epoch) * Int64(days) * 86_400_000))
    }
}
