import HTTPTypes
import Hummingbird
import NIOCore

extension Visit {
    /// A file: kept by whoever sees it as long as it says, never taken for another type, and no page that could run anything.
    func response(_ file: ServedFile) -> Response {
        var fields = site.headers.always
        fields[.contentType] = file.type
        fields[.contentSecurityPolicy] = "default-src 'none'; sandbox; frame-ancestors 'none'"
        fields[.cacheControl] = file.cacheControl
        let tag = EntityTag.of(file.bytes)
        fields[.eTag] = EntityTag.header(tag)
        if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: fields)
        }
        return Response(status: .ok, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
