import Markup
import Storage
import Web

/// `/sign-out`: ends this session here and in the database. For somebody whose session has ended it does no harm.
struct SignOutPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .post("/sign-out", .anyone, leave),
            .post("/me/account/sign-out-everywhere", .member, leaveEverywhere),
        ]
    }

    @Sendable private func leave(_ visit: Visit) async throws -> Reply {
        if let session = visit.session {
            try await accounts.database.write {
                try SessionStore.end(csrfSecret: session.csrf, of: session.person, in: $0)
            }
        }
        return .signedOut(visit.redirect("/", flash: "accounts.signOut.done"))
    }

    @Sendable private func leaveEverywhere(_ visit: Visit) async throws -> Reply {
        let member = try visit.person
        let (audit, viewer, now) = (accounts.audit, visit.viewer, visit.now)
        try await accounts.database.write { tx in
            try SessionStore.endAll(of: member, in: tx)
            try audit.record(.signedOutEverywhere, about: member, by: viewer, at: now, in: tx)
        }
        return .signedOut(visit.redirect("/sign-in", flash: "accounts.signOut.everywhere.done"))
    }
}
