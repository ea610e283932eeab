import Markup
import Storage
import Web

/// `/api/me` and `/api/me/export`: what a member's own program reads with a key.
struct AccountForPrograms: Sendable {
    let accounts: AccountsFeature
    let records: [RecordSet]

    static let scopes = [
        OfferedScope(.profile, label: "accounts.keys.scope.profile", hint: "accounts.keys.scope.profile.hint"),
        OfferedScope(.export, label: "accounts.keys.scope.export", hint: "accounts.keys.scope.export.hint"),
    ]

    /// A file, and however often its download broke.
    private static let exporting = RateLimit(per: .person, count: 20, within: 3_600)

    var routes: [Route] {
        [
            Route.json(.get, "/api/me", .key(.profile)) { try await profile($0) }.documented(Self.aboutProfile),
            Route.json(.get, "/api/me/export", .key(.export), answer: .stream, limit: Self.exporting) {
                try await export($0)
            }.documented(Self.aboutExport),
        ]
    }

    /// The member, and the key that was brought.
    struct Profile: Encodable, Sendable {
        struct Key: Encodable, Sendable {
            let scopes: [String]
            let expiresAt: String
        }

        let pseudonym: String
        let language: String
        let memberSince: String
        let healthConsent: Bool
        let figuresConsent: Bool
        let key: Key
    }

    private func profile(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let member = try await accounts.database.read { try MemberStore.own(as: viewer, in: $0) }
        guard let member, let key = visit.key else { throw Problem.notFound }
        return .json(
            try JSONBytes.of(
                Profile(
                    pseudonym: member.pseudonym, language: member.language.rawValue,
                    memberSince: member.createdAt.description, healthConsent: member.hasHealthConsent,
                    figuresConsent: member.hasFiguresConsent,
                    key: .init(
                        scopes: key.scopes.map(\.name).sorted(), expiresAt: key.expiresAt.description))))
    }

    /// The same file as on the page, with the same receipt and line in the audit log; `cursor` goes on with one that broke,
    /// which is a use like the first.
    private func export(_ visit: Visit) async throws -> Reply {
        let (member, now, accounts, key) = (try visit.person, visit.now, accounts, visit.key)
        let check: @Sendable (Transaction) throws -> Void = { tx in try accounts.checkLive(key, in: tx) }
        let file = try ExportFile(
            of: member, records, door: "key \(key?.id ?? "")", cursor: visit.query["cursor"], at: now,
            cut: visit.text("web.export.cut"), signer: visit.signer, database: accounts.database, check: check)
        if !visit.isHead { try await accounts.noteExport(of: member, by: key, at: now, check: check) }
        return .stream(file.stream)
    }

    private static let aboutProfile = RouteDocumentation(
        "The key's owner, and the key",
        answers: .object([
            .init("pseudonym", .text), .init("language", .text, "BCP 47"), .init("memberSince", .instant),
            .init("healthConsent", .boolean, "Whether health data may be kept."),
            .init(
                "figuresConsent", .boolean,
                "Whether they may enter figures: agreed to the words since those say that sums moved by chance stay."),
            .init("key", .object([.init("scopes", .list(.text)), .init("expiresAt", .instant)])),
        ]))

    /// What stands in a line of the file.
    private static let line = Schema.either([
        .object([
            .init("part", .text, "Of whose kind the record is: journal/evaluations."),
            .init("record", .anyObject, "As the part has it."),
        ]),
        .object([
            .init("done", .count, "Records so far."), .init("of", .count, "Records when the file was begun."),
            .init("cursor", .text, "Where a file that broke can be gone on with."),
        ]),
        .object([
            .init("done", .count), .init("of", .count), .init("end", .boolean, "Always true: the file is whole."),
        ]),
        .object([.init("cut", .text, "Why the file ends here and is not whole: the key has ended.")]),
    ])

    private static let aboutExport = RouteDocumentation(
        "All that is kept of the key's owner",
        about: """
            One JSON document, a line a record. A file without a last record of "end" is not whole: call again with the \
            last "cursor" in it and the same key, and set the answer behind that line. A line with a cursor comes after \
            every hundred records or a few more, while others are left to read; a file of fewer has none, and is \
            asked for again whole. Leaves a receipt.
            """,
        query: [.init("cursor", .text, "From a file that broke, at most a week old and of the same key.")],
        answers: .object([
            .init("format", .integer(ExportFile.format...ExportFile.format)), .init("exportedAt", .instant),
            .init("records", .list(line)),
        ]),
        refusals: [410: "The cursor is too old.", 422: "The cursor is none, or of another member or key."])
}
