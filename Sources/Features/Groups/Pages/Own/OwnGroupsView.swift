import Markup
import Storage
import Web

/// One group on the page of a member's own groups.
struct OwnGroupsView {
    let group: OwnGroup
    let visit: Visit

    /// Dates that are told; the next of them stand open and say how needs stand.
    private static let told = 8
    private static let open = 3

    private var text: Text { visit.text }
    private var own: Enrolment { group.enrolment }

    func html() -> HTML {
        let name = group.program.called(text)
        return """
            <section class="card card-\(own.state == .offered ? "notice" : "yours")">\
            <h2 class="card-title" dir="auto"><a href="/groups/\(group.series.slug)">\(name)</a></h2>\
            <p>\(standing)</p>\(ahead)\(offer)\
            \(HTML.when(own.state == .seated, dates() + fromAfar() + needs()))\
            \(HTML.when(own.state == .waiting, needs()))\
            \(HTML.note(HTML(text: text("groups.mine.seen", ["organization": .text(group.organization?.name ?? "")]))))\
            \(leaving)</section>
            """
    }

    /// Where they stand, in a sentence.
    private var standing: String {
        switch own.state {
        case .offered:
            let until = own.offerUntil?.local(in: group.series.zone).dayAndTime(text) ?? [:]
            return text("groups.mine.offered") + " " + text("groups.mine.until", until)
        case .waiting: return text("groups.mine.waiting", ["place": .count(group.placeInLine ?? 1)])
        case .lapsed, .left: return text("groups.mine.lapsed")
        case .seated:
            if group.series.state == .cancelled { return text("groups.mine.cancelled") }
            if group.dates.isEmpty { return text("groups.mine.over") }
            return text(own.scope == .all ? "groups.mine.seated" : "groups.mine.seated.once")
        }
    }

    /// When and where it meets next: nobody says yes to a seat, or waits for one, without it.
    private var ahead: HTML {
        guard own.state == .offered || own.state == .waiting, let next = group.dates.first(where: { !$0.isCancelled })
        else { return .empty }
        return """
            <p><strong>\(text.when(next))</strong></p><p class="note">\(whereAbouts(next))</p>
            """
    }

    private var offer: HTML {
        switch own.state {
        case .offered:
            return HTML.form(
                action: OfferPage.link(own.id), csrf: visit.csrf,
                HTML.actions([HTML.button(text("groups.mine.accept"))]))
        case .lapsed:
            guard group.series.state == .open, group.program.isJoinedFreely else { return .empty }
            return HTML.actions([
                HTML.buttonLink(text("groups.mine.again"), to: JoinPage.link(group.series), kind: .secondary)
            ])
        case .waiting, .seated, .left: return .empty
        }
    }

    private var leaving: HTML {
        let label =
            switch own.state {
            case .offered: "groups.mine.decline"
            case .waiting: "groups.mine.leaveLine"
            case .lapsed, .left: "groups.mine.putAway"
            case .seated: "groups.mine.leave"
            }
        return LeavePage.form(own, text(label), visit)
    }

    // MARK: - Dates

    private func dates() -> HTML {
        let more = group.dates.count - Self.told
        let told = group.dates.prefix(Self.told).enumerated().map { date($0.element, at: $0.offset) }
        let rest = told.dropFirst(Self.open)
        // Whoever said something about one of them sees that it was heard.
        let isOpen = group.dates.prefix(Self.told).dropFirst(Self.open).contains { group.declined.contains($0.id) }
        let uncounted = HTML.when(
            more > 0, "<p class=\"note\">\(text("groups.seat.moreDates", ["n": .count(more)]))</p>")
        return """
            \(HTML.with(usualPlace) { "<p class=\"note\">\($0)</p>" })\
            <ul class="link-list">\(HTML.each(told.prefix(Self.open)) { $0 })</ul>\
            \(HTML.when(
                !rest.isEmpty,
                HTML.disclosure(
                    text("groups.find.later"), "<ul class=\"link-list\">\(HTML.each(rest) { $0 })</ul>\(uncounted)",
                    open: isOpen)))
            """
    }

    /// Where the next date is: said once, and at a date only where it is elsewhere.
    private var usualPlace: String? { group.dates.first { !$0.isCancelled }.map(whereAbouts) }

    private func date(_ date: Session, at index: Int) -> HTML {
        let place = whereAbouts(date)
        let isDeclined = group.declined.contains(date.id)
        let moved =
            date.isMoved && !date.isCancelled
            ? text("groups.mine.moved", ["day": .text(text.day(date.slot, inSentence: true))]) : nil
        return """
            <li><strong>\(text.when(date))</strong>\
            \(HTML.when(date.isCancelled, " · \(text("groups.mine.none"))"))\
            \(HTML.with(moved) { "<span class=\"note\">\($0)</span>" })\
            \(HTML.when(!date.isCancelled && place != usualPlace, "<span class=\"note\">\(place)</span>"))\
            \(HTML.when(
                isDeclined && !date.isCancelled, "<span class=\"note\">\(text("groups.mine.declined"))</span>"))\
            \(HTML.when(index < Self.open && !date.isCancelled && !isDeclined, standings(on: date)))\
            \(HTML.when(own.scope == .all && !date.isCancelled, coming(to: date, isDeclined)))</li>
            """
    }

    /// The address, how people meet where they need not be there, and then whose clock it is.
    private func whereAbouts(_ date: Session) -> String {
        let mode = date.meeting.mode
        let place = mode.needsPlace ? date.meeting.place.flatMap { group.places[$0] } : nil
        let address = place.map { "\($0.name), \($0.street), \($0.city)" }
        return [
            address, address == nil || mode == .hybrid ? text("groups.mode.\(mode.rawValue)") : nil,
            mode.isOnline ? text.zone(group.series.zone) : nil,
        ].compactMap(\.self).joined(separator: " · ")
    }

    private func standings(on date: Session) -> HTML {
        HTML.each(group.needs) { need -> HTML in
            let kind: [String: TextValue] = ["need": .text(text("groups.need.kind.\(need.kind.rawValue)"))]
            let words =
                switch group.standing(need, on: date) {
                case .open: text("groups.need.open", kind)
                case .arranged: text("groups.need.arranged", kind)
                case .arrangedForOldTime: text("groups.need.oldTime", kind)
                }
            return "<span class=\"note\">\(words)</span>"
        }
    }

    private func coming(to date: Session, _ isDeclined: Bool) -> HTML {
        AnswerPage.form(
            group.series, date.id.recurrence, isComing: isDeclined,
            text(
                isDeclined ? "groups.mine.canCome" : "groups.mine.cannotCome",
                ["day": .text(text.date(date.starts))]), visit)
    }

    // MARK: - How to come

    /// Links and numbers for who has a seat, where some date can be joined from home.
    private func fromAfar() -> HTML {
        guard group.dates.contains(where: { !$0.isCancelled && $0.meeting.mode.isOnline }) else { return .empty }
        let video = group.series.onlineURL.flatMap { WebAddress($0) }.map { address -> HTML in
            """
            <a href="\(address.link)" rel="noreferrer">\(text("groups.mine.video"))</a> (\(address.host))
            """
        }
        let phone = group.series.onlinePhone.map { number -> HTML in
            let words = text("groups.mine.phone", ["number": .text(ProgramWords.phone(number))])
            return "<a href=\"\(Link.telephone(number))\">\(words)</a>"
        }
        return HTML.each([video, phone].compactMap { $0 }) { "<p>\($0)</p>" }
    }

    private func needs() -> HTML {
        let kinds = group.needs.map { text("groups.need.kind.\($0.kind.rawValue)") }.joined(separator: ", ")
        let said = kinds.isEmpty ? text("groups.need.none") : text("groups.need.yours", ["needs": .text(kinds)])
        return """
            <p>\(said) <a href="\(NeedsPage.link(own.id))">\(text("groups.need.change"))</a></p>
            """
    }
}
