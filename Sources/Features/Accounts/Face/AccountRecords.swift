import Markup
import Post
import Storage
import Web

extension AccountsFeature {
    /// What Accounts keeps of members, a set a table. Tables whose sets it does not export hold secrets, or marks that only
    /// this server's key makes and that name nobody.
    var records: [RecordSet] {
        ofAccount + ofSigningIn + ofOthers + [
            .list(
                "accounts/consents",
                .init("consents", of: ["member_id"], codes: ["kind", "language"]),
                erased: .pieces(ConsentStore.erase), count: ConsentStore.count
            ) { member, after, limit, tx in
                try ConsentStore.page(of: member, after: after, limit: limit, in: tx)
                    .map { (ReceiptStore.Place(at: $0.decision.decidedAt, id: $0.id), Self.record($0.decision)) }
            }.read(as: .consents),
            .list(
                "accounts/receipts",
                .init("receipts", of: ["member_id"], codes: ["used_by", "purpose", "reference"]),
                erased: .pieces(ReceiptStore.erase), count: ReceiptStore.count
            ) { member, after, limit, tx in
                try ReceiptStore.page(of: member, after: after, limit: limit, in: tx)
                    .map { ($0.place, AccountExport.Use($0.receipt)) }
            }.read(as: .receipts),
            .ofNobody(
                "audit_events", "audit_head", because: "a line without a name stays: what it is about is a keyed mark"),
            .ofNobody("spaces", "server_keys", "rewritten_tables", because: "the site's own"),
            .ofNobody("erasure_marks", because: "keyed marks of who left, so that a restored copy erases them again"),
        ]
    }

    private var ofAccount: [RecordSet] {
        let keys = keys
        return [
            .one(
                "accounts/account",
                .init("members", of: ["pseudonym", "pseudonym_key"], codes: ["language"])
            ) { member, tx in
                try MemberStore.own(as: .person(member, roles: []), in: tx).map { own in
                    AccountExport.Account(
                        id: member, pseudonym: own.pseudonym, language: own.language.rawValue,
                        memberSince: own.createdAt.description, healthConsent: own.hasHealthConsent,
                        figuresConsent: own.hasFiguresConsent,
                        nameHiddenByModerators: try MemberStore.isNameHidden(of: member, in: tx))
                }
            }.read(as: .ownAccount),
            .one(
                "accounts/contact",
                .init("contacts", of: ["member_id"], words: ["email", "phone"], codes: ["mail_pace", "mail_zone"])
            ) { member, tx in
                let viewer = Viewer.person(member, roles: [])
                guard let changed = try ContactStore.changedAt(as: viewer, in: tx) else { return nil }
                let contact = try ContactStore.own(as: viewer, seal: keys.contactSeal, in: tx)
                let habits = try MailWishStore.ownHabits(as: viewer, in: tx)?.habits
                return AccountExport.Contact(
                    email: contact.email?.text, phone: contact.phone?.text, changedAt: changed.description,
                    wantsMail: contact.wantsMail, addressTakesMail: contact.takesMail,
                    mailPace: habits?.pace.rawValue, mailWords: habits?.showsWords, zone: habits?.zone,
                    quietFrom: habits?.quiet.from, quietTo: habits?.quiet.to)
            }.read(as: .contact),
            .few("accounts/roles", .init("space_roles", of: ["member_id"], codes: ["space", "role"])) { member, tx in
                try RoleStore.grants(to: member, in: tx).map {
                    AccountExport.RoleHeld(
                        space: $0.held.space.code, role: $0.held.role.rawValue, grantedAt: $0.at.description)
                }
            }.read(as: .roles),
            .one("accounts/hold", .init("account_holds", of: ["member_id"], codes: ["kind"])) { member, tx in
                try HoldStore.find(member, in: tx).map {
                    AccountExport.Hold(
                        kind: $0.kind.rawValue, since: $0.since.description, until: $0.until?.description)
                }
            }.read(as: .hold),
            .one(
                "accounts/profile",
                .init(
                    "profiles", of: ["member_id"], words: ["about"],
                    codes: ["pseudonym_visibility", "about_visibility", "about_state", "since_visibility"]),
                .init("profile_conditions", of: ["member_id"], codes: ["condition_id", "since", "visibility"])
            ) { member, tx in
                AccountExport.ProfilePart(
                    try ProfileStore.own(as: .person(member, roles: []), in: tx),
                    try ProfileLineStore.line(of: member, in: tx))
            }.read(as: .profile { id, language in ID(id).flatMap { nameOfCondition($0, language)?.text } }),
            .one(
                "accounts/wish",
                .init("wishes", of: ["member_id", "delegate_id"], words: ["outside", "words"], codes: ["what"])
            ) { member, tx in
                try WishStore.find(member, seal: keys.contactSeal, in: tx).map(AccountExport.WishPart.init)
            }.read(as: .wish),
            .one("accounts/death-notice", .init("death_notices", of: ["member_id"], words: ["why"])) { member, tx in
                try WishStore.notice(of: member, seal: keys.contactSeal, in: tx)
                    .map { ["notedAt": $0.notedAt.description, "why": $0.why] }
            }.read(as: .deathNotice),
            RecordSet(
                "accounts/sent-records", [.init("sent_records", of: ["member_id"], words: ["content"])],
                .none(because: "a file of their own that waits for a yes, for an hour or a night")),
            RecordSet(
                "accounts/erasures", [.init("erasures", of: ["member_id"], codes: ["reference", "way"])],
                .none(because: "it is there only while the account is being erased")),
        ]
    }

    private var ofSigningIn: [RecordSet] {
        let (contact, factors) = (keys.contactSeal, keys.secondFactor.seal)
        @Sendable func status(_ member: ID<Person>, _ tx: Transaction) throws -> SecondFactorStatus {
            try SecondFactorStore.own(as: .person(member, roles: []), seal: factors, in: tx)
        }
        let secret = "a secret by which the member is known"
        return [
            .one(
                "accounts/passphrase",
                .init("credentials", of: ["member_id"], except: ["phc": secret, "recovery_hash": secret])
            ) { member, tx in
                try CredentialStore.own(as: .person(member, roles: []), in: tx).map {
                    AccountExport.Passphrase(
                        changedAt: $0.changedAt.description, recoveryCodeMadeAt: $0.recoveryMadeAt?.description)
                }
            }.read(as: .passphrase),
            .one(
                "accounts/authenticator", .init("authenticator_apps", of: ["member_id"], except: ["secret": secret])
            ) { member, tx in try status(member, tx).hasApp ? ["isSetUp": true] : nil }.read(as: .authenticator),
            .few(
                "accounts/passkeys",
                .init(
                    "passkeys", of: ["member_id"], words: ["name"],
                    except: ["credential_id": secret, "public_key": secret])
            ) { member, tx in try status(member, tx).passkeys.map { ["name": $0.name] } }.read(as: .passkeys),
            .one(
                "accounts/spare-codes", .init("spare_codes", of: ["member_id"], except: ["code_hash": secret])
            ) { member, tx in
                let left = try status(member, tx).spareCodes
                return left == 0 ? nil : ["left": left]
            }.read(as: .spareCodes),
            .one("accounts/factors-taken", .init("second_factor_resets", of: ["member_id"])) { member, tx in
                try status(member, tx).resetAt.map { ["at": $0.description] }
            }.read(as: .factorsTaken),
            .few(
                "accounts/keys",
                .init(
                    "access_keys", of: ["member_id"], words: ["name"], codes: ["beginning", "scopes"],
                    except: ["key_hash": secret, "epoch_mark": secret])
            ) { member, tx in
                try AccessKeyStore.own(as: .person(member, roles: []), seal: contact, in: tx).map(\.key).map {
                    AccountExport.AccessKeyPart(
                        name: $0.name, beginning: $0.beginning, scopes: $0.scopes, createdAt: $0.createdAt.description,
                        expiresAt: $0.expiresAt.description)
                }
            }.read(as: .keys),
            RecordSet(
                "accounts/wraps",
                [
                    .init(
                        "member_keys", of: ["member_id"],
                        except: [
                            "passphrase_salt": secret, "passphrase_wrap": secret, "code_salt": secret,
                            "code_wrap": secret,
                        ])
                ], .none(because: secret)),
            .ofNobody(
                "sessions", "ended_sessions", "used_second_factors",
                because: "marks that name nobody and go after days"),
        ]
    }

    /// Others by pseudonym only. Who blocked a member is not told to them.
    private var ofOthers: [RecordSet] {
        [
            .few(
                "accounts/following", .init("follows", of: ["follower_id", "followed_id"]),
                erased: .pieces(FollowStore.erase)
            ) { member, tx in
                try FollowStore.following(as: .person(member, roles: []), in: tx).map { ["member": $0.pseudonym] }
            }.read(as: .following),
            .few(
                "accounts/blocking", .init("blocks", of: ["blocker_id", "blocked_id"]),
                erased: .pieces(BlockStore.erase)
            ) { member, tx in
                try BlockStore.list(as: .person(member, roles: []), in: tx).map { ["member": $0.pseudonym] }
            }.read(as: .blocking),
            .list("accounts/followers", count: { try FollowStore.countFollowers(of: $0, in: $1) }) {
                member, after, limit, tx in
                try FollowStore.followers(as: .person(member, roles: []), after: after, limit: limit, in: tx)
                    .map { ($0.member, ["member": $0.pseudonym]) }
            }.read(as: .followers),
        ]
    }

    private static func record(_ decision: ConsentDecision) -> AccountExport.Consent {
        AccountExport.Consent(
            kind: decision.kind.rawValue, granted: decision.isGranted, version: decision.version,
            language: decision.language, at: decision.decidedAt.description)
    }
}
