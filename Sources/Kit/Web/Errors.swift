import HTTPTypes
import Hummingbird
import Logging
import Markup
import NIOCore
import Storage

/// How a failure looks from outside: the one table from errors to status, page and problem document.
struct Failure: Sendable {
    let status: Int
    /// Middle of the text keys `web.error.….title` and `.body`.
    let name: String
    /// Seconds for `Retry-After`.
    var retryAfter: Int?
    /// What stands for `{n}` in the words where nobody has to wait.
    var count: Int?
    /// What stands for `{types}`: the media types that are taken.
    var types: String?
    /// Text key of a sentence that says it better than the general one.
    var detail: String?
    /// What the address takes instead, for `Allow`.
    var allowed: String?
    /// What would open it, for `WWW-Authenticate`.
    var challenge: String?
    var errors: FormErrors?
    /// Where a person is sent instead of being shown an error; they come back by `to`.
    var way: Link?

    init(_ error: any Error) {
        switch error {
        case let problem as Problem: self.init(problem)
        case let refusal as Refusal: self.init(refusal)
        case let errors as FormErrors: self.init(Problem.invalid(errors))
        case StorageError.busy, StorageError.closed: self.init(Problem.unavailable)
        default: self.init(500, "internal")
        }
    }

    private init(_ problem: Problem) {
        switch problem {
        case .notFound: self.init(404, "notFound")
        case .signInNeeded: self.init(401, "signIn", way: "/sign-in")
        case .secondStepNeeded: self.init(403, "secondStep", way: "/sign-in/confirm")
        case .held(let link): self.init(403, "held", way: link)
        case .invalid(let errors): self.init(422, "invalid", errors: errors)
        case .conflict(let key): self.init(409, "conflict", detail: key)
        case .gone(let key): self.init(410, "gone", detail: key)
        case .tooMany(let seconds): self.init(429, "tooMany", retryAfter: max(seconds, 1))
        case .unavailable: self.init(503, "unavailable", retryAfter: 5)
        }
    }

    private init(_ refusal: Refusal) {
        switch refusal {
        case .unreadable: self.init(400, "unreadable")
        case .cutOffUpload: self.init(400, "upload")
        case .brokenUpload: self.init(400, "multipart")
        case .fileTooLarge(let mebibytes): self.init(413, "fileTooLarge", count: mebibytes)
        case .foreignForm: self.init(403, "foreignForm")
        case .foreignCall: self.init(403, "foreignCall")
        case .methodNotAllowed(let allowed):
            self.init(405, "method")
            self.allowed = allowed
        case .wrongKey: self.init(401, "key")
        case .wrongScope: self.init(403, "scope")
        case .wrongSignature: self.init(403, "signature")
        case .lengthRequired: self.init(411, "length")
        case .tooLarge: self.init(413, "tooLarge")
        case .wrongType(let types):
            self.init(415, "type")
            self.types = types.joined(separator: ", ")
        case .wrongHost: self.init(421, "host")
        }
        challenge = refusal.challenge
    }

    init(
        _ status: Int, _ name: String, retryAfter: Int? = nil, count: Int? = nil, detail: String? = nil,
        errors: FormErrors? = nil,
        way: Link? = nil
    ) {
        self.status = status
        self.name = name
        self.retryAfter = retryAfter
        self.count = count
        self.detail = detail
        self.errors = errors
        self.way = way
    }

    /// After these nothing of the form is worth keeping.
    static let leadingBack: Set<String> = ["conflict", "gone", "fileTooLarge", "upload"]

    /// `isForPrograms`: a program has no page to go back to; where that makes a difference there are other words.
    func title(_ text: Text, isForPrograms: Bool = false) -> String {
        let other = "web.program.\(name).title"
        return isForPrograms && text.has(other) ? text(other) : text("web.error.\(name).title")
    }

    func body(_ text: Text, isForPrograms: Bool = false) -> String {
        if let detail, text.has(detail) { return text(detail) }
        var values: [String: TextValue] = [:]
        values["types"] = types.map { .text($0) }
        let other = "web.program.\(name).body"
        if isForPrograms, text.has(other) { return text(other, values) }
        // Nobody counts to nine hundred. Rounded up, but for the one second that a wait has over.
        if status == 429, let retryAfter, retryAfter > 120 {
            return text("web.error.tooMany.minutes", ["n": .count((retryAfter + 58) / 60)])
        }
        values["n"] = (retryAfter ?? count).map { .count($0) }
        return text("web.error.\(name).body", values)
    }

    /// Whether the connection is closed after the answer: its next bytes may be the rest of what was refused.
    var closesConnection: Bool { (status == 413 && count == nil) || status == 411 }
}

extension Visit {
    /// The answer to what a page or a check threw.
    func response(to error: any Error) -> Response {
        let failure = Failure(error)
        // What a route that waits did not get in time is no fault to be looked for.
        let isOver = failure.name == "unavailable" && route?.waits == true
        let id = failure.status >= 500 && !isOver ? Hex.text(RandomBytes.make(6)) : nil
        if let id { site.log(failure: error, id: id, status: failure.status, request: request, route: route) }
        if isForProgram || wantsJSON { return problem(failure, id: id) }
        if let way = failure.way {
            let back = isReading ? address : site.page(above: path)
            // Nobody should take the door for an answer to what they pressed.
            let flash = !isReading && failure.name == "signIn" ? "web.signIn.notDone" : nil
            return finished(failure, response(.redirect(way.adding("to", back), flash: flash)))
        }
        return finished(failure, response(.page(status: failure.status, html: errorPage(failure, id: id))))
    }

    /// A failure as a problem document.
    func problem(_ failure: Failure, id: String?) -> Response {
        let document = failure.problemDocument(text, id: id, isForPrograms: isForProgram)
        var response = response(.json(document, status: failure.status))
        response.headers[.contentType] = "application/problem+json"
        response.headers[.contentLanguage] = language.rawValue
        return finished(failure, response)
    }

    private func finished(_ failure: Failure, _ response: Response) -> Response {
        var response = response
        if let seconds = failure.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if let allowed = failure.allowed { response.headers[.allow] = allowed }
        if let challenge = failure.challenge { response.headers[.wwwAuthenticate] = challenge }
        if failure.closesConnection { response.headers[.connection] = "close" }
        return response
    }

    /// On a route for programs, and where such routes are.
    private var isForProgram: Bool { route?.isForPrograms ?? Site.isForPrograms(path) }

    private func errorPage(_ failure: Failure, id: String?) -> HTML {
        let text = self.text
        let messages = failure.errors?.messages(text) ?? []
        let main: HTML = """
            <section class="error-page"><h1>\(failure.title(text))</h1><p>\(failure.body(text))</p>\
            \(HTML.when(!messages.isEmpty, "<ul>\(messages.map { "<li>\($0.message)</li>" as HTML })</ul>"))\
            \(HTML.when(failure.status == 404, search(text)))\
            \(HTML.with(id) { "<p>\(text("web.error.id", ["id": .text($0)]))</p>" })\
            \(HTML.with(wayBack(failure)) { "<p><a href=\"\($0)\">\(text("web.error.back"))</a></p>" })\
            <p><a href="/">\(text("web.error.home"))</a></p></section>
            """
        return document(failure.title(text), flash: nil, isIndexed: false, main)
    }

    /// On a phone the one of the menu is folded away.
    private func search(_ text: Text) -> HTML {
        HTML.searchForm(action: "/search", label: text("markup.search.label"), button: text("markup.search.button"))
    }

    /// The page that a form was sent from, where opening it anew is the way on. Not where what was typed is still in the
    /// browser's last page, and would be lost by a link.
    private func wayBack(_ failure: Failure) -> Link? {
        guard !isReading, route != nil, Failure.leadingBack.contains(failure.name) else { return nil }
        let page = site.page(above: path)
        return page == "/" ? nil : Link(local: page)
    }

    /// On a page's route JSON only for those who ask for it and not for HTML.
    private var wantsJSON: Bool {
        guard let accept = request.headers[.accept] else { return false }
        return accept.contains("application/json") || accept.contains("application/problem+json")
            ? !accept.contains("text/html") : false
    }
}
