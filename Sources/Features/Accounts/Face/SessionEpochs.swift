import Crypto
package import Storage

/// A session belongs to an epoch of its member, and all of an epoch end at once. How many have ended stands nowhere beside
/// the member, for that would say when they were here: each ended epoch leaves a mark that only this server can make.
extension AccountsFeature {
    /// Ends every session of a member at once.
    func endAllSessions(of member: ID<Person>, in tx: Transaction) throws {
        try SessionStore.endAll(endMark(of: member, epoch: try epoch(of: member, in: tx)), in: tx)
    }

    /// The epoch that a new session of the member belongs to: the first that has not ended.
    func epoch(of member: ID<Person>, in tx: Transaction) throws -> Int64 {
        func hasEnded(_ epoch: Int64) throws -> Bool {
            try SessionStore.hasEnded(endMark(of: member, epoch: epoch), in: tx)
        }
        guard try hasEnded(0) else { return 0 }
        // Epochs end in order, so a few questions find the border even of somebody who ended thousands.
        var (ended, open): (Int64, Int64) = (0, 1)
        while try hasEnded(open) { (ended, open) = (open, open * 2) }
        while open - ended > 1 {
            let middle = ended + (open - ended) / 2
            if try hasEnded(middle) { ended = middle } else { open = middle }
        }
        return open
    }

    /// Takes out the marks of a member who leaves.
    func forgetEpochs(of member: ID<Person>, in tx: Transaction) throws {
        for epoch in 0..<(try epoch(of: member, in: tx)) {
            try SessionStore.forget(endMark(of: member, epoch: epoch), in: tx)
        }
    }

    /// Names an epoch of a member to nobody who has not the server's key.
    func endMark(of member: ID<Person>, epoch: Int64) -> [UInt8] {
        let message = Array("ended sessions|\(member)|\(epoch)".utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: keys.audit))
    }
}

extension AccountsFeature {
    /// The share of accounts that are in use, 0 to 1, as far as it can be known without knowing whose: sessions that have not
    /// ended ÷ 2 accounts, since many have two, and what was ended everywhere stays among them until its day.
    package static func shareInUse(at now: Instant, in tx: Transaction) throws -> Double {
        let accounts = try CredentialStore.count(in: tx)
        guard accounts > 0 else { return 0 }
        let sessions = try SessionStore.count(today: SessionTerms.day(of: now), in: tx)
        return min(1, Double(sessions) / Double(2 * accounts))
    }
}
