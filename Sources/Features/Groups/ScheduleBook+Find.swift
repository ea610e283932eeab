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
        // What the query says of a series is asked once for each, and of those alone that have such a topic.
        var admitted = [Bool?](repeating: nil, count: order.count)
        if let topics = query.topics, query.titleWords.isEmpty {
            admitted = [Bool?](repeating: false, count: order.count)
            for topic in topics { for owner in byTopic[topic] ?? [] { admitted[Int(owner)] = nil } }
        }
        let (begin, end) = (place(of: from), to.map(place) ?? sessions.count)
        guard begin < end else { return [] }
        let first = after.flatMap { last in sessions[begin...].firstIndex { $0.id == last } }.map { $0 + 1 } ?? begin
        // Most are passed over without a look at the date itself.
        for at in first..<max(first, end) {
            let owner = Int(owners[at])
            guard admitted.indices.contains(owner) else { continue }
            let isAdmitted = admitted[owner] ?? query.admits(order[owner])
            admitted[owner] = isAdmitted
            guard isAdmitted, query.admits(sessions[at]) else { continue }
            found.append(sessions[at])
            if found.count >= limit { break }
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
