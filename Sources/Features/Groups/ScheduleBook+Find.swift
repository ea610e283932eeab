import Storage

extension ScheduleBook.Reading {
    /// Dates that a query admits, in the order of time, behind one and from a time on; at most so many. Cancelled ones
    /// are among them: that an evening is dropped is said, not hidden. Seats are not asked here.
    /// - Parameters:
    ///   - to: the first moment that is too late.
    ///   - after: a date that was shown already; where it is not in here, it is passed over.
    func find(_ query: FindQuery, from: Instant, to: Instant? = nil, after: SessionID? = nil, limit: Int)
        -> [SessionFacts]
    {
        var found: [SessionFacts] = []
        // What the query says of a series is asked once for each.
        var admitted = [Bool?](repeating: nil, count: order.count)
        let begin = place(of: from)
        let first = after.flatMap { last in sessions[begin...].firstIndex { $0.id == last } }.map { $0 + 1 } ?? begin
        for at in first..<sessions.count {
            let session = sessions[at]
            if found.count >= limit || to.map({ session.startsAt >= $0 }) ?? false { break }
            let owner = Int(owners[at])
            guard admitted.indices.contains(owner) else { continue }
            let isAdmitted = admitted[owner] ?? query.admits(order[owner])
            admitted[owner] = isAdmitted
            if isAdmitted, query.admits(session) { found.append(session) }
        }
        return found
    }

    /// The first date that begins then or later.
    private func place(of time: Instant) -> Int {
        var (low, high) = (0, sessions.count)
        while low < high {
            let middle = (low + high) / 2
            if sessions[middle].startsAt < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
