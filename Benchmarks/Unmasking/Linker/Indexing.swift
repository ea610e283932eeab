extension TraceIndex {
    /// Kinds of row that fewer changes than these were made to say nothing.
    private static let fewest = 12
    /// A transaction that names more people than this is nobody's sitting.
    private static let most = 3

    init(_ changes: [Change], _ crowd: Crowd, hours: Int, questions: Int) {
        let sittings = Self.sittings(changes)
        readStreams(changes, sittings, crowd, hours)
        readSeries(changes, hours)
        readLists(changes, questions)
        readValues(changes, questions)
        readNeighbours(changes, questions)
    }

    /// Which changes may be somebody's sitting.
    private static func sittings(_ changes: [Change]) -> [Bool] {
        var named: [Int: Set<Int>] = [:]
        for change in changes where !change.members.isEmpty {
            named[change.commit, default: []].formUnion(change.members)
        }
        return changes.map { change in
            !change.members.isEmpty && change.question == nil && (named[change.commit]?.count ?? 0) <= most
        }
    }

    /// Each kind by itself; each kind where it stands alone in its hour, as a count without an act does; and all together.
    private mutating func readStreams(_ changes: [Change], _ sittings: [Bool], _ crowd: Crowd, _ hours: Int) {
        var places: [String: [[Int32]]] = [:]
        var all = [[Int32]](repeating: [], count: crowd.count)
        var kinds: [Int: Set<String>] = [:]
        for (change, isSitting) in zip(changes, sittings) where isSitting {
            for member in change.members {
                kinds[member * hours + change.hour, default: []].insert(change.place)
                all[member].append(Int32(change.hour))
            }
        }
        for (key, found) in kinds {
            let (member, hour) = (key / hours, Int32(key % hours))
            for place in found {
                places[place, default: .init(repeating: [], count: crowd.count)][member].append(hour)
                guard found.count == 1 else { continue }
                places["\(place), alone", default: .init(repeating: [], count: crowd.count)][member].append(hour)
            }
        }
        for (place, found) in places.sorted(by: { $0.key < $1.key })
        where found.reduce(0, { $0 + $1.count }) >= Self.fewest {
            streams.append((place, Stream(found.map { $0.sorted() }, of: crowd, length: hours)))
        }
        everything = Stream(all.map { Array(Set($0)).sorted() }, of: crowd, length: hours)
    }

    /// What rises in few hours can tell an hour; what rises in nearly all of them alike is left out.
    private mutating func readSeries(_ changes: [Change], _ hours: Int) {
        var places: [String: [Float]] = [:]
        for change in changes where change.members.isEmpty && change.question == nil && change.hour < hours {
            places[change.place, default: .init(repeating: 0, count: hours)][change.hour] += 1
        }
        for (place, counts) in places.sorted(by: { $0.key < $1.key }) {
            let (low, high) = (counts.min() ?? 0, counts.max() ?? 0)
            guard high > low, counts.reduce(0, +) >= Float(Self.fewest) else { continue }
            series.append((place, counts.map { $0 - low }))
        }
    }

    private mutating func readLists(_ changes: [Change], _ questions: Int) {
        var places: [String: [Set<Int>]] = [:]
        for change in changes where !change.members.isEmpty {
            guard let question = change.question else { continue }
            places[change.place, default: .init(repeating: [], count: questions)][question].formUnion(change.members)
        }
        lists = places.sorted { $0.key < $1.key }.map { NamedWith($0.key, $0.value) }
    }

    private mutating func readValues(_ changes: [Change], _ questions: Int) {
        var (named, owners): ([UInt64: Set<Int>], [UInt64: Set<Int>]) = ([:], [:])
        var places: [UInt64: Set<Int>] = [:]
        for (index, change) in changes.enumerated() {
            for value in change.values {
                if let question = change.question { owners[value, default: []].insert(question) }
                if change.question == nil { named[value, default: []].formUnion(change.members) }
            }
            guard change.question == nil else { continue }
            for value in change.values { places[value, default: []].insert(index) }
        }
        shared = .init(repeating: [:], count: questions)
        for (value, questions) in owners where questions.count <= 2 {
            guard let members = named[value], (1...8).contains(members.count) else { continue }
            for question in questions {
                for member in members { shared[question][member, default: 0] += 1 / Double(members.count) }
            }
        }
        mentions = .init(repeating: [], count: questions)
        for (index, change) in changes.enumerated() {
            guard let question = change.question else { continue }
            let next = index + 1 < changes.count ? changes[index + 1] : nil
            let isBeside = next?.commit == change.commit && next?.question == nil
            for value in change.values + (isBeside ? next?.values ?? [] : []) where (owners[value]?.count ?? 0) <= 2 {
                guard let found = places[value], found.count <= 4 else { continue }
                mentions[question].formUnion(found.map { changes[$0].hour }.filter { $0 < change.hour })
            }
        }
    }

    private mutating func readNeighbours(_ changes: [Change], _ questions: Int) {
        near = .init(repeating: [:], count: questions)
        for (index, change) in changes.enumerated() {
            guard let question = change.question else { continue }
            for other in max(0, index - 6)...min(changes.count - 1, index + 6) where changes[other].question == nil {
                let isSame = changes[other].commit == change.commit
                let nearness = (isSame ? 1.0 : 0.3) / Double(abs(other - index))
                for member in changes[other].members {
                    near[question][member] = max(near[question][member] ?? 0, nearness)
                }
            }
        }
    }
}
