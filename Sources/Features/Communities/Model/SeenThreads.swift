import Storage

/// Up to which post a member has seen which threads. It lives in a sealed cookie of theirs: the server keeps no trace of who
/// read what, or when.
struct SeenThreads: Sendable, Equatable {
    /// Threads that are remembered; the longest ago is forgotten first.
    static let most = 40

    /// The newest first.
    private var entries: [(thread: UInt64, number: Int)] = []

    init() {}

    /// Reads what `text` wrote; what cannot be read is as good as nothing.
    init(_ text: String) {
        for part in text.split(separator: ";").prefix(Self.most) {
            let fields = part.split(separator: ":")
            guard fields.count == 2, let thread = UInt64(fields[0], radix: 36), let number = Int(fields[1], radix: 36),
                number > 0
            else { continue }
            entries.append((thread, number))
        }
    }

    var text: String {
        entries.map { "\(String($0.thread, radix: 36)):\(String($0.number, radix: 36))" }.joined(separator: ";")
    }

    /// The highest number that was seen of a thread; nil where it was never opened, or too long ago.
    func number(of thread: ID<CommunityThread>) -> Int? { entries.first { $0.thread == thread.low }?.number }

    /// Notes that a thread was seen up to a number. False where nothing changes.
    mutating func note(_ number: Int, of thread: ID<CommunityThread>) -> Bool {
        let before = self.number(of: thread) ?? 0
        guard number > before else { return false }
        entries.removeAll { $0.thread == thread.low }
        entries.insert((thread.low, number), at: 0)
        entries = Array(entries.prefix(Self.most))
        return true
    }

    static func == (left: SeenThreads, right: SeenThreads) -> Bool { left.text == right.text }
}
