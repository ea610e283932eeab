import Web

/// A cell of the pool: the day of its key, and an act or nothing, sealed for its place. All have one size, and sealed anew one
/// looks like another.
struct DarkCell: Sendable, Equatable {
    /// Bytes of a cell.
    static let size = 4_096
    /// Of an act: what is left without the day (4), the nonce (12) and the tag (16).
    static let room = size - 32
    /// UTF-8 bytes of title, words and warning together that fit for certain.
    static let mostText = 3_800
    /// Threads that fit into one `leave`.
    static let mostFarewells = 90

    /// Where it stands.
    struct Place: Hashable, Sendable {
        let stripe: Int
        let slot: Int
    }

    /// Days since 1970, of the key under which it is sealed.
    let day: Int
    let act: DarkAct?

    /// Whether an act finds room.
    static func fits(_ act: DarkAct) -> Bool {
        if case .leave(let farewells) = act.deed, farewells.count > mostFarewells { return false }
        return act.bytes.count <= room
    }

    /// Nil for a day whose key is gone, and for an act that does not fit.
    func sealed(at place: Place, with keys: inout DarkKeys) throws -> [UInt8]? {
        let bytes = act?.bytes ?? []
        guard let key = keys.key(of: day), bytes.count <= Self.room else { return nil }
        let padded = bytes + [UInt8](repeating: 0, count: Self.room - bytes.count)
        return Self.head(day) + (try key.close(padded, at: Self.authenticated(day, place)))
    }

    /// Nil for what was sealed for another place, with another key or one that is gone, or was changed.
    static func open(_ sealed: [UInt8], at place: Place, with keys: inout DarkKeys) -> DarkCell? {
        guard sealed.count == size else { return nil }
        let day = sealed.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard let bytes = keys.key(of: day)?.open(Array(sealed.dropFirst(4)), at: authenticated(day, place)) else {
            return nil
        }
        // Not `try?`, for which an empty cell is the same as a failure.
        do {
            return DarkCell(day: day, act: try DarkAct.read(bytes))
        } catch {
            return nil
        }
    }

    private static func head(_ day: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(clamping: day).bigEndian) { Array($0) }
    }

    private static func authenticated(_ day: Int, _ place: Place) -> [UInt8] {
        Array("dark cell 1|\(place.stripe)|\(place.slot)|\(day)".utf8)
    }
}
