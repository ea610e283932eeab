import HTTPTypes
import Hummingbird
import NIOCore

extension Visit {
    /// A file: kept for good by whoever sees it, never taken for another type, and no page that could run anything.
    func response(_ file: ServedFile) -> Response {
        var fields = site.headers.always
        fields[.contentType] = file.type
        fields[.contentSecurityPolicy] = "default-src 'none'; sandbox; frame-ancestors 'none'"
        fields[.cacheControl] = "public, max-age=31536000, immutable"
        let tag = EntityTag.of(file.bytes)
        fields[.eTag] = EntityTag.header(tag)
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: fields)
        }
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
