import Logging
import Storage

/// Which process seals which cells, and the key.
extension DarkPool {
    /// Makes sure that this process has a stripe: one that stands still, one of somebody who has several, or a new one.
    func settle() async throws {
        let lock = held.isEmpty ? whyLocked : nil
        if let lock, lock != self.lock {
            logger.warning("nothing can be asked in the dark", metadata: ["reason": "\(lock)"])
        }
        self.lock = lock
        guard keys != nil, lock == nil else { return }
        for stripe in stripes.values.sorted(by: { $0.number < $1.number }) where isAnybodys(stripe) {
            try await take(stripe)
        }
        guard held.isEmpty else { return }
        if stripes.isEmpty { return try await begin(0) }
        if let spare { return try await take(spare) }
        // Whoever has just begun waits for one that stands still, and nobody begins another beside one that may be about to.
        let isAnyStanding = stripes.values.contains {
            !isForeign($0) && watch.standing($0.number, steady()) > patience.beat * 3
        }
        guard begunAt + patience.still <= steady(), !isAnyStanding else { return }
        try await begin((stripes.keys.max() ?? 0) + 1)
    }

    /// Cells of another key, whose process lives or may come back; nil where all is well.
    private var whyLocked: String? {
        if let fileFault { return fileFault }
        guard !stripes.isEmpty, stripes.values.allSatisfy({ isForeign($0) && !isAnybodys($0) }) else { return nil }
        return keys == nil ? "dark.key is missing" : "dark.key is not the one that the cells were sealed with"
    }

    /// Whether nothing in it opens.
    private func isForeign(_ stripe: DarkStripe) -> Bool {
        closed[stripe.number]?.isEmpty == false && !cells.knows(stripe: stripe.number)
    }

    /// Whether a stripe may be taken from whoever held it.
    private func isAnybodys(_ stripe: DarkStripe) -> Bool {
        guard !held.contains(stripe.number) else { return false }
        if patience.isAlone { return true }
        let standing = watch.standing(stripe.number, steady())
        if isForeign(stripe) { return isForsaken(stripe) }
        // Who has one leaves what was put down to whoever starts in its place.
        if stripe.holder == nil, held.isEmpty { return true }
        return standing >= (held.isEmpty ? patience.still : patience.still * 2)
    }

    /// The last stripe of a process that has several.
    private var spare: DarkStripe? {
        let byHolder = Dictionary(grouping: stripes.values.filter { !isForeign($0) }) { $0.holder }
        return byHolder.values.filter { $0.count > 1 }.compactMap { $0.max { $0.number < $1.number } }
            .max { $0.number < $1.number }
    }

    /// Takes a stripe with all that is in it. What does not open is lost, and that is noted in the same transaction.
    private func take(_ stripe: DarkStripe) async throws {
        guard let keys else { return }
        let (holder, today) = (holder, PartialDate(clock.now()))
        let read = try await database.write { tx -> [SealedCell]? in
            guard try DarkPoolStore.take(stripe, by: holder, in: tx) else { return nil }
            let cells = try DarkPoolStore.cells(stripe.number, from: 0, through: stripe.slots - 1, in: tx)
            var keys = keys
            if cells.contains(where: { DarkCell.open($0.bytes, at: $0.place, with: &keys) == nil }) {
                try DarkPoolStore.addLoss(on: today, in: tx)
            }
            return cells
        }
        guard let read else { return }
        cells.forget(stripe: stripe.number)
        stripes[stripe.number] = DarkStripe(
            number: stripe.number, holder: holder, beat: stripe.beat + 1, slots: stripe.slots)
        held.insert(stripe.number)
        open(read)
        if let lost = closed[stripe.number], !lost.isEmpty {
            logger.warning("what waited in the dark is lost: its key is gone, or a copy of the database was put back")
            // Sealed anew, empty, when their turn comes.
            for slot in lost {
                cells[DarkCell.Place(stripe: stripe.number, slot: slot)] = DarkCell(day: sealingDay, act: nil)
            }
            closed[stripe.number] = nil
        }
    }

    private func begin(_ number: Int) async throws {
        let stripe = DarkStripe(number: number, holder: holder, beat: 0, slots: try await wantedSlots())
        let sealed = try empty(stripe, 0..<stripe.slots)
        guard try await database.write({ try DarkPoolStore.begin(stripe, sealed, in: $0) }) else { return }
        stripes[number] = stripe
        held.insert(number)
        open(sealed)
    }

    /// Empty cells, sealed.
    private func empty(_ stripe: DarkStripe, _ slots: Range<Int>) throws -> [SealedCell] {
        guard var keys else { return [] }
        defer { self.keys = keys }
        let cell = DarkCell(day: sealingDay, act: nil)
        return try slots.compactMap { slot in
            let place = DarkCell.Place(stripe: stripe.number, slot: slot)
            return try cell.sealed(at: place, with: &keys).map { SealedCell(place: place, bytes: $0) }
        }
    }

    // MARK: - Once a day

    private func wantedSlots() async throws -> Int {
        let accounts = try await database.read { try DarkPoolStore.countAccounts(in: $0) }
        return min(Self.cellsPerThousand * max(1, (accounts + 999) / 1_000), Self.mostSlots)
    }

    /// When a day begins: more cells where there are more accounts, and what nobody needs is forgotten.
    func tend() async throws {
        let now = clock.now()
        let today = PartialDate(now)
        guard tendedOn != today, !held.isEmpty else { return }
        let slots = try await wantedSlots()
        for number in held.sorted() {
            guard var stripe = stripes[number], stripe.slots < slots else { continue }
            let (sealed, holder, old) = (try empty(stripe, stripe.slots..<slots), holder, stripe)
            let isGrown = try await database.write { try DarkPoolStore.grow(old, by: holder, sealed, in: $0) }
            guard isGrown else { continue }
            stripe.slots = slots
            stripes[number] = stripe
            open(sealed)
        }
        let standing = cells.acts.map(\.id).filter { cells.done.contains($0) }
        let (done, lost) = (PartialDate(now - .days(40)), PartialDate(now - .days(14)))
        try await database.write {
            try DarkPoolStore.forget(doneBefore: done, but: standing, lossesBefore: lost, in: $0)
        }
        try await checkServer()
        tendedOn = today
    }

    /// To be called when the process ends: the next one need not wait.
    func putDown() async throws {
        guard !held.isEmpty else { return }
        let holder = holder
        held = []
        try await database.write { try DarkPoolStore.putDown(by: holder, in: $0) }
    }

    // MARK: - The key

    /// Reads the key, and makes one where there is none and nothing needs the old one.
    /// - Returns: whether cells were read before there was a key: they are to be read again.
    func loadKey() -> Bool {
        guard keys == nil else { return false }
        do {
            fileFault = nil
            try file.checkFolder()
            if let key = try file.read() {
                keys = DarkKeys(key)
            } else if stripes.values.allSatisfy({ isForsaken($0) }) {
                keys = DarkKeys(try file.keep(.new(day: today)))
            }
        } catch {
            fileFault =
                (error as? DarkKeyFile.Refusal)?.description ?? (error as? FileRefusal)?.description
                ?? "dark.key: \(type(of: error))"
        }
        return keys != nil && !closed.isEmpty
    }

    /// Whether nobody can come back who has the key of a stripe.
    private func isForsaken(_ stripe: DarkStripe) -> Bool {
        patience.isAlone || watch.standing(stripe.number, steady()) >= patience.foreign
    }

    /// Lets the key go on to the oldest day that any cell needs: what lay in copies of cells before stays shut.
    func forgetKeys() {
        guard let first = cells.days?.lowerBound, var keys, first > keys.oldest.day, nextTry <= steady(),
            let next = keys.oldest.forward(to: first)
        else { return }
        do {
            try file.advance(to: next)
            keys.forget(before: next)
            self.keys = keys
        } catch {
            // Nothing is lost: the key of today follows from the one that is there.
            nextTry = steady() + .hours(1)
            logger.warning("dark.key could not be written over", metadata: ["error": "\(error)"])
        }
    }
}
