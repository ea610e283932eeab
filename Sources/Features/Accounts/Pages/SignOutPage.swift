import Markup
import Storage
import Web

/// `/sign-out`: ends this session here and in the database. For somebody whose session has ended it does no harm.
struct SignOutPage: Sendable {
    let accounts: AccountsFeature

    var routes: [Route] {
        [
            .post("/sign-out", .anyone, token: .whileSignedIn, signOut),
            .post("/me/account/sessions/end-others", .member, limit: AccountLimits.confirming, endOthers),
        ]
    }

    @Sendable private func signOut(_ visit: Visit) async throws -> Reply {
        if visit.session != nil, let cookie = accounts.cookie(of: visit) {
            try await accounts.database.write { try SessionStore.end(cookie, in: $0) }
        }
        return .signedOut(visit.redirect("/", flash: "accounts.signOut.done"))
    }

    /// Every other phone and computer is signed out at once; this one goes on.
    @Sendable private func endOthers(_ visit: Visit) async throws -> Reply {
        let accounts = accounts
        let cookie = try await accounts.database.write { try accounts.reopen(visit, in: $0) }
        return .signedIn(
            cookie, visit.redirect("/me/account", flash: "accounts.sessions.ended"),
            isKept: visit.session?.isKept ?? true)
    }
}
