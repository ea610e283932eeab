import Storage

/// How many jobs a worker may take: room is shared out evenly between the kinds of which something is due, so that a
/// hundred thousand of one kind hold up nobody else's.
struct JobSlots: Sendable {
    private(set) var free: Int
    private let all: Int
    private var lastTake: ContinuousClock.Instant?
    private var running: [String: Int] = [:]
    /// Whose turn it is to get what does not divide evenly.
    private var turn = 0

    init(free: Int) {
        (self.free, all) = (free, free)
    }

    func room(for handler: JobHandler, at now: Instant) -> Int {
        max(0, min(free, min(handler.concurrency, handler.limit(now)) - (running[handler.kind] ?? 0)))
    }

    /// How many of each kind to take, in all no more than are free.
    func shares(of handlers: [JobHandler], at now: Instant) -> [(handler: JobHandler, count: Int)] {
        guard !handlers.isEmpty else { return [] }
        var (left, counts) = (free, handlers.map { _ in 0 })
        let rooms = handlers.map { room(for: $0, at: now) }
        var isGiving = true
        while left > 0, isGiving {
            isGiving = false
            for step in handlers.indices where left > 0 {
                let place = (step + turn) % handlers.count
                guard counts[place] < rooms[place] else { continue }
                counts[place] += 1
                left -= 1
                isGiving = true
            }
        }
        return zip(handlers, counts).filter { $0.1 > 0 }.map { (handler: $0.0, count: $0.1) }
    }

    mutating func take(_ handler: JobHandler) {
        free -= 1
        lastTake = .now
        running[handler.kind, default: 0] += 1
        turn = (turn + 1) % 1_024
    }

    /// Answers whether it is worth while to look for more: taking jobs one by one would cost a transaction each.
    mutating func give(back handler: JobHandler) -> Bool {
        free += 1
        running[handler.kind, default: 1] -= 1
        let isLongAgo = lastTake.map { $0.duration(to: .now) > .milliseconds(5) } ?? true
        return free * 4 >= all || isLongAgo
    }
}
