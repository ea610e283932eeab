import Accounts
import Files
import Markup
import Storage
import Web

/// `…/posts/:number/picture`: the picture of a member's own post, put up, replaced and taken out. `…/picture/:file` shows it
/// to whoever may read the post.
struct PostPicturePage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/communities/:community/threads/:thread/posts/:number/picture"

    static func link(_ slug: String, _ place: PostPlace) -> Link { EditPostPage.link(slug, place, "picture") }

    /// Where it is shown. A new picture has a new address.
    static func link(_ slug: String, _ place: PostPlace, _ picture: PostPicture) -> Link {
        "/communities/\(slug)/threads/\(place.thread)/posts/\(place.number)/picture/\(picture.file.description)"
    }

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0, FormErrors(), status: 200) },
            .upload(
                Self.path, .member, limit: PostPicture.mostBytes,
                rate: RateLimit(per: .person, count: 30, within: 600), answer: 90_000
            ) { try await add($0) },
            .post(Self.path + "/remove", .member) { try await remove($0) },
            .get(Self.path + "/:file", .anyone) { try await serve($0) },
        ]
    }

    /// A member's own post.
    struct Found: Sendable {
        let community: Community
        let thread: CommunityThread
        let place: PostPlace
        let picture: PostPicture?
    }

    private func find(_ visit: Visit) async throws -> Found {
        let viewer = visit.viewer
        return try await communities.database.read { tx in
            let (community, thread) = try communities.thread(visit, tx)
            let place = PostPlace(thread.id, try communities.number(visit))
            guard try PostStore.own(place, as: viewer, in: tx) != nil else { throw Problem.notFound }
            return Found(
                community: community, thread: thread, place: place,
                picture: try PostPictureStore.find(place, as: viewer, in: tx))
        }
    }

    private func add(_ visit: Visit) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        let found = try await find(visit)
        var reader = FormReader(visit.fields)
        let description = reader.text(
            "description", max: PostPicture.longestDescription, required: "communities.picture.description.required",
            multiline: true)
        var (image, status): (Image?, Int) = (nil, 422)
        do {
            image = try await picture(of: visit)
            if image == nil { reader.errors.add(field: "file", "communities.picture.file.required") }
        } catch let refusal as ImageRefusal {
            reader.errors.add(field: "file", PostPicture.key(refusal))
            status = PostPicture.status(refusal)
        }
        guard reader.errors.isEmpty, let image else {
            // Browsers do not keep the file.
            if image != nil { reader.errors.add(field: "file", "communities.picture.file.again") }
            return try await show(visit, reader.errors, status: status)
        }
        let isTaken = try await communities.illustrate(
            found.place, with: image, saying: description, as: visit.viewer, at: visit.now)
        guard isTaken else {
            return try await show(visit, FormErrors(field: "file", "communities.picture.tooMany"), status: 422)
        }
        return visit.redirect(
            ThreadPage.link(found.community.slug, found.place), flash: "communities.picture.waits")
    }

    /// The file as it came, whole, made anew. One of no bytes is none: that is how browsers send a field that was left empty.
    private func picture(of visit: Visit) async throws -> Image? {
        let file = try SpooledFile(in: communities.dependencies.spool)
        while let bytes = try await visit.upload?.next() { try await file.append(bytes) }
        return file.size > 0 ? try await communities.reencoder.picture(from: file) : nil
    }

    private func remove(_ visit: Visit) async throws -> Reply {
        let found = try await find(visit)
        _ = try await communities.removePicture(at: found.place, as: visit.viewer)
        return visit.redirect(
            ThreadPage.link(found.community.slug, found.place), flash: "communities.picture.removed")
    }

    /// Asked for with each view: what is taken away is gone at once.
    private func serve(_ visit: Visit) async throws -> Reply {
        let viewer = visit.viewer
        let file: ID<StoredFile> = try visit.id("file")
        let (thread, picture, stored, bytes) = try await communities.database.read { tx in
            let (_, thread) = try communities.thread(visit, tx)
            let place = PostPlace(thread.id, try communities.number(visit))
            guard let picture = try PostPictureStore.find(place, file, as: viewer, in: tx),
                let stored = try FileStore.file(file, in: tx), let bytes = try FileStore.bytes(of: file, in: tx)
            else { throw Problem.notFound }
            return (thread, picture, stored, bytes)
        }
        let isForAnyone = thread.visibility == .anyone && picture.state == .shown
        return .file(ServedFile(bytes, type: stored.mediaType, keeping: .asking(byAnybody: isForAnyone)))
    }

    private func show(_ visit: Visit, _ errors: FormErrors, status: Int) async throws -> Reply {
        let found = try await find(visit)
        let view = PostPictureView(
            found: found, errors: errors, isPossible: communities.reencoder.missing.isEmpty, visit: visit)
        return visit.page(visit.text("communities.picture.title"), status: status, view.html())
    }
}
