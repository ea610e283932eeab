import Markup
import Storage
import Web

/// `/me/account/held`: what somebody sees whose account was suspended or closed. Their data is still theirs.
struct HeldPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [.get("/me/account/held", .account, show)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let member = try visit.person
        guard let hold = try await accounts.database.read({ try HoldStore.find(member, in: $0) }) else {
            return visit.redirect("/me/account")
        }
        if let until = hold.until, until <= visit.now {
            try await accounts.liftEndedHolds()
            return visit.redirect("/me/account")
        }
        let text = visit.text
        let until = hold.until.map { text("accounts.held.until", ["date": .text(text.dateAndTime($0))]) } ?? ""
        let name = hold.kind == .closed ? "closed" : "suspended"
        return visit.page(
            text("accounts.held.\(name).title"),
            HTML.narrow(
                HTML.pageHeader(
                    text("accounts.held.\(name).title"),
                    lead: "\(text("accounts.held.since", ["date": .text(text.date(hold.since))])) \(until)")
                    + HTML.card(
                        HTML.prose(
                            """
                            <p>\(text("accounts.held.\(name).body"))</p><p>\(text("accounts.held.yours"))</p>\
                            <p><a href="/me/notices">\(text("accounts.held.notices"))</a></p>
                            """)
                            + HTML.actions([
                                HTML.buttonLink(text("accounts.export.title"), to: "/me/account/export"),
                                HTML.buttonLink(
                                    text("accounts.leave.title"), to: "/me/account/leave", kind: .secondary),
                            ]))))
    }
}
