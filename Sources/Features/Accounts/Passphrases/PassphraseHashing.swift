import Crypto

/// Makes and checks the hashes of passphrases: keyed with the pepper, then Argon2id, in a bounded queue.
struct PassphraseHashing: Sendable {
    private let pepper: SymmetricKey
    private let queue: HashingQueue
    private let cost: Argon2id

    init(pepper: SymmetricKey, queue: HashingQueue = HashingQueue(), cost: Argon2id = .standard) {
        self.pepper = pepper
        self.queue = queue
        self.cost = cost
    }

    /// What is kept of a passphrase.
    func phc(of passphrase: Passphrase) async throws -> String {
        let (secret, cost) = (peppered(passphrase), cost)
        return try await queue.run { try cost.phc(secret) }
    }

    enum Outcome: Sendable, Equatable {
        case wrong
        case right
        /// Right, and kept with other parameters than today's: to be hashed anew.
        case rightButOld
    }

    /// Checks a passphrase. Without a hash to check against it works just as long: nobody can tell by the time whether
    /// a name exists.
    func check(_ passphrase: Passphrase, against phc: String?) async throws -> Outcome {
        let (secret, cost) = (peppered(passphrase), cost)
        let kept = phc.flatMap { PassphraseHash(phc: $0) }
        return try await queue.run {
            guard let kept else {
                _ = try cost.hash(secret, salt: [UInt8](repeating: 7, count: 16))
                return .wrong
            }
            guard try kept.matches(secret) else { return .wrong }
            return kept.parameters == cost ? .right : .rightButOld
        }
    }

    /// A second slow hash of a passphrase, under a salt and a pepper of its own: what its member's key is sealed under.
    func keyMaterial(of passphrase: Passphrase, salt: [UInt8], pepper: SymmetricKey) async throws -> [UInt8] {
        let secret = Array(HMAC<SHA256>.authenticationCode(for: passphrase.bytes, using: pepper))
        let cost = cost
        return try await queue.run { try cost.hash(secret, salt: salt) }
    }

    private func peppered(_ passphrase: Passphrase) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: passphrase.bytes, using: pepper))
    }
}
