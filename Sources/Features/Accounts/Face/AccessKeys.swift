import Crypto
package import Storage
package import Web

extension KeyScope {
    /// Name, language and consent of the key's owner.
    static let profile = KeyScope("profile")
    /// All that the owner can download.
    package static let export = KeyScope("export")
}

extension AccountsFeature {
    /// Whose key this is and what it opens; nil for one that is unknown, expired, revoked or ended. Writes nothing: when a
    /// key was used is kept nowhere.
    package func authenticateKey(_ text: String) async throws -> KeyHolder? {
        guard let key = AccessKey(text) else { return nil }
        let now = clock.now()
        return try await database.read { tx -> KeyHolder? in
            guard let found = try AccessKeyStore.find(key.hash, at: now, in: tx) else { return nil }
            let epoch = try self.epoch(of: found.member, in: tx)
            guard found.epochMark == self.keyMark(found.id, of: found.member, epoch: epoch) else { return nil }
            return KeyHolder(
                id: found.id.description, person: found.member, scopes: Set(found.scopes.map { KeyScope($0) }),
                expiresAt: found.expiresAt)
        }
    }

    /// Throws when a key that was good at the beginning of a long answer has ended meanwhile.
    func checkLive(_ holder: KeyHolder?, in tx: Transaction) throws {
        guard let holder, let id = ID<AccessKeyRow>(holder.id), clock.now() < holder.expiresAt,
            let mark = try AccessKeyStore.epochMark(of: id, in: tx),
            mark == keyMark(id, of: holder.person, epoch: try epoch(of: holder.person, in: tx))
        else { throw Problem.signInNeeded }
    }

    /// The keys of whoever looks, but for those that have ended.
    func ownKeys(as viewer: Viewer, at now: Instant, in tx: Transaction) throws -> [OwnAccessKey] {
        guard let member = viewer.personID else { return [] }
        let epoch = try epoch(of: member, in: tx)
        return try AccessKeyStore.own(as: viewer, seal: accessKeySeal, in: tx).filter { row in
            row.key.expiresAt > now && row.epochMark == keyMark(row.key.id, of: member, epoch: epoch)
        }.map(\.key)
    }

    /// Adds a key, in the place of those that have ended. False when the member has as many as there may be; throws
    /// `.conflict` where the form was sent before.
    func add(_ key: AccessKey, _ own: OwnAccessKey, of member: ID<Person>, in tx: Transaction) throws -> Bool {
        let viewer = Viewer.person(member, roles: [])
        let live = Set(try ownKeys(as: viewer, at: own.createdAt, in: tx).map(\.id))
        guard !live.contains(own.id) else { throw Problem.conflict(key: "accounts.keys.twice") }
        guard live.count < AccessKeyStore.most else { return false }
        for row in try AccessKeyStore.own(as: viewer, seal: accessKeySeal, in: tx) where !live.contains(row.key.id) {
            _ = try AccessKeyStore.remove(row.key.id, of: member, in: tx)
        }
        let mark = keyMark(own.id, of: member, epoch: try epoch(of: member, in: tx))
        try AccessKeyStore.add(
            .init(key: key, own: own, member: member, epochMark: mark), seal: accessKeySeal, in: tx)
        return true
    }

    /// Takes out the keys whose last day has come.
    func sweepKeys() async throws {
        let now = clock.now()
        try await database.write { try AccessKeyStore.sweep(at: now, in: $0) }
    }

    var accessKeySeal: ColumnSeal { keys.contactSeal }

    /// Which epoch of its member's sessions a key is of: what ends all of them ends the keys too. The row is not touched by
    /// it, for what ends an epoch shows nowhere beside the member (`endAllSessions`).
    private func keyMark(_ id: ID<AccessKeyRow>, of member: ID<Person>, epoch: Int64) -> [UInt8] {
        let message = Array("access key|\(id)|\(member)|\(epoch)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: keys.audit))
    }

    /// Makes a key and answers its text, without a page: for demonstrations and tests.
    package func createKey(
        of member: ID<Person>, named name: String, scopes: [KeyScope], lasting: Duration = .days(30)
    ) async throws -> String {
        try await newKey(of: member, named: name, scopes: scopes, lasting: lasting).key.revealed
    }

    func newKey(
        of member: ID<Person>, named name: String, scopes: [KeyScope], lasting: Duration
    ) async throws -> (id: ID<AccessKeyRow>, key: AccessKey) {
        let (key, now) = (AccessKey.random(), clock.now())
        let own = OwnAccessKey(
            id: .random(), name: name, beginning: key.beginning, scopes: scopes.map(\.name), createdAt: now,
            expiresAt: now + lasting)
        let isMade = try await database.write { try self.add(key, own, of: member, in: $0) }
        guard isMade else { throw Problem.conflict(key: "accounts.keys.full") }
        return (own.id, key)
    }
}
