/// What would name an asker, each done on purpose in a world of its own: a linker that does not find it is blind.
enum Betrayal: String, CaseIterable, Sendable {
    case authorKept = "the author is kept"
    case sameTransaction = "the same transaction writes a row of the member"
    case blobRewritten = "a sealed part of the member's is rewritten when used"
    case poolOnDemand = "the pool is written when somebody asks"
    case noDelay = "it appears at once"
    case seenAt = "when members were seen last is kept"
    case openDraft = "a draft was begun in the open"
    case offerSkipsAsker = "the question is put to all but its asker"
    case bucketRow = "a limit is counted in a row"
    case routeMetric = "a route of its own is counted"
    case duplicateLogged = "the key of a refused duplicate is logged"

    /// The first three name somebody by themselves; the others at least ten times as often as a blind guess.
    var least: Double? {
        switch self {
        case .authorKept, .sameTransaction, .blobRewritten: 0.9
        default: nil
        }
    }
}
