import Jobs
package import Storage

/// What is to be sent, as it stands in the database: to whom, which template, and numbers for it. No address, no name and no
/// words: those are looked up when it is sent.
package struct QueuedMail: Sendable, Equatable {
    /// The same at every try.
    package let id: ID<Mail>
    package let member: ID<Person>
    /// The name of its template.
    package let template: String
    /// What fills the template's places: counts, which say nothing by themselves.
    package let numbers: [String: Int]
    /// When its cause was written down, or when it was put off to; the mail's own date.
    package let written: Instant

    package init(id: ID<Mail>, member: ID<Person>, template: String, numbers: [String: Int] = [:], written: Instant) {
        (self.id, self.member, self.template) = (id, member, template)
        (self.numbers, self.written) = (numbers, written)
    }

    /// The number that says when a mail that was put off goes out, in milliseconds since 1970.
    static let due = "due"

    /// The row's text: the member, the template and numbers, a blank between.
    static func payload(member: ID<Person>, template: String, numbers: [String: Int]) -> String {
        (["\(member)", template] + numbers.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .joined(separator: " ")
    }

    /// Nil where the row is none of ours.
    init?(_ job: Job) {
        let parts = job.payload.utf8.split(separator: UInt8(ascii: " "))
        guard parts.count >= 2, let member = ID<Person>(Substring(parts[0])) else { return nil }
        var numbers: [String: Int] = [:]
        for part in parts.dropFirst(2) {
            let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard sides.count == 2, let number = Int(Substring(sides[1])) else { return nil }
            numbers[String(Substring(sides[0]))] = number
        }
        let due = numbers.removeValue(forKey: Self.due).map { Instant(milliseconds: Int64($0)) }
        self.init(
            id: ID(high: job.id.high, low: job.id.low), member: member, template: String(Substring(parts[1])),
            numbers: numbers, written: due ?? job.created)
    }
}
