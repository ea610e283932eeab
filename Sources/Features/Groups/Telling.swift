import Accounts
import Crypto
import Jobs
import Post
import Storage
import Web

// Who hears of a date: that it is near, and that it changed. A mail knows a moment, and looks up what is true when it
// goes.
extension GroupsFeature {
    /// How long before a date its reminder goes out, and how far ahead reminders are put down.
    private static let reminding = (before: Duration.hours(24), ahead: Duration.hours(48))
    /// Whoever takes a seat so shortly before needs none.
    private static let tooNear = Duration.hours(2)
    /// Reminders that are put down in one transaction.
    private static let atOnce = 200

    var planJob: JobHandler {
        JobHandler("groups.plan") { _ in
            try await endOldOffers()
            try await planReminders()
        }
    }

    /// Has everybody told who has a seat on one of these dates: moved, cancelled or put back. One mail each, however
    /// many dates. Puts reminders where the dates are now.
    func tellOfDates(_ sessions: [SessionID], in tx: Transaction) throws {
        guard dependencies.outbox.isOpen, !sessions.isEmpty else { return }
        let now = clock.now()
        let changed = try SessionStore.find(sessions, as: Self.seating, in: tx).filter {
            $0.kind == .regular && $0.isAhead(at: now)
        }
        var told: [ID<Person>: [Session]] = [:]
        for session in changed {
            for member in try EnrolmentStore.seated(on: session.id, in: tx) {
                told[member, default: []].append(session)
            }
        }
        for (member, dates) in told.sorted(by: { $0.key < $1.key }) {
            guard let first = dates.first else { continue }
            let marks = dates.map { "\($0.id.series) \($0.id.recurrence) \($0.sequence) \($0.startsAt) \($0.state)" }
            try dependencies.outbox.add(
                changeMail.name, to: member,
                numbers: ["at": Int(first.startsAt.milliseconds), "dates": dates.count],
                key: mailKey(changeMail, member, marks.joined(separator: "\n")), in: tx)
            try remind(member, at: now, tx)
        }
    }

    /// Puts down the reminders of what a member comes to within two days; those that are down already stay one.
    func remind(_ member: ID<Person>, at now: Instant, _ tx: Transaction) throws {
        guard dependencies.outbox.isOpen else { return }
        let near = now + Self.tooNear..<now + Self.reminding.ahead
        for due in try ReminderStore.due(in: near, of: member, limit: 100, in: tx) { try putReminder(due, now, tx) }
    }

    /// The reminders of everybody's next two days, a few at a time.
    func planReminders() async throws {
        guard dependencies.outbox.isOpen else { return }
        let now = clock.now()
        let near = now + Self.tooNear..<now + Self.reminding.ahead
        var last: ReminderStore.Due?
        repeat {
            last = try await database.write { [last] tx in
                let due = try ReminderStore.due(in: near, behind: last, limit: Self.atOnce, in: tx)
                for one in due { try putReminder(one, now, tx) }
                return due.count == Self.atOnce ? due.last : nil
            }
        } while last != nil
    }

    private func putReminder(_ due: ReminderStore.Due, _ now: Instant, _ tx: Transaction) throws {
        try dependencies.outbox.add(
            reminderMail.name, to: due.member, numbers: ["at": Int(due.startsAt.milliseconds)],
            at: max(now, due.startsAt - Self.reminding.before),
            key: mailKey(reminderMail, due.member, "\(due.startsAt.milliseconds)"), in: tx)
    }

    /// The key of a mail. Nobody who reads the table of jobs learns from it whom or what it is about.
    func mailKey(_ template: MailTemplate, _ member: ID<Person>, _ about: String) -> String {
        let key = SymmetricKey(data: accounts.roomSecret(for: "groups"))
        let mark = HMAC<SHA256>.authenticationCode(
            for: Array("\(template.name)|\(member)|\(about)".utf8), using: key)
        return "\(template.name):\(Hex.text(Array(mark.prefix(16))))"
    }
}
