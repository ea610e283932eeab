/// A change of a row, or a line of a log, as whoever has every copy and every log gets it.
struct Change: Sendable {
    /// In which hourly copy it stands first, since the beginning.
    let hour: Int
    /// The transaction; in order.
    let commit: Int
    /// The table and what was done, or what kind of line it is.
    let place: String
    /// Whom it names.
    var members: [Int] = []
    /// The question in the dark that it belongs to.
    var question: Int?
    /// Its texts and bytes of eight and more, each as a number.
    var values: [UInt64] = []
}

/// All that is known from outside, ordered for whoever looks for an asker.
struct Trace: Sendable {
    /// As it is known to whoever looks.
    let crowd: Crowd
    let hours: Int
    private(set) var changes: [Change] = []
    /// By question: what was done, as it appeared.
    var acts: [[Act]] = []
    /// By question: who truly did it. Only for training on other questions, and for the verdict.
    var askers: [Int] = []
    /// By question: how many replies its asker meant to write; fewer where they did not come back.
    var planned: [Int] = []
    /// Made up from the changes when all are there.
    private(set) var index = TraceIndex()

    init(_ crowd: Crowd, hours: Int) { (self.crowd, self.hours) = (crowd, hours) }

    mutating func add(_ change: Change) { changes.append(change) }

    /// Leaves only these questions, in this order.
    mutating func keep(_ questions: [Int]) {
        var places: [Int: Int] = [:]
        for (place, question) in questions.enumerated() { places[question] = place }
        acts = questions.map { acts[$0] }
        askers = questions.map { askers[$0] }
        planned = questions.map { planned[$0] }
        for index in changes.indices {
            if let question = changes[index].question { changes[index].question = places[question] }
        }
    }

    mutating func finish() { index = TraceIndex(changes, crowd, hours: hours, questions: acts.count) }
}

/// What was changed, by whom it names, by hour, by question and by what stands in it.
struct TraceIndex: Sendable {
    /// By kind of row or line: when each member was named.
    var streams: [(place: String, stream: Stream)] = []
    /// All of them together.
    var everything: Stream?
    /// By kind of row or line that names nobody: how many in each hour.
    var series: [(place: String, counts: [Float])] = []
    /// By kind: whom rows name that belong to a question.
    var lists: [NamedWith] = []
    /// By question: whom a text or bytes of its rows name, and how many others it names.
    var shared: [[Int: Double]] = []
    /// By question: who is named near its rows, and how near: 1 beside it, in the same transaction.
    var near: [[Int: Double]] = []
    /// By question: hours in which its texts or bytes, or those beside it, stand elsewhere.
    var mentions: [Set<Int>] = []

    init() {}

    /// Whom rows of a kind name, by question; and in how many of those each member is named.
    struct NamedWith: Sendable {
        let place: String
        let members: [Set<Int>]
        let times: [Int: Int]
        let all: Int

        init(_ place: String, _ members: [Set<Int>]) {
            (self.place, self.members) = (place, members)
            times = members.reduce(into: [:]) { times, list in for member in list { times[member, default: 0] += 1 } }
            all = max(1, members.count { !$0.isEmpty })
        }
    }
}
