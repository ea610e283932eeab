import Accounts
import Markup
import Post
import Recurrence
import Storage
import Web

// Mail to who has a seat, or is next for one. It says that there is an appointment and when: no title, place or name.
// What it says is looked up when it goes out: of what was moved, cancelled or left since, none goes.
extension GroupsFeature {
    var mails: [MailTemplate] { [reminderMail, offerMail, changeMail] }

    var reminderMail: MailTemplate {
        var mail = MailTemplate(
            "groups-reminder", subject: "groups.mail.reminder.subject", sentence: "groups.mail.reminder.sentence",
            link: OwnGroupsPage.path)
        mail.more = { queued, _, text in
            guard let date = try await date(in: queued), !date.session.isCancelled else { return nil }
            return MailMore(paragraphs: [.words(text.when(date.session, date.zone))])
        }
        return mail
    }

    var changeMail: MailTemplate {
        var mail = MailTemplate(
            "groups-change", subject: "groups.mail.change.subject", sentence: "groups.mail.change.sentence",
            link: OwnGroupsPage.path)
        mail.more = { queued, _, text in
            guard let date = try await date(in: queued) else { return nil }
            // Of several dates, and of one that does not take place, the page tells.
            let isOne = queued.numbers["dates"] == 1 && !date.session.isCancelled
            return MailMore(paragraphs: isOne ? [.words(text.when(date.session, date.zone))] : [])
        }
        return mail
    }

    var offerMail: MailTemplate {
        var mail = MailTemplate(
            "groups-offer", subject: "groups.mail.offer.subject", sentence: "groups.mail.offer.sentence",
            link: OwnGroupsPage.path)
        mail.more = { queued, _, text in
            guard let until = moment("until", in: queued) else { return nil }
            let zone = try await database.read { tx -> String? in
                guard try mayWrite(to: queued.member, tx),
                    let offer = try EnrolmentStore.offer(to: queued.member, until: until, in: tx)
                else { return nil }
                return try SeriesStore.find(offer.series, as: Self.seating, in: tx)?.zone
            }
            guard let zone, let local = try? Zone(zone).local(atMilliseconds: until.milliseconds) else { return nil }
            return MailMore(paragraphs: [.words(text("groups.mail.until", local.dayAndTime(text)))])
        }
        return mail
    }

    /// The date that a mail is about, as it is now; nil where the member comes to none at that moment any more, or it
    /// has begun, or they wish for no mail.
    private func date(in queued: QueuedMail) async throws -> (session: Session, zone: String)? {
        guard let at = moment("at", in: queued) else { return nil }
        return try await database.read { tx in
            let due = ReminderStore.Due(member: queued.member, startsAt: at)
            guard try mayWrite(to: queued.member, tx), let id = try ReminderStore.session(of: due, in: tx),
                let session = try SessionStore.find(id, as: Self.seating, in: tx),
                let series = try SeriesStore.find(id.series, as: Self.seating, in: tx)
            else { return nil }
            return (session, series.zone)
        }
    }

    /// A moment that a mail's row holds, if it is still to come.
    private func moment(_ name: String, in queued: QueuedMail) -> Instant? {
        let moment = queued.numbers[name].map { Instant(milliseconds: Int64($0)) }
        return moment.flatMap { $0 > clock.now() ? $0 : nil }
    }

    private func mayWrite(to member: ID<Person>, _ tx: Transaction) throws -> Bool {
        guard let habits = try accounts.mailHabits(of: member, in: tx) else { return false }
        return habits.pace != .never
    }
}
