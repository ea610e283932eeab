import HTTPTypes
import Hummingbird
import NIOCore

extension Arrival {
    /// Whoever's key came along, if it opens this. A session's cookie is not looked at here, and a key nowhere else.
    ///
    /// Wrong keys are counted by address, and refused unread when there were many: nobody finds a key by trying, but each
    /// try would be a question to the database. A program whose key has ended, behind the one address of a clinic, must
    /// not keep the others out, so many is a call a second; who brings no key asks nothing and is not counted.
    func key(_ visit: Visit, opening scope: KeyScope) async throws -> KeyHolder {
        guard let token = BearerToken(request.headers[.authorization]) else { throw Refusal.wrongKey }
        let limit = RateLimit.wrongKeys
        let tries = RateLimiter.Key(pool: limit.pool, route: 0, subject: .network(visit.client.network))
        let isLimited = site.settings.rateLimits
        if isLimited, let seconds = site.rateLimiter.wait(tries, limit, at: now) {
            throw Problem.tooMany(after: seconds)
        }
        guard let holder = try await site.authenticateKey(token.text) else {
            _ = site.rateLimiter.take(tries, limit, at: now)
            throw Refusal.wrongKey
        }
        guard holder.scopes.contains(scope) else { throw Refusal.wrongScope(scope) }
        return holder
    }

    /// The delivery, if the body was signed by the sender for this address.
    func delivery(_ visit: Visit, from sender: String) throws(Refusal) -> WebhookDelivery {
        // The query is not part of what was signed for.
        guard (request.uri.query ?? "").isEmpty else { throw .wrongSignature }
        let secrets = site.settings.webhooks.secrets(of: sender, at: visit.path)
        let delivery = WebhookSignature.check(request.headers, visit.body, sender: sender, secrets: secrets, at: now)
        guard let delivery else { throw .wrongSignature }
        return delivery
    }
}

/// What stands behind `Bearer` in `Authorization` (RFC 6750, 2.1).
struct BearerToken: Sendable, Equatable {
    let text: String

    /// Nil for anything else, also for two of them.
    init?(_ header: String?) {
        guard let header, header.utf8.count <= 300 else { return nil }
        let parts = header.utf8.split(separator: 32, omittingEmptySubsequences: false)
        guard parts.count == 2, let scheme = parts.first, let token = parts.last, !token.isEmpty,
            scheme.map({ $0 | 0x20 }).elementsEqual("bearer".utf8),
            token.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") })
        else { return nil }
        text = String(decoding: token, as: UTF8.self)
    }
}

extension Refusal {
    /// `WWW-Authenticate` of a refusal that a key could undo (RFC 6750, 3).
    var challenge: String? {
        switch self {
        case .wrongKey: #"Bearer realm="wayfellow", error="invalid_token""#
        case .wrongScope(let scope):
            #"Bearer realm="wayfellow", error="insufficient_scope", scope="\#(scope.name)""#
        default: nil
        }
    }
}
