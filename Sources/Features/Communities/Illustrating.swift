import Accounts
import Files
import Safety
import Storage
import Web

// A picture beside a post's words. The words are read at once; the picture when a moderator has looked at it: no rule here
// knows what a picture shows.
extension CommunitiesFeature {
    static let pictureKind = "communities.picture"
    /// The field of a form whose author wants to add a picture next.
    static let picture = "picture"

    static func subject(_ picture: ID<StoredFile>) -> SubjectReference {
        SubjectReference(kind: pictureKind, record: picture.description)
    }

    /// Puts a picture beside a member's own post, in the place of the one before, and before a moderator. False where too many
    /// of theirs wait already.
    func illustrate(
        _ place: PostPlace, with image: Image, saying description: String, as viewer: Viewer, at now: Instant
    ) async throws -> Bool {
        guard let author = viewer.personID else { throw Problem.signInNeeded }
        let findings = safety.findings(in: description)
        return try await database.write { tx in
            guard try PostStore.own(place, as: viewer, in: tx) != nil else { throw Problem.notFound }
            guard try PostPictureStore.countWaiting(of: author, besides: place, in: tx) < PostPicture.mostWaiting
            else { return false }
            try self.withdrawPicture(at: place, tx)
            try PostPictureStore.remove(at: place, in: tx)
            // Its description is the member's, and stands where their words stand.
            let file = try FileStore.add(image, descriptions: [:], at: now, in: tx)
            try PostPictureStore.add(file, saying: description, .waiting, at: place, in: tx)
            let space = try ThreadStore.space(of: place.thread, in: tx)
            try self.safety.submit(
                description, findings, as: Self.subject(file.id), by: author, in: space, at: now, tx)
            try self.noteOtherPicture(at: place, tx)
            return true
        }
    }

    /// Takes the picture of a member's own post out. False where there is none.
    func removePicture(at place: PostPlace, as viewer: Viewer) async throws -> Bool {
        try await database.write { tx in
            guard try PostStore.own(place, as: viewer, in: tx) != nil else { throw Problem.notFound }
            try self.withdrawPicture(at: place, tx)
            guard try PostPictureStore.remove(at: place, in: tx) != nil else { return false }
            try self.noteOtherPicture(at: place, tx)
            return true
        }
    }

    /// Takes what waits about a post, and about its picture, from before the moderators.
    func withdrawCases(about place: PostPlace, _ tx: Transaction) throws {
        try safety.withdraw(Self.subject(place), tx)
        try withdrawPicture(at: place, tx)
        if place.number == 1 { try safety.withdraw(Self.subject(place.thread), tx) }
    }

    private func withdrawPicture(at place: PostPlace, _ tx: Transaction) throws {
        guard let picture = try PostPictureStore.find(place, as: .system(reason: "withdrawing"), in: tx) else { return }
        try safety.withdraw(Self.subject(picture.file), tx)
    }

    /// What stood there before is gone from every kept page.
    private func noteOtherPicture(at place: PostPlace, _ tx: Transaction) throws {
        try ThreadStore.recount(place.thread, in: tx)
        try tx.noteTakedown()
    }

    // MARK: - What Safety may do with it

    var pictureText: WrittenText {
        WrittenText(
            Self.pictureKind, at: "/communities/:community/threads/:thread/posts/:number/picture",
            field: "description", decideHeld: { try decidePicture($0, isAllowed: $1, $3) },
            picture: { record, tx in
                guard let file = ID<StoredFile>(record), let place = try PostPictureStore.place(of: file, in: tx)
                else { return nil }
                return try findPicture(at: place, tx)
            })
    }

    /// The picture of a post, in whatever state.
    func findPicture(at place: PostPlace, _ tx: Transaction) throws -> FoundPicture? {
        guard let picture = try PostPictureStore.find(place, as: .system(reason: "moderation"), in: tx),
            let file = try FileStore.file(picture.file, in: tx),
            let bytes = try FileStore.bytes(of: picture.file, in: tx)
        else { return nil }
        return FoundPicture(
            ServedFile(bytes, type: file.mediaType, keeping: .asking(byAnybody: false)),
            description: picture.description, width: picture.width, height: picture.height)
    }

    /// False where it is not there any more.
    private func decidePicture(_ record: String, isAllowed: Bool, _ tx: Transaction) throws -> Bool {
        guard let file = ID<StoredFile>(record), let place = try PostPictureStore.place(of: file, in: tx),
            try PostPictureStore.setState(isAllowed ? .shown : .refused, file, in: tx)
        else { return false }
        try noteOtherPicture(at: place, tx)
        return isAllowed
    }
}
