import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import NIOHTTP1

/// What a connection's guard answers by itself, made once at start in every language: a page, or to what was asked of an
/// address for programs a problem document. Where not even a request's line could be read nobody knows what was asked, and
/// it is a page.
struct GuardAnswers: Sendable {
    /// What is known of who asked.
    struct Asked: Sendable {
        var headers = HTTPHeaders()
        var isForPrograms = false

        init() {}

        /// `route`: where the connection knows it.
        init(_ head: HTTPRequestHead, route: Route?) {
            headers = head.headers
            isForPrograms = route?.isForPrograms ?? Self.isForPrograms(head.uri.utf8)
        }

        /// `head`: as far as it came, where it could not be read. The language stays that of the request before it.
        mutating func read(_ head: some Collection<UInt8>) {
            let line = head.prefix { $0 != 10 && $0 != 13 }.split(separator: 32, maxSplits: 2)
            isForPrograms = line.count > 1 && Self.isForPrograms(line[1])
        }

        /// A target may be a whole address, with scheme and host before its path.
        private static func isForPrograms(_ target: some Collection<UInt8>) -> Bool {
            var path = Array(target.prefix { $0 != UInt8(ascii: "?") })
            if path.first != UInt8(ascii: "/"), let scheme = path.firstRange(of: Array("://".utf8)) {
                path = Array(path[scheme.upperBound...].drop { $0 != UInt8(ascii: "/") })
            }
            return Site.isForPrograms(String(decoding: path, as: UTF8.self))
        }
    }

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
    private let problems: [Language: [Int: Answer]]

    /// What the guard says to programs, by status: the middle of text keys.
    private static let names = [
        400: "head", 408: "slow", 411: "length", 414: "head", 431: "head", 503: "slow",
    ]

    init(site: Site) {
        always = site.headers.always
        cookies = site.cookies
        languages = site.texts.languages
        slow = Self.pages(site, status: 503) { ($0("web.error.slow.title"), $0("web.error.slow.body")) }
        unreadable = Self.pages(site, status: 400) {
            ($0("web.error.unreadable.title"), $0("web.error.unreadable.body"))
        }
        problems = Dictionary(uniqueKeysWithValues: languages.all.map { ($0, Self.problems(site, $0)) })
    }

    func answer(_ status: HTTPResponseStatus, to asked: Asked) -> Answer {
        var fields = HTTPFields()
        for cookie in asked.headers["cookie"] { fields.append(HTTPField(name: .cookie, value: cookie)) }
        let language = languages.chosen(
            cookie: cookies.received(fields).language, acceptLanguage: asked.headers.first(name: "accept-language"))
        if asked.isForPrograms, let problem = problems[language]?[Int(status.code)] { return problem }
        let pages = status == .serviceUnavailable ? slow : unreadable
        guard let answer = pages[language] else {
            return Answer(head: HTTPResponseHead(version: .http1_1, status: status), body: ByteBuffer())
        }
        var head = answer.head
        head.status = status
        return Answer(head: head, body: answer.body)
    }

    private static func problems(_ site: Site, _ language: Language) -> [Int: Answer] {
        let answers = names.map { status, name in
            let failure = Failure(status, name, retryAfter: status == 503 ? 5 : nil)
            let body = failure.problemDocument(site.texts[language], id: nil, isForPrograms: true)
            var fields = site.headers.privatePage
            fields[.contentType] = "application/problem+json"
            fields[.contentLanguage] = language.rawValue
            return (status, answer(status, fields, body))
        }
        return Dictionary(uniqueKeysWithValues: answers)
    }

    private static func answer(_ status: Int, _ fields: HTTPFields, _ body: [UInt8]) -> Answer {
        var fields = fields
        fields[.contentLength] = String(body.count)
        fields[.connection] = "close"
        if status == 503 { fields[.retryAfter] = "5" }
        let head = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: status),
            headers: HTTPHeaders(fields.map { ($0.name.rawName, $0.value) }))
        return Answer(head: head, body: ByteBuffer(bytes: body))
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
                crisisWords: site.settings.crisisWords, emergencyNumber: site.settings.emergencyNumber,
                isSynthetic: site.settings.syntheticNotice,
                assetsVersion: site.publicFiles.version, isIndexed: false
            ).document()
            pages[language] = answer(status, site.headers.privatePage, html.bytes)
        }
        return pages
    }
}
