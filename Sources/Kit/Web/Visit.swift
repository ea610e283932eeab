import Hummingbird
package import Markup
package import Storage
import Synchronization

/// One request of one person, as a page sees it.
package struct Visit: Sendable {
    /// Who asks; pages hand it on to every read.
    package private(set) var viewer: Viewer
    /// Nil for a visitor.
    package private(set) var session: Session?
    /// Which program calls; nil on routes that a cookie or nothing opens. Behind one reference, for every page copies its
    /// visit.
    private(set) var program: ProgramCall?
    package let language: Language
    /// The path as it was sent, percent-encoded, without the query.
    package let path: String
    /// When the request came.
    package let now: Instant
    /// The items behind `?`.
    package private(set) var query: FormFields
    /// The fields of a form; token and origin have been checked.
    package private(set) var fields: FormFields
    /// The body of a route that takes JSON (size, depth and encoding have been checked; read it with `json`) or bytes as
    /// they come.
    package private(set) var body: [UInt8] = []
    /// The file of a route that takes one.
    package internal(set) var upload: Upload?

    let site: Site
    let request: Request
    /// Nil where no route took the request.
    let route: Route?
    let parameters: Parameters
    /// For limits; behind a trusted proxy the address it names.
    let client: ClientAddress
    let cookies: CookieHeader.Received
    let state: ResponseState

    package var settings: SiteSettings { site.settings }
    /// The sentences in the person's language.
    package var text: Text { site.texts[language] }

    /// Whoever is signed in, or whose key was brought; throws `.signInNeeded` for a visitor.
    package var person: ID<Person> {
        get throws(Problem) {
            guard let personID else { throw .signInNeeded }
            return personID
        }
    }

    /// Whose key was brought; nil on routes that no key opens.
    package var key: KeyHolder? { if case .key(let holder) = program { holder } else { nil } }
    /// On routes that a signature opens: what was sent, by whom.
    package var delivery: WebhookDelivery? {
        if case .signature(let delivery) = program { delivery } else { nil }
    }

    var personID: ID<Person>? { session?.person ?? key?.person }

    /// A parameter of the route, percent-decoded. Throws `.notFound` when it is not text.
    package func parameter(_ name: String) throws(Problem) -> String {
        guard let raw = parameters.get(name), raw.utf8.count <= 400,
            let text = try? FormParser.decode(raw.utf8, plusIsSpace: false),
            !text.unicodeScalars.contains(where: { CharacterRules.isRefused($0, multiline: false) })
        else { throw .notFound }
        return text
    }

    /// A parameter that is an identifier. Throws `.notFound` when it is none.
    package func id<Subject>(_ name: String) throws(Problem) -> ID<Subject> {
        guard let id = ID<Subject>(try parameter(name)) else { throw .notFound }
        return id
    }

    /// The token for this page's forms: one for all of them, differently masked in each answer. For a visitor it also sets the
    /// form cookie.
    package var csrf: String {
        let holder: FormToken.Holder =
            session.map { .session($0.csrf) } ?? .visitor(state.formCookie(received: cookies.form))
        return state.token(of: holder) { site.formToken.masked(holder) }
    }

    /// Where to go after signing in: the query's or form's `to`, if it is a path of this site, else `/me`.
    package var destination: Link {
        (fields["to"] ?? query["to"]).flatMap { Link(local: $0) } ?? "/me"
    }

    /// The same visit, of somebody who has just been let in: the page that tells them so is already theirs.
    package func entered(_ session: Session?) -> Visit {
        session.map { with(session: $0) } ?? self
    }

    func with(session: Session?) -> Visit {
        var visit = self
        visit.session = session
        visit.viewer = session?.viewer ?? .anonymous
        return visit
    }

    /// With a key no role counts: keys are for what is one's own.
    func with(key: KeyHolder) -> Visit {
        var visit = self
        visit.program = .key(key)
        visit.viewer = .person(key.person, roles: [])
        return visit
    }

    func with(delivery: WebhookDelivery) -> Visit {
        var visit = self
        visit.program = .signature(delivery)
        return visit
    }

    func with(query: FormFields) -> Visit {
        var visit = self
        visit.query = query
        return visit
    }

    func with(fields: FormFields) -> Visit {
        var visit = self
        visit.fields = fields
        return visit
    }

    func with(body: [UInt8]) -> Visit {
        var visit = self
        visit.body = body
        return visit
    }

    /// Path and query, for the language switch and the way back from signing in.
    package var address: String {
        guard let query = request.uri.query, !query.isEmpty else { return path }
        return path + "?" + query
    }

    /// The value of the session's cookie as it was sent, for the room that opens and ends sessions.
    package var sessionCookie: String? { cookies.token }

    /// Text key of the sentence to show once, if this server set it.
    var flash: String? { site.cookies.flashKey(in: cookies.flash) }

    /// Nothing but the head of the answer is asked for.
    package var isHead: Bool { request.method == .head }
    /// True for HEAD and GET.
    package var isReading: Bool { request.method == .get || request.method == .head }
}

/// What a program showed for itself.
indirect enum ProgramCall: Sendable {
    case key(KeyHolder)
    case signature(WebhookDelivery)
}

/// What a page's code leaves for the answer besides the answer itself.
final class ResponseState: Sendable {
    private struct State {
        var newFormCookie: String?
        var token: (holder: FormToken.Holder, text: String)?
        var tokens = 0
        var pieces: [SharedPiece] = []
        var opened: Opened?
    }

    private let state = Mutex(State())

    /// The visitor's form cookie: the one received, else a new one that the answer will set.
    func formCookie(received: String?) -> String {
        state.withLock { state in
            if let cookie = received ?? state.newFormCookie { return cookie }
            let cookie = FormToken.newVisitor()
            state.newFormCookie = cookie
            return cookie
        }
    }

    /// Pieces of the page that are compressed already.
    var pieces: [SharedPiece] { state.withLock { $0.pieces } }
    func note(_ piece: SharedPiece) { state.withLock { $0.pieces.append(piece) } }

    /// What the line at the top of the page opens into.
    var opened: Opened? { state.withLock { $0.opened } }
    func open(_ opened: Opened) {
        state.withLock { if opened.rank >= $0.opened?.rank ?? opened.rank { $0.opened = opened } }
    }

    /// The form cookie to set, if one was made.
    var newFormCookie: String? { state.withLock { $0.newFormCookie } }

    /// The token of this answer's forms, made where the first of them asks, and anew for who was just signed in.
    func token(of holder: FormToken.Holder, _ make: () -> String) -> String {
        state.withLock { state in
            state.tokens += 1
            if let token = state.token, token.holder == holder { return token.text }
            let text = make()
            state.token = (holder, text)
            return text
        }
    }

    /// How often the form token was asked for so far: a page that holds one belongs to one person alone.
    var tokens: Int { state.withLock { $0.tokens } }
}

/// What the line at the top of a page opens into, above all else.
package struct Opened: Sendable {
    package let html: HTML
    /// Whether that is what the page is about now; false for a line beside it.
    package let isCard: Bool
    /// The slug of a condition that it is about, for pages that can show more of it.
    package let subject: String?
    /// How urgent it is, from 0: what is opened later takes its place only where it is as urgent.
    package let rank: Int

    package init(_ html: HTML, isCard: Bool, subject: String? = nil, rank: Int = 0) {
        (self.html, self.isCard, self.subject, self.rank) = (html, isCard, subject, rank)
    }
}
