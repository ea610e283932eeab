import HTTPTypes
import Hummingbird
import Markup
import NIOCore

extension Visit {
    /// The reply as it goes out: status, header fields, compressed if that is wanted.
    func response(_ reply: Reply) -> Response {
        switch reply {
        case .page(let status, let html):
            return finished(pageResponse(status: status, html))
        case .published(let page):
            return page.response(to: request.headers)
        case .redirect(let link, let flash):
            var fields = site.headers.always
            fields[.location] = link.text
            fields[.cacheControl] = "no-store"
            if let flash { append(site.cookies.flash(flash), to: &fields) }
            return finished(Response(status: .seeOther, headers: fields), clearsFlash: false)
        case .download(let bytes, let name, let type):
            var response = body(bytes, status: 200, type: type)
            response.headers[.contentDisposition] = Self.attachment(name)
            return finished(response, clearsFlash: false)
        case .file(let file): return response(file)
        case .stream(let stream): return response(stream)
        case .events(let events): return response(events)
        case .json(let bytes, let status):
            return finished(body(bytes, status: status, type: "application/json"), clearsFlash: false)
        case .plain(let text, let status):
            let response = body(Array(text.utf8), status: status, type: "text/plain; charset=utf-8")
            return finished(response, clearsFlash: false)
        case .signedIn(let token, let reply, let isKept):
            var response = response(reply)
            append(site.cookies.session(token, isKept: isKept), to: &response.headers)
            return response
        case .signedOut(let reply):
            var response = setting(site.cookies.names.session, "", seconds: 0, response(reply))
            // Not "cookies": that would take the chosen language along.
            response.headers[.clearSiteData] = "\"cache\", \"storage\""
            return cookies.seen == nil ? response : setting(site.cookies.names.seen, "", seconds: 0, response)
        case .rememberingLanguage(let language, let reply):
            return setting(site.cookies.names.language, language.rawValue, seconds: 31_536_000, response(reply))
        case .rememberingSeen(let seen, let reply):
            guard let sealed = sealedSeen(seen) else { return response(reply) }
            return setting(site.cookies.names.seen, sealed, seconds: 30 * 86_400, response(reply))
        }
    }

    /// What the browser keeps for whoever is signed in and nobody else reads: what they have seen already. Nil where it keeps
    /// nothing, or something of another member's.
    package var seen: String? {
        guard let seen = cookies.seen, let purpose = seenPurpose else { return nil }
        return signer.open(seen, for: purpose)
    }

    private var seenPurpose: String? { session.map { "seen \($0.person)" } }

    private func sealedSeen(_ seen: String) -> String? {
        guard let purpose = seenPurpose, let sealed = try? signer.seal(seen, for: purpose),
            sealed.utf8.count <= CookieHeader.mostSeen
        else { return nil }
        return sealed
    }

    private func setting(_ name: String, _ value: String, seconds: Int?, _ response: Response) -> Response {
        var response = response
        append(site.cookies.setting(name, value, seconds: seconds), to: &response.headers)
        return response
    }

    private func pageResponse(status: Int, _ html: HTML) -> Response {
        let isPublic = session == nil && status == 200 && isReading && flash == nil && state.tokens == 0
        var fields = isPublic ? site.headers.publicPage : site.headers.privatePage
        if isPublic {
            let tag = EntityTag.of(html.bytes)
            fields[.eTag] = EntityTag.header(tag)
            if EntityTag.matches(request.headers[.ifNoneMatch], tag) {
                return Response(status: .notModified, headers: fields)
            }
        }
        if Gzip.isAccepted(by: request.headers), let gzip = Gzip.compress(html, around: pieces) {
            fields[.contentEncoding] = "gzip"
            return Response(status: .init(code: status), headers: fields, body: .init(byteBuffer: gzip))
        }
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: html.bytes)))
    }

    /// What of this page is compressed already, in the order in which it stands there.
    private var pieces: [SharedPiece] {
        guard let frame = site.frames[language]?.pieces else { return state.pieces }
        return frame.dropLast() + state.pieces + frame.suffix(1)
    }

    private func body(_ bytes: [UInt8], status: Int, type: String) -> Response {
        var fields = site.headers.always
        fields[.contentType] = type
        fields[.cacheControl] = "no-store"
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Adds the cookies that the page's making called for.
    private func finished(_ response: Response, clearsFlash: Bool = true) -> Response {
        var response = response
        if let cookie = state.newFormCookie {
            append(site.cookies.setting(site.cookies.names.form, cookie, seconds: nil), to: &response.headers)
        }
        if clearsFlash, cookies.flash != nil {
            append(site.cookies.clearing(site.cookies.names.flash), to: &response.headers)
        }
        return response
    }

    private func append(_ cookie: String, to fields: inout HTTPFields) {
        fields.append(HTTPField(name: .setCookie, value: cookie))
    }

    /// To be kept under a name that is safe in a header and on every disk.
    static func attachment(_ name: String) -> String {
        let name = String(
            decoding: name.utf8.prefix(100).map { $0.isLetterOrDigit || "-._".utf8.contains($0) ? $0 : 45 },
            as: UTF8.self)
        return "attachment; filename=\"\(name)\""
    }
}
