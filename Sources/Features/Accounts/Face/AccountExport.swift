import Markup
import Post
import Storage
import Web

/// What Accounts itself keeps of a member, in the file they download.
struct AccountExport: Encodable, Sendable {
    struct Consent: Encodable, Sendable {
        let kind: String
        let granted: Bool
        let version: Int
        let language: String
        let at: String
    }

    struct Use: Encodable, Sendable {
        let by: String
        let purpose: String
        let at: String
        let reference: String?

        init(_ receipt: Receipt) {
            (by, purpose) = (receipt.user.code, receipt.use)
            (at, reference) = (receipt.at.description, receipt.reference)
        }
    }

    struct RoleHeld: Encodable, Sendable {
        let space: String
        let role: String
        let grantedAt: String
    }

    /// What there is, never a secret of it.
    struct SecondFactors: Encodable, Sendable {
        let authenticatorApp: Bool
        let passkeys: [String]
        let spareCodesLeft: Int
        /// When somebody else took them away, until the member has read it.
        let takenAwayAt: String?
    }

    /// A key for programs, never the key itself.
    struct AccessKeyPart: Encodable, Sendable {
        let name: String
        let beginning: String
        let scopes: [String]
        let createdAt: String
        let expiresAt: String
    }

    /// What the member shows of themselves, and to whom.
    struct ProfilePart: Encodable, Sendable {
        struct Condition: Encodable, Sendable {
            let condition: ID<LivedWith.Condition>
            let since: String?
            let shownTo: String
        }

        let nameShownTo: String
        let about: String?
        let aboutShownTo: String
        let sinceShownTo: String
        let conditions: [Condition]
    }

    let id: ID<Person>
    let pseudonym: String
    let language: String
    let memberSince: String
    let email: String?
    let phone: String?
    let contactChangedAt: String?
    let wantsMail: Bool
    let addressTakesMail: Bool
    let passphraseChangedAt: String?
    let recoveryCodeMadeAt: String?
    let healthConsent: Bool
    let consents: [Consent]
    let roles: [RoleHeld]
    let secondFactors: SecondFactors
    let keys: [AccessKeyPart]
    let hold: String?
    let heldSince: String?
    let profile: ProfilePart
    /// Pseudonyms of whom the member follows.
    let following: [String]
    /// Pseudonyms of whom the member blocked.
    let blocked: [String]
}

extension AccountExport.ProfilePart {
    init(_ own: OwnProfile) {
        nameShownTo = own.pseudonymVisibility.rawValue
        about = own.about
        aboutShownTo = own.aboutVisibility.rawValue
        sinceShownTo = own.sinceVisibility.rawValue
        conditions = own.conditions.map {
            Condition(
                condition: $0.livedWith.condition, since: $0.livedWith.since?.text, shownTo: $0.visibility.rawValue)
        }
    }
}

extension AccountsFeature {
    /// Passphrase and recovery code are hashes and of no use to anybody, so they are left out.
    var exporter: Exporter {
        let keys = keys
        return Exporter([
            .one("accounts") { member, tx in try Self.export(member, keys: keys, in: tx) },
            .list("accounts/receipts", count: ReceiptStore.count) { member, after, limit, tx in
                try ReceiptStore.page(of: member, after: after, limit: limit, in: tx)
                    .map { ($0.place, AccountExport.Use($0.receipt)) }
            },
        ])
    }

    private static func export(_ member: ID<Person>, keys: AccountKeys, in tx: Transaction) throws -> AccountExport? {
        let viewer = Viewer.person(member, roles: [])
        guard let own = try MemberStore.own(as: viewer, in: tx) else { return nil }
        let contact = try ContactStore.own(as: viewer, seal: ColumnSeal(key: keys.contact), in: tx)
        let factors = try SecondFactorStore.own(as: viewer, seal: keys.secondFactor.seal, in: tx)
        let consents = try ConsentStore.history(as: viewer, in: tx)
        let credential = try CredentialStore.own(as: viewer, in: tx)
        let hold = try HoldStore.find(member, in: tx)
        return AccountExport(
            id: member, pseudonym: own.pseudonym, language: own.language.rawValue,
            memberSince: own.createdAt.description, email: contact.email?.text, phone: contact.phone?.text,
            contactChangedAt: try ContactStore.changedAt(as: viewer, in: tx)?.description,
            wantsMail: contact.wantsMail, addressTakesMail: contact.takesMail,
            passphraseChangedAt: credential?.changedAt.description,
            recoveryCodeMadeAt: credential?.recoveryMadeAt?.description,
            healthConsent: own.hasHealthConsent,
            consents: consents.map {
                .init(
                    kind: $0.kind.rawValue, granted: $0.isGranted, version: $0.version, language: $0.language,
                    at: $0.decidedAt.description)
            },
            roles: try RoleStore.grants(to: member, in: tx).map {
                .init(space: $0.held.space.code, role: $0.held.role.rawValue, grantedAt: $0.at.description)
            },
            secondFactors: .init(
                authenticatorApp: factors.hasApp, passkeys: factors.passkeys.map(\.name),
                spareCodesLeft: factors.spareCodes, takenAwayAt: factors.resetAt?.description),
            keys: try AccessKeyStore.own(as: viewer, seal: ColumnSeal(key: keys.contact), in: tx).map(\.key).map {
                .init(
                    name: $0.name, beginning: $0.beginning, scopes: $0.scopes, createdAt: $0.createdAt.description,
                    expiresAt: $0.expiresAt.description)
            },
            hold: hold?.kind.rawValue, heldSince: hold?.since.description,
            profile: .init(try ProfileStore.own(as: viewer, in: tx)),
            following: try FollowStore.following(as: viewer, in: tx).map(\.pseudonym),
            blocked: try BlockStore.list(as: viewer, in: tx).map(\.pseudonym))
    }
}
