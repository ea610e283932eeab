import HTTPTypes
import Hummingbird
import HummingbirdCore
import Storage

extension Visit {
    /// Whether whoever asks may call a route; throws what they are told.
    func checkAccess(to route: Route) throws(Problem) {
        switch route.access {
        // A signature is over the body, which comes later.
        case .anyone, .key, .signature:
            return
        case .development:
            guard site.settings.isDevelopment else { throw .notFound }
        case .account:
            if session == nil { throw .signInNeeded }
        case .member:
            guard let session = session else { throw .signInNeeded }
            if let hold = session.hold { throw .held(hold) }
        case .role(let role, let rule):
            guard let session = session else { throw .signInNeeded }
            if let hold = session.hold { throw .held(hold) }
            let space = try space(rule)
            let isHeld = session.appointments.contains { $0.role == role && (space == nil || $0.space == space) }
            guard isHeld else { throw .notFound }
            guard session.mayUseRoles else { throw .secondStepNeeded }
        }
    }

    /// Asks the database once more who this is, for an answer that goes on for minutes: throws where the session, the role or
    /// the key has ended meanwhile.
    func checkAgain() async throws {
        guard let route else { return }
        if let key {
            guard let token = BearerToken(request.headers[.authorization]),
                try await site.authenticateKey(token.text)?.person == key.person
            else { throw Refusal.wrongKey }
            return
        }
        guard let token = cookies.token, let session else { return }
        let now = try await site.authenticate(token)
        guard now?.person == session.person else { throw Problem.signInNeeded }
        try with(session: now).checkAccess(to: route)
    }
}
