import Storage
import Web

/// What Accounts keeps of a member, as it stands in the file they download: a value for each table.
enum AccountExport {
    struct Account: Encodable, Sendable {
        let id: ID<Person>
        let pseudonym: String
        let language: String
        let memberSince: String
        let healthConsent: Bool
        let figuresConsent: Bool
        let nameHiddenByModerators: Bool
    }

    /// When they changed; passphrase and recovery code are hashes and of no use to anybody.
    struct Passphrase: Encodable, Sendable {
        let changedAt: String
        let recoveryCodeMadeAt: String?
    }

    struct Contact: Encodable, Sendable {
        let email: String?
        let phone: String?
        let changedAt: String?
        let wantsMail: Bool
        let addressTakesMail: Bool
        let mailPace: String?
        let mailWords: Bool?
        let zone: String?
        /// Hours.
        let quietFrom: Int?
        let quietTo: Int?
    }

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

    struct Hold: Encodable, Sendable {
        let kind: String
        let since: String
        let until: String?
    }

    /// A key for programs, never the key itself.
    struct AccessKeyPart: Encodable, Sendable {
        let name: String
        let beginning: String
        let scopes: [String]
        let createdAt: String
        let expiresAt: String
    }

    /// What should happen after the member's death; whom they chose by pseudonym.
    struct WishPart: Encodable, Sendable {
        let what: String
        let delegate: String?
        let outside: String
        let words: String
        let changedAt: String

        init(_ wish: Wish) {
            (what, outside, words) = (wish.what.rawValue, wish.outside, wish.words)
            if case .chosen(_, let name) = wish.delegate { delegate = name } else { delegate = nil }
            changedAt = wish.changedAt.description
        }
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
        /// Whether others may read the line; nil where there is none.
        let aboutState: String?
        let aboutHiddenByModerators: Bool
        let sinceShownTo: String
        let conditions: [Condition]

        init(_ own: OwnProfile, _ line: ProfileLine) {
            (aboutState, aboutHiddenByModerators) = (line.words.map { _ in line.state.rawValue }, line.isHidden)
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
}
