import Storage
import Web

/// What the rooms let Safety do with texts that others read, by their kinds.
struct PublishedTexts: Sendable {
    private let published: [String: PublishedText]
    private let held: [String: WrittenText.HeldDecision]
    private let pictures: [String: WrittenText.FindPicture]

    init(of rooms: [Feature]) {
        let texts = rooms.flatMap(\.safetyTexts)
        published = Dictionary(texts.compactMap { text in text.published.map { (text.kind, $0) } }) { first, _ in first
        }
        pictures = Dictionary(texts.compactMap { text in text.picture.map { (text.kind, $0) } }) { first, _ in first }
        held = Dictionary(texts.compactMap { text in text.decideHeld.map { (text.kind, $0) } }) { first, _ in first }
    }

    /// A text as the viewer may read it, under the name that it has for good; nil where it is not there or not for them.
    func find(
        _ asked: SubjectReference, as viewer: Viewer, _ tx: Transaction
    ) throws -> (subject: SubjectReference, text: FoundText)? {
        guard asked.record.utf8.count <= 100, let text = try published[asked.kind]?.find(asked.record, viewer, tx)
        else {
            return nil
        }
        return (SubjectReference(kind: asked.kind, record: text.record ?? asked.record), text)
    }

    func setHidden(_ isHidden: Bool, _ subject: SubjectReference, at now: Instant, _ tx: Transaction) throws {
        try published[subject.kind]?.setHidden(subject.record, isHidden, now, tx)
        try tx.noteTakedown()
    }

    /// The picture that belongs to a text, for whoever judges it.
    func picture(of subject: SubjectReference, _ tx: Transaction) throws -> FoundPicture? {
        try pictures[subject.kind]?(subject.record, tx)
    }

    /// Whether it went on.
    func decideHeld(_ isAllowed: Bool, _ subject: SubjectReference, at now: Instant, _ tx: Transaction) throws -> Bool {
        try held[subject.kind]?(subject.record, isAllowed, now, tx) ?? false
    }
}
