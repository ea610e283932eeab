import Accounts
import Files
import Markup
import Storage
import Web

/// `/admin/picture`: the site's picture, put up, described, replaced and taken out. `/picture/:file` shows it.
struct PicturePage: Sendable {
    /// Bytes of a picture as it is sent, with its form.
    static let mostBytes = 8 * 1_048_576
    /// Of those, what is not the picture.
    static let formBytes = 65_536

    let branding: BrandingFeature

    var routes: [Route] {
        let administrator = Access.role(.administrator, in: .site)
        return [
            .get("/picture/:file", .anyone, serve),
            .get("/admin/picture", administrator) { visit in try await show(visit) },
            .upload(
                "/admin/picture", administrator, limit: Self.mostBytes,
                rate: RateLimit(per: .person, count: 30, within: 600), answer: 90_000, replace),
            .post("/admin/picture/description", administrator, body: .words, describe),
            .post("/admin/picture/remove", administrator, remove),
        ]
    }

    /// Only what is the picture now: who keeps an old address gets nothing.
    @Sendable private func serve(_ visit: Visit) async throws -> Reply {
        let id: ID<StoredFile> = try visit.id("file")
        let found = try await branding.database.read { tx -> (StoredFile, [UInt8])? in
            guard let picture = try PictureStore.current(in: tx), picture.file.id == id,
                let bytes = try FileStore.bytes(of: id, in: tx)
            else { return nil }
            return (picture.file, bytes)
        }
        guard let (file, bytes) = found else { throw Problem.notFound }
        return .file(ServedFile(bytes, type: file.mediaType))
    }

    @Sendable private func replace(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let descriptions = PictureWords.read(&reader, visit.text)
        let file = try await file(of: visit)
        var image: Image?
        var status = 422
        do {
            if file.size > 0 { image = try await branding.reencoder.picture(from: file) }
        } catch let refusal as ImageRefusal {
            reader.errors.add(field: "file", PictureWords.key(refusal))
            if PictureWords.isOurs(refusal) { status = 503 }
        }
        if file.size == 0 { reader.errors.add(field: "file", "branding.picture.file.required") }
        guard reader.errors.isEmpty, let image else {
            // Browsers do not keep the file.
            if image != nil { reader.errors.add(field: "file", "branding.picture.file.again") }
            return try await show(visit, reader.errors, status: status)
        }
        _ = try await branding.change(.pictureSet, visit) { tx in
            let file = try FileStore.add(image, descriptions: descriptions, at: visit.now, in: tx)
            try PictureStore.set(file, in: tx)
            return true
        }
        return visit.redirect("/admin/picture", flash: "branding.picture.saved")
    }

    /// The file as it came, whole. One of no bytes is none: that is how browsers send a field that was left empty.
    private func file(of visit: Visit) async throws -> SpooledFile {
        let file = try SpooledFile(in: branding.spool)
        while let bytes = try await visit.upload?.next() { try await file.append(bytes) }
        return file
    }

    @Sendable private func describe(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let descriptions = PictureWords.read(&reader, visit.text)
        guard reader.errors.isEmpty else { return try await show(visit, reader.errors, describing: true) }
        let meant = Self.meant(visit)
        let isDone = try await branding.change(.pictureDescribed, visit) { tx in
            try PictureStore.describe(meant, descriptions, in: tx)
        }
        guard isDone else { return try await show(visit, Self.isAnother, describing: true) }
        return visit.redirect("/admin/picture", flash: "branding.picture.described")
    }

    @Sendable private func remove(_ visit: Visit) async throws -> Reply {
        let meant = Self.meant(visit)
        let isDone = try await branding.change(.pictureRemoved, visit) { try PictureStore.remove(meant, in: $0) }
        guard isDone else { return try await show(visit, Self.isAnother) }
        return visit.redirect("/admin/picture", flash: "branding.picture.removed")
    }

    /// The picture that was to be seen when the form was opened: what is said of it or done to it is not meant for another.
    static func meant(_ visit: Visit) -> ID<StoredFile>? { visit.fields["picture"].flatMap { ID($0) } }

    static let isAnother = FormErrors(field: "picture", "branding.picture.another")

    private func show(
        _ visit: Visit, _ errors: FormErrors = FormErrors(), status: Int = 422, describing: Bool = false
    ) async throws -> Reply {
        // Whoever changes it sees how it is, and not how it was two seconds ago.
        let picture = try await branding.database.read { try PictureStore.current(in: $0) }
        let view = PictureView(
            visit: visit, picture: picture, errors: errors, isDescribing: describing,
            missing: branding.reencoder.missing)
        return visit.page(visit.text("branding.picture.title"), status: errors.isEmpty ? 200 : status, view.html)
    }
}
