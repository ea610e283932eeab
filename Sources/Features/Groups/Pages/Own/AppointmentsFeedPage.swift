import Accounts
import Crypto
import Markup
import Recurrence
import Storage
import Web

/// `/feeds/appointments/:secret`: a member's own dates for a calendar program (RFC 5545, text/calendar). Each is called
/// an appointment and nothing else: no title, no place, no name; whoever looks at a phone lying on a table learns that
/// its owner has one.
struct AppointmentsFeedPage: Sendable {
    /// What is kept of the past, and the most that stands in it.
    private static let back = Duration.days(60)
    private static let most = 2_000

    let groups: GroupsFeature

    static func link(_ secret: LinkSecret) -> Link { "/feeds/appointments/\(secret.text + ending)" }
    /// Some programs take no address without it.
    private static let ending = ".ics"

    var routes: [Route] {
        [
            .get(
                "/feeds/appointments/:secret", .anyone, answer: .stream,
                limit: RateLimit(per: .address, count: 60, within: 600)
            ) { try await show($0) }
        ]
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let name = try visit.parameter("secret")
        let bytes = Array(name.utf8)
        let isEnded = bytes.suffix(Self.ending.utf8.count).elementsEqual(Self.ending.utf8)
        let bare = String(decoding: isEnded ? bytes.dropLast(Self.ending.utf8.count) : bytes[...], as: UTF8.self)
        guard let secret = LinkSecret(bare, .calendar) else { throw Problem.notFound }
        let earliest = visit.now - Self.back
        let found = try await groups.database.read { tx in
            try CalendarFeedStore.owner(of: secret, in: tx).map { owner in
                (
                    owner.language,
                    try CalendarFeedStore.appointments(of: owner.member, from: earliest, limit: Self.most, in: tx)
                )
            }
        }
        guard let (language, appointments) = found else { throw Problem.notFound }
        let file = try calendar(appointments, visit.text(in: language), visit)
        return .stream(Stream(type: "text/calendar; charset=utf-8") { try await $0.write(file) })
    }

    private func calendar(
        _ appointments: [CalendarFeedStore.Appointment], _ text: Text, _ visit: Visit
    ) throws -> [UInt8] {
        let words = CalendarEvent.Words(
            summary: text("groups.card.calendar.appointment"), address: visit.absolute(OwnGroupsPage.path))
        var feed = CalendarFeed(
            product: "-//Wayfellow//Appointments//", name: text("groups.card.calendar.name"),
            events: try appointments.map { appointment in
                var event = CalendarEvent(
                    identifier: identifier(appointment, visit), stamp: visit.now.milliseconds,
                    // In UTC: a zone would say where somebody lives.
                    dates: try RecurrenceSet(
                        start: LocalDateTime(seconds: appointment.startsAt.milliseconds / 1_000), zone: .utc),
                    minutes: Int((appointment.endsAt.milliseconds - appointment.startsAt.milliseconds) / 60_000),
                    words: words)
                (event.sequence, event.isCancelled) = (appointment.sequence, appointment.isCancelled)
                return event
            })
        feed.refreshHours = 1
        return feed.bytes()
    }

    /// The same for ever for this date of this seat, and in nobody else's calendar: two who come to one group cannot
    /// lay their calendars beside each other and see it.
    private func identifier(_ appointment: CalendarFeedStore.Appointment, _ visit: Visit) -> String {
        let key = SymmetricKey(data: groups.accounts.roomSecret(for: "groups"))
        let mark = HMAC<SHA256>.authenticationCode(
            for: Array("appointment|\(appointment.enrolment)|\(appointment.session.recurrence)".utf8), using: key)
        return Hex.text(Array(mark.prefix(16)))
    }
}
