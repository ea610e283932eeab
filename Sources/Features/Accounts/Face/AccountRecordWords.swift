import Markup
import Storage
import Web

/// How a person reads what Accounts keeps of them. Codes that stand nowhere in words are for programs.
extension RecordWords {
    static func account(_ part: AccountPart, _ fields: [RecordField]) -> RecordWords {
        RecordWords("accounts.file.\(part.rawValue)", about: "accounts.file.about.\(part.rawValue)", fields)
    }

    /// The sets of Accounts, as the keys of their sentences have them.
    enum AccountPart: String {
        case account, contact, roles, hold, profile, wish, notice, passphrase, app, passkeys, spare, taken, keys,
            following, blocking
        case followers, consents, receipts
    }

    static let ownAccount = account(
        .account,
        [
            .words("pseudonym", "accounts.file.name"), .moment("memberSince", "accounts.file.memberSince"),
            .language("language", "accounts.file.language"),
            .yesNo("healthConsent", "accounts.file.healthConsent"),
            .yesNo("figuresConsent", "accounts.file.figuresConsent"),
            .yesNo("nameHiddenByModerators", "accounts.file.nameHidden"), .forPrograms("id"),
        ])

    static let contact = account(
        .contact,
        [
            .words("email", "accounts.file.email"), .words("phone", "accounts.file.phone"),
            .yesNo("wantsMail", "accounts.file.wantsMail"), .yesNo("addressTakesMail", "accounts.file.takesMail"),
            .choice("mailPace", "accounts.habits.pace", MailHabits.Pace.allCases.map(\.rawValue)) {
                "accounts.habits.pace.\($0)"
            },
            .yesNo("mailWords", "accounts.habits.words"), .words("zone", "accounts.habits.zone"),
            .number("quietFrom", "accounts.habits.quiet.from"), .number("quietTo", "accounts.habits.quiet.to"),
            .moment("changedAt", "accounts.file.changed"),
        ])

    static let roles = account(
        .roles,
        [
            .choice("role", "accounts.file.role", Role.allCases.map(\.rawValue)) { "accounts.role.\($0)" },
            .space, .moment("grantedAt", "accounts.file.since"),
        ])

    static let hold = account(
        .hold,
        [
            .choice("kind", "accounts.file.what", AccountHold.Kind.allCases.map(\.rawValue)) {
                "accounts.file.hold.\($0)"
            },
            .moment("since", "accounts.file.since"), .moment("until", "accounts.file.until"),
        ])

    /// - Parameter condition: what a condition of the vocabulary is called, by its identifier.
    static func profile(condition: @escaping @Sendable (String, Language) -> String?) -> RecordWords {
        account(
            .profile,
            [
                .visibility("nameShownTo", "accounts.file.nameShownTo"), .words("about", "accounts.file.aboutYou"),
                .visibility("aboutShownTo", "accounts.file.aboutShownTo"),
                .choice("aboutState", "accounts.file.lineState", ProfileLineState.allCases.map(\.rawValue)) {
                    "accounts.file.line.\($0)"
                },
                .yesNo("aboutHiddenByModerators", "accounts.file.lineHidden"),
                .visibility("sinceShownTo", "accounts.file.sinceShownTo"),
                .records(
                    "conditions", "accounts.file.conditions",
                    [
                        RecordField(["condition"], "accounts.file.condition") { record, reader in
                            .words([record["condition"].code.flatMap { condition($0, reader.text.language) } ?? "–"])
                        },
                        .day("since", "accounts.file.since"), .visibility("shownTo", "accounts.file.shownTo"),
                    ]),
            ])
    }

    static let wish = account(
        .wish,
        [
            .choice("what", "accounts.file.wished", Wish.What.allCases.map(\.rawValue)) { "accounts.file.wish.\($0)" },
            .words("delegate", "accounts.file.delegate"), .words("outside", "accounts.file.outside"),
            .words("words", "accounts.file.yourWords"), .moment("changedAt", "accounts.file.changed"),
        ])
    static let deathNotice = account(
        .notice, [.moment("notedAt", "accounts.file.noted"), .words("why", "accounts.file.whyNoted")])

    static let passphrase = account(
        .passphrase,
        [
            .moment("changedAt", "accounts.file.changed"),
            .moment("recoveryCodeMadeAt", "accounts.file.recoveryCodeMade"),
        ])
    static let authenticator = account(.app, [.yesNo("isSetUp", "accounts.file.isSetUp")])
    static let passkeys = account(.passkeys, [.words("name", "accounts.file.called")])
    static let spareCodes = account(.spare, [.number("left", "accounts.file.left")])
    static let factorsTaken = account(.taken, [.moment("at", "accounts.file.when")])

    static let keys = account(
        .keys,
        [
            .words("name", "accounts.file.called"), .words("beginning", "accounts.file.beginning"),
            RecordField(["scopes"], "accounts.file.scopes") { record, reader in
                .lines(
                    record["scopes"].items.compactMap(\.code).map { name in
                        reader.scopes.first { $0.scope.name == name }.map { reader.text($0.label) } ?? "–"
                    })
            },
            .moment("createdAt", "accounts.file.made"), .moment("expiresAt", "accounts.file.until"),
        ])

    static let following = account(.following, [.words("member", "accounts.file.name")])
    static let blocking = account(.blocking, [.words("member", "accounts.file.name")])
    static let followers = account(.followers, [.words("member", "accounts.file.name")])

    static let consents = account(
        .consents,
        [
            .moment("at", "accounts.file.when"),
            .choice("kind", "accounts.file.what", ConsentKind.allCases.map(\.rawValue)) {
                "accounts.file.consent.\($0)"
            },
            .yesNo("granted", "accounts.file.yourAnswer"), .number("version", "accounts.file.version"),
            .language("language", "accounts.file.languageRead"),
        ])

    static let receipts = account(
        .receipts,
        [
            .moment("at", "accounts.file.when"),
            RecordField(["by"], "accounts.file.who") { record, reader in
                let user = record["by"].code.flatMap { Receipt.User(code: $0) }
                return .lines(user.map { [Self.name(of: $0, reader)] } ?? [])
            },
            use("accounts.file.what", \.what), use("accounts.file.why", \.why), .forPrograms("reference"),
        ])

    private static func name(of user: Receipt.User, _ reader: RecordReader) -> String {
        switch user {
        case .site: reader.siteName
        case .yourself: reader.text("accounts.receipts.you")
        case .key: reader.text("accounts.receipts.key")
        case .role(let role): reader.text("accounts.role.\(role.rawValue)")
        }
    }

    private static func use(_ label: String, _ part: @escaping @Sendable (ReceiptUse) -> String) -> RecordField {
        RecordField(["purpose"], label) { record, reader in
            .lines(
                record["purpose"].items.map { code in
                    reader.uses.first { $0.code == code.code }.map { reader.text(part($0)) } ?? "–"
                })
        }
    }
}

extension RecordField {
    fileprivate static func visibility(_ name: String, _ label: String) -> RecordField {
        choice(name, label, Visibility.allCases.map(\.rawValue)) { "accounts.file.shown.\($0)" }
    }

    /// Where a role is held; which community or organization is not told by an identifier.
    fileprivate static var space: RecordField {
        RecordField(["space"], "accounts.file.where") { record, reader in
            guard let kind = record["space"].code.flatMap({ Space(code: $0) })?.kind else { return .lines([]) }
            return .lines([reader.text("accounts.file.space.\(kind.rawValue)")])
        }
    }
}
