import Markup
import Storage
import Web

/// The desk, opened by whoever's it is.
struct OpenDesk: Sendable {
    let communities: CommunitiesFeature
    let me: DarkSelf
    let visit: Visit

    var text: Text { visit.text }

    /// A thread of their own, as the memory of this process has it.
    struct Own: Sendable {
        let thread: ID<CommunityThread>
        let mark: DarkMark
        let entry: DarkBook.Entry
        var community: ID<Space> { entry.community.id }
        var slug: String { entry.community.slug }

        func post(_ number: Int) -> DarkPostStore.Own? { entry.posts.first { $0.number == number } }
    }

    /// All that they own, the newest first.
    func all() -> [Own] {
        communities.darkBook.threads(me.all).sorted {
            ($1.day, $0.mark.bytes.first ?? 0) < ($0.day, $1.mark.bytes.first ?? 0)
        }
        .compactMap { one in
            one.thread.flatMap { id in
                communities.darkBook.entry(id).map { Own(thread: id, mark: one.mark, entry: $0) }
            }
        }
    }

    /// The thread that a form names. Throws `.notFound` where it is none of theirs.
    func own() throws(Problem) -> Own {
        let id = visit.fields["thread"].flatMap { ID<CommunityThread>($0) }
        guard let own = all().first(where: { $0.thread == id }) else { throw .notFound }
        return own
    }

    /// The number of the post that a form names.
    func number() throws(Problem) -> Int {
        guard let sent = visit.fields["number"], sent.utf8.count <= 7, let number = Int(sent), number > 0 else {
            throw .notFound
        }
        return number
    }

    /// What of theirs waits, the soonest first.
    func waiting() async -> [DarkAct] {
        await communities.darkPool.waiting(me.all).filter { $0.deed != .nothing }.sorted { $0.due < $1.due }
    }

    func waiting(named id: String?) async throws(Problem) -> DarkAct {
        guard let id = id.flatMap({ ID<DarkAct>($0) }), let act = await waiting().first(where: { $0.id == id }) else {
            throw .notFound
        }
        return act
    }

    func band(of community: ID<Space>) -> DarkBand { communities.crowd.band(of: community, in: visit.language) }

    // MARK: - Its pages

    /// A page of the desk: as long as any other of it, and kept nowhere.
    func page(_ title: String, lead: String? = nil, isTop: Bool = false, _ body: HTML) -> Reply {
        let back: HTML = HTML.when(!isTop, DarkDesk.button(text("communities.dark.desk.back"), visit, kind: .quiet))
        let html = NightPage(title: title, lead: lead, visit: visit).html(body + back)
        return visit.longPage(title, path: DarkDesk.link) { try await $0.write(Self.padded(html)) }
    }

    /// Bytes in which the length of its pages goes up.
    static let step = 16_384

    static func padded(_ html: HTML) -> [UInt8] {
        let ends = (Array("<!--".utf8), Array("-->".utf8))
        let length = html.bytes.count + ends.0.count + ends.1.count
        let missing = (step - length % step) % step
        return html.bytes + ends.0 + [UInt8](repeating: UInt8(ascii: " "), count: missing) + ends.1
    }

    /// A form of the desk that says what is wanted, and of what.
    func form(_ verb: String, _ fields: [(String, String)], _ body: HTML) -> HTML {
        HTML.form(
            action: DarkDesk.link, csrf: visit.csrf,
            HTML.hidden(DarkDesk.verb, verb) + HTML.each(fields) { HTML.hidden($0.0, $0.1) } + body)
    }

    /// Hands an act over; answers the page that says so, or that it was not taken.
    func submit(_ act: DarkAct, done what: String) async -> Reply {
        guard let refusal = await communities.submitDark(act, of: me) else { return done(what) }
        return problem(refusal.words)
    }

    func done(_ what: String) -> Reply {
        page(text("communities.dark.done"), HTML.card("<p>\(text("communities.dark.done.\(what)"))</p>"))
    }

    /// What was not done, and why.
    /// - Parameter words: that were sent and go nowhere: theirs to copy.
    func problem(_ key: String, keeping words: [String] = []) -> Reply {
        page(
            text("communities.dark.desk.title"),
            HTML.flash(text(key), kind: .problem) + HTML.keptWords(words, title: text("communities.dark.kept")))
    }

    /// Whether the form that was sent was taken before.
    func isTaken() async -> Bool {
        let act: ID<DarkAct>? = visit.sentFormID(for: Self.purpose)
        guard let act else { return false }
        return await communities.darkPool.isSealed(act)
    }

    /// The identifier of an act: that of its form, so that a form that is sent twice is one act.
    var act: ID<DarkAct> { visit.sentFormID(for: Self.purpose) ?? .random() }
    var formField: HTML { HTML.hidden("form", visit.formID(act, for: Self.purpose)) }
    private static let purpose = "dark act"
}
