import Hummingbird

extension Arrival {
    /// What must hold before a byte of an upload is read: same site, a form with a file, of known and allowed size.
    /// Answers its boundary.
    func uploadBoundary(limit: Int) throws(Refusal) -> [UInt8] {
        guard OriginRule.allows(request.headers, authority: request.head.authority) else { throw .foreignForm }
        let type = request.headers[.contentType] ?? ""
        guard MultipartBoundary.isForm(type) else { throw .wrongType(takes: ["multipart/form-data"]) }
        guard let boundary = MultipartBoundary.read(type) else { throw .brokenUpload }
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }) else { throw .lengthRequired }
        guard length <= limit else { throw .fileTooLarge(mebibytes: limit / 1_048_576) }
        return boundary
    }

    /// The fields of a form with a file, its token among them: it comes before the file, which is not read without it.
    func uploadForm(_ visit: Visit, boundary: [UInt8]) async throws -> sending UploadForm {
        let form = try await UploadForm(request.body, boundary: boundary)
        guard isOurs(form.fields.first { $0.name == "csrf" }?.value, visit) else { throw Refusal.foreignForm }
        return form
    }
}
