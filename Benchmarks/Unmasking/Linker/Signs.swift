import Foundation

/// For each question and member, everything that may speak for their having asked it, as numbers.
struct Signs: Sendable {
    let trace: Trace
    let names: [String]

    init(_ trace: Trace) {
        self.trace = trace
        let index = trace.index
        names =
            ["all rows: the pace's days", "all rows: the same hour", "all rows: where it stands before"]
            + index.series.map { "all rows: when \($0.place) rose" }
            + index.streams.flatMap {
                ["\($0.place): the pace's days", "\($0.place): seen there each time", "\($0.place): the same hour"]
            }
            + index.lists.flatMap { ["\($0.place): named with it", "\($0.place): left out"] }
            + ["equal texts or bytes", "named beside it"]
    }

    /// A row of numbers for each member, one after the other.
    func rows(_ question: Int) -> [Float] {
        let (members, width) = (trace.crowd.count, names.count)
        var rows = [Float](repeating: 0, count: members * width)
        var column = 0
        func put(_ value: (Int) -> Double) {
            for member in 0..<members { rows[member * width + column] += Float(value(member)) }
            column += 1
        }
        let (acts, index) = (trace.acts[question], trace.index)
        for act in acts {
            column = 0
            let window = Dating(act)
            let same = Dating(at: act.appears)
            if let all = index.everything {
                add(all, act, window, put)
                add(all, act, same, put)
                add(all, act, window.at(index.mentions[question]), put)
                for (_, counts) in index.series { add(all, act, window.times(counts), put) }
            }
            for (_, stream) in index.streams {
                add(stream, act, window, put)
                let mean = window.weights.reduce(0, +) / Double(max(1, window.weights.count))
                put { stream.sharp($0, act, window, mean: mean) }
                put { stream.sharp($0, act, same, mean: 0.01) }
            }
        }
        for named in index.lists {
            let list = named.members[question]
            put { list.contains($0) ? log(Double(trace.crowd.count) / Double(list.count)) : 0 }
            put { member in
                guard !list.isEmpty, !list.contains(member) else { return 0 }
                return -log(1 - Double(named.times[member] ?? 0) / Double(named.all + 1))
            }
        }
        put { index.shared[question][$0] ?? 0 }
        put { index.near[question][$0] ?? 0 }
        return rows
    }

    private func add(_ stream: Stream, _ act: Act, _ dating: Dating, _ put: ((Int) -> Double) -> Void) {
        guard !dating.isEmpty else { return put { _ in 0 } }
        let shares = dating.sharesByPeak
        put { stream.score($0, act, dating, share: shares[trace.crowd.peaks[$0]], trace.crowd) }
    }
}
