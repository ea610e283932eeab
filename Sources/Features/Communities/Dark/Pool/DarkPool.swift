import Logging
import Storage
import Synchronization
import Web

/// What waits in the dark: sealed cells in the database, of which one is sealed anew at each beat, used or not. Whoever reads
/// the database sees the beat, and not whether somebody asked (docs/decisions/0033-ask-in-the-dark.md).
actor DarkPool {
    /// Why an act is not taken. Nothing of it is kept then.
    enum Refusal: Error, Sendable, Equatable {
        /// Four acts of the same writer stand in cells.
        case full
        /// It is not offered here.
        case off
        /// No cell came free in time.
        case late
        /// The key is not there.
        case locked
        /// What it was to take the place of waits no more: it has happened, or was changed.
        case gone
        /// Another question of this mark waits.
        case spent
        /// It does not fit into a cell (`DarkCell.fits`).
        case long
    }

    /// Cells of one writer, besides those with what takes something away, and those.
    static let mostCells = 4
    static let mostRemovals = 16
    /// Cells of a stripe for each begun thousand of accounts, and most of all: a round takes five hours then, and a cell
    /// must be sealed anew within the day.
    static let cellsPerThousand = 64
    static let mostSlots = 6_400

    /// This process, until it ends.
    nonisolated let holder = ID<DarkPool>.random()
    let database: Database
    let clock: Storage.Clock
    let logger: Logger
    let file: DarkKeyFile
    let patience: DarkPatience
    /// Of this process alone.
    let steady: @Sendable () -> Duration
    private let isOn: Bool
    private nonisolated let offer = Mutex(false)

    var keys: DarkKeys?
    var cells = DarkCells()
    /// As read last. What is held is known without reading.
    var stripes: [Int: DarkStripe] = [:]
    var held: Set<Int> = []
    var watch = DarkWatch()
    /// Slots that do not open, by stripe.
    var closed: [Int: Set<Int>] = [:]
    /// Why nothing can be sealed, in words for the operator; nil where all is well.
    var lock: String?
    var fileFault: String?
    /// When the key's file is tried again, where it could not be written.
    var nextTry = Duration.zero
    let begunAt: Duration
    /// Days within the last two weeks on which what waited was lost.
    var losses: [PartialDate] = []
    var pending: [Pending] = []
    /// Beats of this process, and at which of them it sealed acts that are to be done at once.
    var beats = 0
    var sealedAtOnce: [ID<DarkAct>: Int] = [:]
    var isBeating = false
    /// The day on which the pool was last looked after.
    var tendedOn: PartialDate?

    init(
        _ database: Database, setting: DarkSetting, file: DarkKeyFile, clock: Storage.Clock, logger: Logger,
        patience: DarkPatience? = nil, steady: (@Sendable () -> Duration)? = nil
    ) {
        (self.database, self.file, self.clock, self.logger) = (database, file, clock, logger)
        isOn = setting.isOffered
        self.patience = patience ?? DarkPatience(isAlone: database.engine == .sqlite)
        let start = ContinuousClock.now
        let steady = steady ?? { ContinuousClock.now - start }
        (self.steady, begunAt) = (steady, steady())
    }

    /// That of a site. Without a folder of its own nothing outlives the process.
    init(_ dependencies: Dependencies, _ setting: DarkSetting) {
        let own = dependencies.folder.map { $0.utf8.last == UInt8(ascii: "/") ? "\($0)dark" : "\($0)/dark" }
        self.init(
            dependencies.database, setting: setting,
            file: DarkKeyFile(folder: setting.keyFolder ?? own, isNamed: setting.keyFolder != nil),
            clock: dependencies.clock, logger: dependencies.logger)
    }

    // MARK: - Whether it is offered

    /// Whether members can ask in the dark: it is on, and the database keeps nothing that would tell.
    nonisolated var isOffered: Bool { offer.withLock { $0 } }

    /// Looks at what the database keeps.
    func checkServer() async throws {
        guard isOn else { return }
        do {
            let isQuiet = try await database.read { try DarkServerStore.remedies(in: $0).isEmpty }
            offer.withLock { $0 = isQuiet }
        } catch {
            offer.withLock { $0 = false }
            throw error
        }
    }

    /// Whether beats are wanted at all.
    nonisolated var isBeaten: Bool { isOn }

    // MARK: - Sending

    /// An act on its way into a cell.
    struct Pending: Sendable {
        let act: DarkAct
        let writer: Set<DarkMark>
        let since: Duration
        let answer: CheckedContinuation<Void, any Error>
    }

    /// Takes an act, and returns when its cell is on disk: at the next beat, where a cell is free. Sent twice it is one.
    ///
    /// - Parameter writer: the marks of whoever writes, by which their cells are counted, in memory only; those that the act
    ///   names are among them in any case.
    /// - Throws: `Refusal`.
    func submit(_ act: DarkAct, of writer: Set<DarkMark> = []) async throws {
        guard isOffered else { throw Refusal.off }
        guard lock == nil else { throw Refusal.locked }
        guard DarkCell.fits(act) else { throw Refusal.long }
        if cells.holds(act.id) || cells.done.contains(act.id) { return }
        let act = try joined(act)
        let writer = writer.union(act.marks)
        if !pending.contains(where: { $0.act.id == act.id }) {
            try checkMark(of: act)
            try checkRoom(for: act, of: writer)
        }
        try await withCheckedThrowingContinuation { answer in
            pending.append(Pending(act: act, writer: writer, since: steady(), answer: answer))
        }
    }

    /// The act in the place of the newest of those that were changed before.
    private func joined(_ act: DarkAct) throws -> DarkAct {
        guard let replaced = act.replaces else { return act }
        guard let newest = cells.newest(of: replaced) else { throw Refusal.gone }
        return DarkAct(id: act.id, replaces: newest, mark: act.mark, due: act.due, deed: act.deed)
    }

    /// One question a mark: a second one would come to nothing when the first has appeared.
    private func checkMark(of act: DarkAct) throws {
        guard case .ask = act.deed else { return }
        let others = (cells.waiting + pending.map(\.act)).filter { other in
            guard case .ask = other.deed else { return false }
            return other.mark == act.mark && other.id != act.replaces
        }
        guard others.isEmpty else { throw Refusal.spent }
    }

    private func checkRoom(for act: DarkAct, of writer: Set<DarkMark>) throws {
        let taken = (cells.acts.filter { !cells.done.contains($0.id) } + pending.map(\.act)).count { other in
            other.isRemoval == act.isRemoval && !other.marks.isDisjoint(with: writer)
        }
        guard taken < (act.isRemoval ? Self.mostRemovals : Self.mostCells) else { throw Refusal.full }
    }

    // MARK: - Looking

    /// Acts of these marks that still wait: of each that was changed the newest, of all stripes, in no order.
    func waiting(_ marks: Set<DarkMark>) -> [DarkAct] {
        cells.waiting.filter { !$0.marks.isDisjoint(with: marks) }
    }

    /// Acts whose time has come, of all stripes, in no order; one that takes leave from its first hour until it is done.
    func due(at now: Instant) -> [DarkAct] { cells.waiting.filter { $0.due <= now } }

    /// Acts to be done at once that this process sealed a beat or more ago.
    func dueAtOnce() -> [DarkAct] {
        cells.waiting.filter { sealedAtOnce[$0.id].map { $0 < beats } ?? false }
    }

    /// Whether an act waits in a cell or has happened.
    func isSealed(_ act: ID<DarkAct>) -> Bool { cells.holds(act) || cells.done.contains(act) }
}
