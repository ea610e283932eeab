import Journal
import Statistics
import Storage
import Vocabulary

/// What a release draws, and what the journal looks like then.
struct Night: Sendable {
    private(set) var tally: Tally
    /// All, the new ones at the end.
    private(set) var blocks: [Block]
    /// How many of `blocks` are in the database.
    let before: Int
    /// The new blocks, a few at a time.
    private(set) var pieces: [Piece] = []

    /// Blocks, and whose answers are in them: written in one transaction, so that what is in a block is never drawn for it
    /// again. Both series of a group are in the same one, for a course has one row of both.
    struct Piece: Sendable {
        fileprivate(set) var blocks: [Block] = []
        /// Places of entries in the tally; one that is in both series stands here twice.
        fileprivate var places: [Int] = []
    }

    /// Closes what is to be closed and draws it. Nothing is written.
    /// - Parameter named: side effects that the answers at these places of the tally name.
    init(
        _ tally: Tally, _ blocks: [Block], catalogue: Catalogue, sideEffects: CommonSideEffects,
        suppression: Suppression = .standard, at now: Instant, using generator: inout some RandomNumberGenerator,
        named: ([Int]) throws -> [Int: [ID<Symptom>]]
    ) throws {
        (self.tally, self.blocks, before) = (tally, blocks, blocks.count)
        let placement = Placement(tally, blocks: blocks, catalogue: catalogue, suppression)
        let closings = Closings(tally, blocks: blocks, placement: placement, at: now).closings
        let drawing = Drawing(
            tally: tally, layout: { Self.layout($0, sideEffects, catalogue) },
            named: try named(closings.filter { $0.series == .details }.flatMap(\.entries)), suppression: suppression)
        // Members' writes get their turn between pieces. A first night of millions has larger ones: each goes over all of the
        // index, and two thousand answers at a time wrote it eight hundred times.
        let most = max(2_000, closings.reduce(0) { $0 + $1.entries.count } / 40)
        var last = blocks.last?.id ?? 0
        for closing in closings {
            last += 1
            note(closing, drawing.block(closing, id: last, at: now, using: &generator), most)
        }
    }

    private mutating func note(_ closing: Closing, _ block: Block, _ most: Int) {
        let isOfSameGroup = blocks.count > before && blocks.last?.key == closing.key
        let place = Int32(truncatingIfNeeded: blocks.count)
        blocks.append(block)
        for entry in closing.entries {
            tally.entries[entry][closing.series].block = place
            tally.entries[entry][closing.series].times += 1
            tally.entries[entry][closing.series].isCurrent = true
        }
        let isFull = pieces.last.map { $0.places.count + closing.entries.count > most } ?? true
        if isFull && !isOfSameGroup { pieces.append(Piece()) }
        pieces[pieces.count - 1].blocks.append(block)
        pieces[pieces.count - 1].places += closing.entries
    }

    /// What became of the courses of a piece, as rows.
    func drawn(of piece: Piece) -> [Drawn] {
        Set(piece.places).sorted().map { place in
            let entry = tally.entries[place]
            func part(_ mark: Tally.Mark) -> Drawn.Part? {
                // The rest of the row stays as it is.
                guard mark.block >= before, let answers = entry.answers else { return nil }
                return Drawn.Part(
                    block: blocks[Int(mark.block)].id, evaluation: answers.evaluation, times: Int(mark.times))
            }
            return Drawn(
                course: entry.course, helped: part(entry.helped), details: part(entry.details),
                isKnown: entry.helped.isKnown)
        }
    }

    /// Side effects that a group's blocks ask about: those that its treatments are known for. Not those that somebody named,
    /// for then the list would be an answer.
    private static func layout(
        _ key: GroupKey, _ sideEffects: CommonSideEffects, _ catalogue: Catalogue
    ) -> [ID<Symptom>] {
        if let treatment = key.treatment.flatMap({ catalogue.treatment($0) }) {
            return sideEffects.symptoms(of: treatment, in: catalogue).map(\.id)
        }
        return key.family.flatMap { catalogue.family($0) }
            .map { sideEffects.symptoms(ofFamily: $0, in: catalogue).map(\.id) } ?? []
    }
}
