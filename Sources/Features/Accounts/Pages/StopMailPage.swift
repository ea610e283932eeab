import Markup
import Post
import Web

/// `/mail/stop/:token`: ends mail about news, from the mail itself. The token in the address is the right to: no session, no
/// cookie and no form token is asked for, and it holds for years. A mail program sends the `POST` by itself (RFC 8058);
/// people press the button. Who looked, and when, is kept nowhere.
struct StopMailPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        let forms = ["application/x-www-form-urlencoded", "multipart/form-data"]
        // A large mail provider sends those of all its readers from a few addresses.
        let limit = RateLimit(per: .address, count: 600, within: 60)
        return [
            .get("/mail/stop/:token", .anyone, show),
            .post("/mail/stop/:token", .anyone, body: .raw(limit: 4_096, types: forms), limit: limit, end),
        ]
    }

    /// Opens nothing and changes nothing: programs look at links before people do.
    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let token = try visit.parameter("token")
        guard accounts.mailSeal.open(token, for: .unsubscribe) != nil else { return unreadable(visit) }
        return page(
            visit, "accounts.stop.title", "accounts.stop.lead",
            """
            <form method="post" action="\(MailWriter.stopPage(token))">\
            \(HTML.actions([HTML.button(visit.text("accounts.stop.button"))]))</form>
            """)
    }

    @Sendable private func end(_ visit: Visit) async throws -> Reply {
        guard try await accounts.endMail(try visit.parameter("token")) else { return unreadable(visit) }
        return page(visit, "accounts.stop.done.title", "accounts.stop.done.lead")
    }

    private func unreadable(_ visit: Visit) -> Reply {
        page(visit, "accounts.stop.unreadable.title", "accounts.stop.unreadable.lead", status: 404)
    }

    private func page(
        _ visit: Visit, _ title: String, _ lead: String, status: Int = 200, _ body: HTML = .empty
    ) -> Reply {
        let title = visit.text(title)
        return visit.page(
            title, status: status,
            HTML.narrow(HTML.pageHeader(title, lead: HTML(text: visit.text(lead))) + body))
    }
}
