import Accounts
import Storage

/// The tables of the pool: `dark_pool`, `dark_stripes`, `dark_done`, `dark_losses`. What is written here is written by the
/// clock, as often and as long whether somebody asks or not.
enum DarkPoolStore {
    // MARK: - Looking

    static func stripes(in tx: Transaction) throws -> [DarkStripe] {
        try tx.rows("SELECT stripe, holder, beat, slots FROM dark_stripes ORDER BY stripe") {
            DarkStripe(
                number: try $0.get(0), holder: try $0.get(1), beat: try $0.get(2), slots: try $0.get(3))
        }
    }

    /// The cells of a stripe from one slot on to another, round its end where that comes first.
    static func cells(_ stripe: Int, from first: Int, through last: Int, in tx: Transaction) throws -> [SealedCell] {
        let range: SQL =
            first <= last ? "slot >= \(first) AND slot <= \(last)" : "(slot >= \(first) OR slot <= \(last))"
        return try tx.rows("SELECT slot, cell FROM dark_pool WHERE stripe = \(stripe) AND \(range) ORDER BY slot") {
            SealedCell(place: DarkCell.Place(stripe: stripe, slot: try $0.get(0)), bytes: try $0.get(1))
        }
    }

    static func done(in tx: Transaction) throws -> Set<ID<DarkAct>> {
        Set(try tx.rows("SELECT act FROM dark_done ORDER BY act") { try $0.get(0) })
    }

    static func losses(in tx: Transaction) throws -> [PartialDate] {
        try tx.rows("SELECT day FROM dark_losses ORDER BY day") { try $0.get(0) }
    }

    /// How many have an account: by it the pool grows.
    static func countAccounts(in tx: Transaction) throws -> Int {
        try tx.first("SELECT COUNT(*) FROM members") { try $0.get(0) } ?? 0
    }

    // MARK: - Stripes

    /// Takes a stripe that stands still or was put down; false where it went on meanwhile.
    static func take(_ stripe: DarkStripe, by holder: ID<DarkPool>, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE dark_stripes SET holder = \(holder), beat = beat + 1
            WHERE stripe = \(stripe.number) AND beat = \(stripe.beat)
            """) == 1
    }

    /// A new stripe; false where another process was first.
    static func begin(_ stripe: DarkStripe, _ cells: [SealedCell], in tx: Transaction) throws -> Bool {
        let isNew = try tx.execute(
            """
            INSERT INTO dark_stripes (stripe, holder, beat, slots)
            VALUES (\(stripe.number), \(stripe.holder), \(stripe.beat), \(stripe.slots)) ON CONFLICT (stripe) DO NOTHING
            """)
        guard isNew == 1 else { return false }
        try add(cells, in: tx)
        return true
    }

    /// More cells for a stripe; false where its holder is another by now.
    static func grow(
        _ stripe: DarkStripe, by holder: ID<DarkPool>, _ cells: [SealedCell], in tx: Transaction
    ) throws -> Bool {
        let isOurs = try tx.execute(
            """
            UPDATE dark_stripes SET slots = \(stripe.slots + cells.count)
            WHERE stripe = \(stripe.number) AND holder = \(holder) AND beat = \(stripe.beat)
            """)
        guard isOurs == 1 else { return false }
        try add(cells, in: tx)
        return true
    }

    /// What a process does with its stripes when it ends, so that the next need not wait.
    static func putDown(by holder: ID<DarkPool>, in tx: Transaction) throws {
        try tx.execute("UPDATE dark_stripes SET holder = NULL WHERE holder = \(holder)")
    }

    // MARK: - Beating

    /// One beat of a stripe: one cell, sealed anew. False where the stripe is another's by now, or further on.
    static func beat(
        _ stripe: DarkStripe, by holder: ID<DarkPool>, _ cell: SealedCell, in tx: Transaction
    ) throws -> Bool {
        let isOurs = try tx.execute(
            """
            UPDATE dark_stripes SET beat = \(stripe.beat)
            WHERE stripe = \(stripe.number) AND holder = \(holder) AND beat = \(stripe.beat - 1)
            """)
        guard isOurs == 1 else { return false }
        try tx.execute(
            """
            UPDATE dark_pool SET cell = \(cell.bytes)
            WHERE stripe = \(cell.place.stripe) AND slot = \(cell.place.slot)
            """)
        return true
    }

    private static func add(_ cells: [SealedCell], in tx: Transaction) throws {
        try tx.insert(
            into: "dark_pool", ["stripe", "slot", "cell"],
            rows: cells.lazy.map {
                [$0.place.stripe.sqlValue, $0.place.slot.sqlValue, $0.bytes.sqlValue]
            })
    }

    // MARK: - What has happened

    /// Notes that an act has happened, in the transaction that does it; false where it had already.
    static func finish(_ act: ID<DarkAct>, on day: PartialDate, in tx: Transaction) throws -> Bool {
        try tx.execute("INSERT INTO dark_done (act, day) VALUES (\(act), \(day)) ON CONFLICT (act) DO NOTHING") == 1
    }

    /// Notes that what waited is lost.
    static func addLoss(on day: PartialDate, in tx: Transaction) throws {
        try tx.execute("INSERT INTO dark_losses (day) VALUES (\(day)) ON CONFLICT (day) DO NOTHING")
    }

    /// Forgets what nobody needs any more.
    /// - Parameter cells: acts that still stand in a cell: they would happen again.
    static func forget(
        doneBefore day: PartialDate, but cells: [ID<DarkAct>], lossesBefore lost: PartialDate, in tx: Transaction
    ) throws {
        let kept: SQL = cells.isEmpty ? "TRUE" : "act NOT IN (\(SQL.list(cells)))"
        try tx.execute("DELETE FROM dark_done WHERE day < \(day) AND \(kept)")
        try tx.execute("DELETE FROM dark_losses WHERE day < \(lost)")
    }
}

/// A row of `dark_stripes`.
struct DarkStripe: Sendable, Equatable {
    let number: Int
    /// The process that seals its cells; nil where it put them down.
    var holder: ID<DarkPool>?
    /// How often it did: the cell at `beat % slots` is the last one.
    var beat: Int
    var slots: Int
}

/// A row of `dark_pool`.
struct SealedCell: Sendable, Equatable {
    let place: DarkCell.Place
    let bytes: [UInt8]
}
