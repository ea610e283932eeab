import Crypto

extension AccountsFeature {
    /// A secret of this server for one purpose of a room's, 32 bytes, the same for ever: it follows from the server's key and
    /// stays outside the database.
    package func roomSecret(for purpose: String) -> [UInt8] {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: keys.rooms, info: Array("room \(purpose) 1".utf8), outputByteCount: 32
        ).withUnsafeBytes { Array($0) }
    }
}
