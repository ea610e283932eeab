import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import NIOHTTP1

/// The pages that a connection's guard sends by itself, made once at start in every language.
struct GuardAnswers: Sendable {
    struct Answer: Sendable {
        let head: HTTPResponseHead
        let body: ByteBuffer
    }

    /// Header fields of every response.
    let always: HTTPFields
    private let cookies: Cookies
    private let languages: Languages
    private let slow: [Language: Answer]
    private let unreadable: [Language: Answer]

    init(site: Site) {
        always = site.headers.always
        cookies = site.cookies
        languages = site.texts.languages
        slow = Self.pages(site, status: 503) { ($0("web.error.slow.title"), $0("web.error.slow.body")) }
        unreadable = Self.pages(site, status: 400) {
            ($0("web.error.unreadable.title"), $0("web.error.unreadable.body"))
        }
    }

    func answer(_ status: HTTPResponseStatus, to asked: HTTPHeaders) -> Answer {
        var fields = HTTPFields()
        for cookie in asked["cookie"] { fields.append(HTTPField(name: .cookie, value: cookie)) }
        let language = languages.chosen(
            cookie: cookies.received(fields).language, acceptLanguage: asked.first(name: "accept-language"))
        let pages = status == .serviceUnavailable ? slow : unreadable
        guard let answer = pages[language] else {
            return Answer(head: HTTPResponseHead(version: .http1_1, status: status), body: ByteBuffer())
        }
        var head = answer.head
        head.status = status
        return Answer(head: head, body: answer.body)
    }

    private static func pages(
        _ site: Site, status: Int, _ words: (Text) -> (title: String, body: String)
    ) -> [Language: Answer] {
        var pages: [Language: Answer] = [:]
        for language in site.texts.languages.all {
            let words = words(site.texts[language])
            let html = Shell(
                text: site.texts[language], title: words.title,
                main: "<section class=\"error-page\"><h1>\(words.title)</h1><p>\(words.body)</p></section>", path: "/",
                siteName: site.settings.name, crisisNumber: site.settings.crisisNumber,
                emergencyNumber: site.settings.emergencyNumber, isSynthetic: site.settings.syntheticNotice,
                assetsVersion: site.publicFiles.version, isIndexed: false
            ).document()
            var fields = site.headers.privatePage
            fields[.contentLength] = String(html.bytes.count)
            fields[.connection] = "close"
            if status == 503 { fields[.retryAfter] = "5" }
            let head = HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: status),
                headers: HTTPHeaders(fields.map { ($0.name.rawName, $0.value) }))
            pages[language] = Answer(head: head, body: ByteBuffer(bytes: html.bytes))
        }
        return pages
    }
}
