import Storage
import Web

/// What a thread's author asks all its readers. It is no evidence: it says what those voted who happened to.
struct Poll: Sendable, Equatable {
    struct Option: Sendable, Equatable {
        /// From 1.
        let number: Int
        let words: String
        /// Votes when they were counted last.
        let counted: Int
    }

    let thread: ID<CommunityThread>
    let state: PostState
    let openedAt: Instant
    /// Nil for never.
    let closesAt: Instant?
    let options: [Option]
    /// What the viewer voted.
    let own: Int?

    static let options = 2...6
    static let longestOption = 80
    /// After how many days it may close.
    static let days = [1, 3, 7, 14, 30]
    /// Votes below which an option has no figure, and new votes with which all are counted anew. Between two counts lie
    /// eleven people: nobody reads one of them out of the difference.
    static let leastShown = 11

    func isOpen(at now: Instant) -> Bool { state == .shown && closesAt.map { now < $0 } ?? true }

    /// Votes by option that may be shown. One that is missing alone could be told from the others, since all of them
    /// together are so many times eleven: then the smallest figure is missing, too.
    var figures: [Int: Int] {
        var shown = options.filter { $0.counted >= Self.leastShown }
        if options.count - shown.count == 1, let least = shown.min(by: { $0.counted < $1.counted }) {
            shown.removeAll { $0.number == least.number }
        }
        return Dictionary(shown.map { ($0.number, $0.counted) }) { $1 }
    }

    /// Whether figures have been made.
    var isCounted: Bool { options.contains { $0.counted > 0 } }
}

/// A poll as a form brings it.
struct PollInput: Sendable {
    /// In their order.
    let options: [String]
    /// Nil for never.
    let days: Int?
    /// Its author lets a person look.
    let asksPerson: Bool

    /// Reads an option a line.
    init(_ reader: inout FormReader, asksPerson: Bool) {
        // More than is taken: what is too long is said of an answer, or of how many there are.
        let text = reader.text(
            "options", max: 4 * Poll.options.upperBound * Poll.longestOption, required: "communities.poll.few",
            multiline: true)
        var (options, isLong): ([String], Bool) = ([], false)
        for line in text.utf8.split(separator: UInt8(ascii: "\n")).map({ String(Substring($0)) }) {
            // A line that shows nothing is none, as a field would be.
            var field = FormReader(FormFields(["option": line]))
            let option = field.text("option", max: Poll.longestOption, multiline: true)
            isLong = isLong || !field.errors.isEmpty
            // Who reads "Yes" and "yes" could only guess what choosing one of them says.
            let folded = option.lowercased()
            if !option.isEmpty, !options.contains(where: { $0.lowercased() == folded }) { options.append(option) }
        }
        if isLong {
            reader.errors.add(field: "options", "communities.poll.long")
        } else if !Poll.options.contains(options.count) {
            reader.errors.add(field: "options", "communities.poll.few")
        }
        let days = reader.choice("days", among: ["never"] + Poll.days.map { String($0) })
        (self.options, self.days, self.asksPerson) = (options, days.flatMap { Int($0) }, asksPerson)
    }

    /// As moderators read it.
    var words: String { options.joined(separator: "\n") }
}
