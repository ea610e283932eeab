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
    /// Text key of a sentence that says it better than the general one.
    var detail: String?
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
        case .tooMany(let seconds): self.init(429, "tooMany", retryAfter: max(seconds, 1))
        case .unavailable: self.init(503, "unavailable", retryAfter: 5)
        }
    }

    private init(_ refusal: Refusal) {
        switch refusal {
        case .unreadable: self.init(400, "unreadable")
        case .foreignForm: self.init(403, "foreignForm")
        case .methodNotAllowed: self.init(405, "method")
        case .lengthRequired: self.init(411, "length")
        case .tooLarge: self.init(413, "tooLarge")
        case .wrongType: self.init(415, "type")
        case .wrongHost: self.init(421, "host")
        }
    }

    private init(
        _ status: Int, _ name: String, retryAfter: Int? = nil, detail: String? = nil, errors: FormErrors? = nil,
        way: Link? = nil
    ) {
        self.status = status
        self.name = name
        self.retryAfter = retryAfter
        self.detail = detail
        self.errors = errors
        self.way = way
    }

    func title(_ text: Text) -> String { text("web.error.\(name).title") }

    func body(_ text: Text) -> String {
        if let detail, text.has(detail) { return text(detail) }
        // Nobody counts to nine hundred. Rounded up, but for the one second that a wait has over.
        if status == 429, let retryAfter, retryAfter > 120 {
            return text("web.error.tooMany.minutes", ["n": .count((retryAfter + 58) / 60)])
        }
        return text("web.error.\(name).body", retryAfter.map { ["n": .count($0)] } ?? [:])
    }

    /// Whether the connection is closed after the answer: its next bytes may be the rest of what was refused.
    var closesConnection: Bool { status == 413 || status == 411 }
}

extension Visit {
    /// The answer to what a page or a check threw.
    func response(to error: any Error) -> Response {
        let failure = Failure(error)
        let id = failure.status >= 500 ? Hex.text(RandomBytes.make(6)) : nil
        if let id { site.log(failure: error, id: id, status: failure.status, request: request, route: route) }
        var response: Response
        if wantsJSON {
            response = self.response(.json(failure.problemDocument(text, id: id), status: failure.status))
            response.headers[.contentType] = "application/problem+json"
        } else if let way = failure.way {
            let back = isReading ? address : site.page(above: path)
            response = self.response(.redirect(way.adding("to", back), flash: nil))
        } else {
            response = self.response(.page(status: failure.status, html: errorPage(failure, id: id)))
        }
        if let seconds = failure.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if failure.status == 405 { response.headers[.allow] = "GET, HEAD, POST" }
        if failure.closesConnection { response.headers[.connection] = "close" }
        return response
    }

    private func errorPage(_ failure: Failure, id: String?) -> HTML {
        let text = self.text
        let messages = failure.errors?.messages(text) ?? []
        let main: HTML = """
            <section class="error-page"><h1>\(failure.title(text))</h1><p>\(failure.body(text))</p>\
            \(HTML.when(!messages.isEmpty, "<ul>\(messages.map { "<li>\($0.message)</li>" as HTML })</ul>"))\
            \(HTML.with(id) { "<p>\(text("web.error.id", ["id": .text($0)]))</p>" })\
            <p><a href="/">\(text("web.error.home"))</a></p></section>
            """
        return document(failure.title(text), flash: nil, isIndexed: false, main)
    }

    /// JSON only for those who ask for it and not for HTML.
    private var wantsJSON: Bool {
        guard let accept = request.headers[.accept] else { return false }
        return accept.contains("application/json") || accept.contains("application/problem+json")
            ? !accept.contains("text/html") : false
    }
}

extension Failure {
    /// RFC 9457. Errors of fields stand under `errors`.
    func problemDocument(_ text: Text, id: String?) -> [UInt8] {
        var members = [
            #""type":"about:blank""#, #""title":\#(JSONText.quoted(title(text)))"#, #""status":\#(status)"#,
            #""detail":\#(JSONText.quoted(body(text)))"#,
        ]
        if let id { members.append(#""instance":"urn:wayfellow:error:\#(id)""#) }
        if let errors {
            let list = errors.messages(text).map {
                #"{"field":\#(JSONText.quoted($0.field)),"message":\#(JSONText.quoted($0.message))}"#
            }
            members.append(#""errors":[\#(list.joined(separator: ","))]"#)
        }
        return Array("{\(members.joined(separator: ","))}\n".utf8)
    }
}

/// Strings of JSON (RFC 8259, section 7).
enum JSONText {
    static func quoted(_ text: String) -> String {
        var scalars = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": scalars.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": scalars.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": scalars.append(contentsOf: "\\n".unicodeScalars)
            case _ where scalar.value < 0x20:
                scalars.append(contentsOf: ("\\u00" + Hex.text([UInt8(scalar.value)])).unicodeScalars)
            default: scalars.append(scalar)
            }
        }
        scalars.append("\"")
        return String(scalars)
    }
}
