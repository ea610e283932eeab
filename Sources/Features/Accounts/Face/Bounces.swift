import ArgumentParser
package import Post
import Storage
import Web

/// What became of a mail that came back.
package enum BounceOutcome: String, Sendable, Equatable, CaseIterable {
    /// The address takes no mail any more, and its owner is told so on their account page.
    case noted
    /// It may still arrive, or it was refused for another reason than the address.
    case notAboutAddress
    /// It was about an address that is another by now, or whose owner has left.
    case past
    /// No report about a mail of ours.
    case notOurs
}

extension AccountsFeature {
    /// Takes in a report of a mail server. Whose mail it was stands in its message id, sealed: nothing was kept of it here.
    package func takeBounce(_ message: [UInt8]) async throws -> BounceOutcome {
        guard let report = DeliveryReport(message),
            let token = report.messageID.split(separator: "@").first,
            let content = mailSeal.open(token, for: .message)
        else { return .notOurs }
        guard report.isBadAddress else { return .notAboutAddress }
        let isNoted = try await database.write {
            try MailWishStore.noteBadAddress(of: content.member, since: Instant(milliseconds: content.stamp), in: $0)
        }
        return isNoted ? .noted : .past
    }

    /// `/hooks/mail/bounces`: a mail service that signs what it sends (`WAYFELLOW_WEBHOOK_SECRETS`, sender `post`) sends the
    /// report as it came. One that comes twice changes nothing.
    var bounceRoutes: [Route] {
        [
            Route.json(
                .post, "/hooks/mail/bounces", .signature("post"),
                body: .raw(limit: DeliveryReport.limit, types: ["message/rfc822"])
            ) { visit in
                .json(Array("{\"outcome\":\"\(try await takeBounce(visit.body).rawValue)\"}".utf8))
            }.documented(
                RouteDocumentation(
                    "A mail that came back", about: "The report of a mail server (RFC 3464), as it came.",
                    answers: .object([.init("outcome", .oneOf(BounceOutcome.allCases.map(\.rawValue)))])))
        ]
    }

    /// For a mail server that hands what comes back to a program. Says nothing of whose it was.
    @Sendable func takeBounce(_: NoArguments, _ console: Console) async throws {
        let message = await console.read(DeliveryReport.limit + 1)
        switch try await takeBounce(message) {
        case .noted: console.say("Noted: the address takes no mail.")
        case .notAboutAddress: console.say("Nothing to note: the report is not about the address.")
        case .past: console.say("Nothing to note: the address is another by now.")
        case .notOurs: console.say("Nothing to note: this is no report about a mail of this server.")
        }
    }
}
