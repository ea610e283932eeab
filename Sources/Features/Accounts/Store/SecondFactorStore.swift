import Storage

/// What a member has of second factors.
struct SecondFactorStatus: Sendable, Equatable {
    var hasApp = false
    var passkeys: [Passkey] = []
    /// Spare codes that were not used.
    var spareCodes = 0
    /// When somebody else took the second factors away; nil when nobody did, or the member has read it.
    var resetAt: Instant?

    struct Passkey: Sendable, Equatable {
        let id: ID<PasskeyRow>
        let credential: [UInt8]
        let name: String
    }

    /// Whether signing in asks for more than the passphrase. Spare codes alone are no factor.
    var isOn: Bool { hasApp || !passkeys.isEmpty }
}

/// Phantom of the rows of `passkeys`.
enum PasskeyRow {}

/// The tables of second factors but for passkeys. Nothing of them but the status reaches a page.
enum SecondFactorStore {
    /// Whether signing in as a member needs a second factor.
    static func isOn(_ member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM members WHERE id = \(member)
            AND (EXISTS (SELECT 1 FROM authenticator_apps WHERE authenticator_apps.member_id = members.id)
                 OR EXISTS (SELECT 1 FROM passkeys WHERE passkeys.member_id = members.id))
            """
        ) { _ in true } ?? false
    }

    /// Of whoever looks.
    static func own(as viewer: Viewer, seal: ColumnSeal, in tx: Transaction) throws -> SecondFactorStatus {
        guard let member = viewer.personID else { return SecondFactorStatus() }
        return SecondFactorStatus(
            hasApp: try tx.first("SELECT 1 FROM authenticator_apps WHERE member_id = \(member)") { _ in true } ?? false,
            passkeys: try PasskeyStore.all(of: member, seal: seal, in: tx),
            spareCodes: try tx.first("SELECT COUNT(*) FROM spare_codes WHERE member_id = \(member)") {
                try $0.get(0)
            } ?? 0,
            resetAt: try tx.first("SELECT reset_at FROM second_factor_resets WHERE member_id = \(member)") {
                try $0.get(0)
            })
    }

    /// The secret of a member's app, opened, for checking a code.
    static func app(of member: ID<Person>, seal: ColumnSeal, in tx: Transaction) throws -> TOTP? {
        let sealed = try tx.first("SELECT secret FROM authenticator_apps WHERE member_id = \(member)") {
            try $0.get(0, as: [UInt8].self)
        }
        return try sealed.map { TOTP(secret: try seal.open($0, at: .appSecret, of: member)) }
    }

    /// Puts an app in place of the one before.
    static func setApp(_ app: TOTP, of member: ID<Person>, seal: ColumnSeal, in tx: Transaction) throws {
        let sealed = try seal.close(app.secret, at: .appSecret, of: member)
        try tx.execute(
            """
            INSERT INTO authenticator_apps (member_id, secret) VALUES (\(member), \(sealed))
            ON CONFLICT (member_id) DO UPDATE SET secret = excluded.secret
            """)
    }

    static func removeApp(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM authenticator_apps WHERE member_id = \(member)")
    }

    /// Puts new spare codes in place of all earlier ones.
    static func setSpareCodes(_ hashes: [[UInt8]], of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM spare_codes WHERE member_id = \(member)")
        for hash in hashes {
            try tx.execute("INSERT INTO spare_codes (member_id, code_hash) VALUES (\(member), \(hash))")
        }
    }

    /// Uses a spare code up. False when there is none such: whoever deletes the row has used it, nobody else.
    static func useSpareCode(_ hash: [UInt8], of member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.execute("DELETE FROM spare_codes WHERE member_id = \(member) AND code_hash = \(hash)") == 1
    }

    /// Notes that a code or a challenge is used, until its day is over. False when it was used before: of two who come
    /// at the same time, in two processes even, one makes the row.
    static func use(_ mark: [UInt8], until end: Instant, at now: Instant, in tx: Transaction) throws -> Bool {
        try sweep(at: now, in: tx)
        return try tx.execute(
            """
            INSERT INTO used_second_factors (mark, last_day) VALUES (\(mark), \(day(end)))
            ON CONFLICT (mark) DO NOTHING
            """) == 1
    }

    /// Takes out the marks of days that are over.
    static func sweep(at now: Instant, in tx: Transaction) throws {
        try tx.execute("DELETE FROM used_second_factors WHERE last_day < \(day(now))")
    }

    private static func day(_ instant: Instant) -> Int64 {
        max(instant.milliseconds, 0) / 86_400_000
    }

    /// Takes out every factor and every spare code of a member.
    static func removeAll(of member: ID<Person>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM authenticator_apps WHERE member_id = \(member)")
        try PasskeyStore.removeAll(of: member, in: tx)
        try tx.execute("DELETE FROM spare_codes WHERE member_id = \(member)")
    }

    /// Notes for the member that somebody else took their factors away.
    static func noteReset(of member: ID<Person>, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO second_factor_resets (member_id, reset_at) VALUES (\(member), \(now))
            ON CONFLICT (member_id) DO UPDATE SET reset_at = excluded.reset_at
            """)
    }

    /// Whether a member has not yet read that their factors were taken away.
    static func hasUnreadReset(_ member: ID<Person>, in tx: Transaction) throws -> Bool {
        try tx.first("SELECT 1 FROM second_factor_resets WHERE member_id = \(member)") { _ in true } ?? false
    }

    static func markResetRead(by viewer: Viewer, in tx: Transaction) throws {
        guard let member = viewer.personID else { return }
        try tx.execute("DELETE FROM second_factor_resets WHERE member_id = \(member)")
    }
}
