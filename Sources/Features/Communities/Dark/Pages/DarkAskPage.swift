import Accounts
import Markup
import Safety
import Storage
import Web

/// What is asked in the dark on `/communities/:community/ask`, behind the choice (`AskWay`). Neither the address nor a
/// statement tells it from what is asked in one's own name; nothing is kept before it is sent.
struct DarkAskPage: Sendable {
    let communities: CommunitiesFeature
    let community: Community
    let visit: Visit

    private var text: Text { visit.text }
    var name: String { communities.name(of: community, text) }
    private var band: DarkBand { communities.crowd.band(of: community.id, in: visit.language) }
    private var sent: FormFields { visit.fields }

    func reply() async throws -> Reply {
        guard band.isOpen else { return try await few() }
        guard let me = communities.darkSelf(visit) else { return DarkRefusal(visit: visit).locked() }
        let place = visit.fields["place"].flatMap { DarkPlace($0, visit) }
        if let place, await isSent(place, of: me) { return done() }
        switch await communities.darkAllowance(of: me, at: visit.now) {
        case .spent(let until): return refusal("communities.dark.spent", until)
        case .barred(let until): return refusal("communities.dark.barred", until)
        case .free(let slots):
            // The place of an earlier form counts as long as its slot is free.
            if let place, place.epoch == me.epoch, slots.contains(place.slot) {
                return try await answer(place, of: me)
            }
            let isStale = visit.fields["place"] != nil
            let errors = isStale ? FormErrors(field: "words", "communities.dark.stale") : FormErrors()
            let new = DarkPlace(epoch: me.epoch, slot: slots.first ?? 0)
            return try form(new, sent, errors, status: isStale ? 422 : 200)
        }
    }

    /// A form that comes once more says what became of it the first time.
    private func isSent(_ place: DarkPlace, of me: DarkSelf) async -> Bool {
        guard Self.sending.contains(visit.fields["go"] ?? "") else { return false }
        return await communities.darkPool.waiting(me.all).contains { $0.id == place.act }
            || communities.darkBook.threads(me.all).contains { $0.thread == place.thread }
    }

    private func answer(_ place: DarkPlace, of me: DarkSelf) async throws -> Reply {
        let go = visit.fields["go"] ?? ""
        if let index = Self.softened(go) { return try soften(index, place) }
        let isSent = Self.sending.contains(go)
        var reader = FormReader(sent)
        let input = DarkInput(&reader, .question, paces: band.paces, isSent: isSent)
        let lacksConsent = reader.errors.message(for: "consent", text) != nil
        let isWhole = reader.errors.messages(text).count == (lacksConsent ? 1 : 0)
        let isDanger = communities.safety.reader.holding(input.said) != nil
        if isDanger, isWhole, lacksConsent || go == "" || go == "look" || go == "send" {
            return try DarkDanger(page: self, place: place, visit: visit).reply(input, reader.errors)
        }
        guard reader.errors.isEmpty else {
            return try form(place, sent, reader.errors, status: 422, looked: lacksConsent && isWhole ? input : nil)
        }
        guard isSent, isDanger || DarkLook.isLooked(input, visit) else {
            return try form(place, sent, FormErrors(), looked: input)
        }
        return try await submit(input, place, isDanger: isDanger, isAtOnce: isDanger && go == Self.atOnce, of: me)
    }

    /// Buttons that send.
    private static let sending: Set<String> = ["send", HeldWords.yes, atOnce]

    /// Which giveaway a button puts in gentler words.
    private static func softened(_ go: String) -> Int? {
        let parts = go.split(separator: " ")
        guard parts.count == 2, parts[0] == "soften", parts[1].utf8.count <= 3 else { return nil }
        return Int(parts[1])
    }

    /// The button that sends words of danger without waiting.
    static let atOnce = "atOnce"

    private func submit(
        _ input: DarkInput, _ place: DarkPlace, isDanger: Bool, isAtOnce: Bool, of me: DarkSelf
    ) async throws -> Reply {
        guard let mark = me.now.dropFirst(place.slot).first else { throw Problem.notFound }
        let question = DarkQuestion(
            thread: place.thread, community: community.id, title: input.title, words: input.words,
            warning: input.warning, language: visit.language.rawValue, visibility: input.visibility ?? .community,
            isToBeWorded: input.isToBeWorded, isDanger: isDanger)
        let due = communities.darkDue(isAtOnce ? .atOnce : input.pace ?? .patient, at: visit.now)
        let act = DarkAct(id: place.act, replaces: nil, mark: mark, due: due, deed: .ask(question))
        guard let refusal = await communities.submitDark(act, of: me) else { return done(isAtOnce: isAtOnce) }
        let next = refusal == .spent ? await communities.darkPlace(besides: place, of: me, at: visit.now) : place
        guard let next else { return self.refusal("communities.dark.spent", DarkEpoch.firstDay(of: me.epoch + 1)) }
        return try form(next, sent, FormErrors(field: "words", refusal.words), status: 422, looked: input)
    }

    /// One giveaway in gentler words: the form comes back with them.
    private func soften(_ index: Int, _ place: DarkPlace) throws -> Reply {
        var reader = FormReader(sent)
        let input = DarkInput(&reader, .question, paces: band.paces, isSent: false)
        let found = DarkLook.found(visit, input)
        guard found.indices.contains(index) else { return try form(place, sent, FormErrors()) }
        let one = found[index]
        func value(_ field: String, _ words: String) -> String {
            guard one.field == field else { return words }
            return DarkGiveaways.replaced(one.giveaway.place, of: words, by: DarkLook.gentler(one, text))
        }
        let changed = FormFields([
            "title": value("title", input.title), "words": value("words", input.words),
            "warning": sent["warning"] ?? "", "readers": sent["readers"] ?? "", "pace": sent["pace"] ?? "",
            "worded": sent["worded"] ?? "", "consent": sent["consent"] ?? "",
        ])
        var again = FormReader(changed)
        let softened = DarkInput(&again, .question, paces: band.paces, isSent: false)
        return try form(place, changed, again.errors, looked: again.errors.isEmpty ? softened : nil)
    }

    // MARK: - The form

    /// - Parameter looked: what others will see of it; nil before the second look.
    func form(
        _ place: DarkPlace, _ sent: FormFields, _ errors: FormErrors, status: Int = 200, looked: DarkInput? = nil
    ) throws -> Reply {
        let fields = DarkFields(sent: sent, errors: errors, band: band, visit: visit)
        let line = text("communities.dark.asked") + " · " + name
        let look = looked.map { DarkLook(input: $0, fields: fields, line: line) }
        let findings = looked.map { communities.safety.findings(in: $0.said) } ?? []
        let buttons = [
            looked == nil
                ? HTML.button(text("communities.dark.look"), name: "go", value: "look")
                : HTML.button(text("communities.dark.send"), name: "go", value: "send"),
            HTML.when(
                looked != nil,
                HTML.button(text("communities.dark.lookAgain"), kind: .secondary, name: "go", value: "look")),
        ]
        let body = HTML.form(
            action: Self.action(community), csrf: visit.csrf,
            """
            \(fields.summary)\(HTML.hidden("way", AskWay.dark))\(HTML.hidden("place", try place.sealed(visit)))\
            \(fields.title)\(fields.words(text("communities.dark.words"), hint: text("communities.dark.words.hint")))\
            \(fields.warning)\(fields.readers)\(fields.pace)\(fields.worded)\
            \(HTML.with(look) { $0.html(findings) })\
            \(HTML.disclosure(text("communities.dark.more"), DarkAnswers(text: text).html() + more))\
            \(HTML.when(looked != nil, fields.consent))\(HTML.actions(buttons))\(notes)
            """)
        return page(body, status: status)
    }

    static func action(_ community: Community) -> Link { "/communities/\(community.slug)/ask" }

    private var more: HTML { "<p><a href=\"\(InTheDarkPage.link)\">\(text("communities.dark.full.link"))</a></p>" }

    /// What stands under the button: how often, what to keep in mind, and that another way is faster.
    private var notes: HTML {
        let number: [String: TextValue] = ["number": .text(visit.settings.crisisNumber)]
        return HTML.note(HTML(text: text("communities.dark.keys")))
            + HTML.note(HTML(text: text("communities.dark.limit")))
            + HTML.note(
                """
                \(text("communities.dark.faster")) \
                <a href="\(Link.telephone(visit.settings.crisisNumber))">\(text("communities.dark.faster.call", number))</a>
                """)
    }

    func page(_ body: HTML, status: Int = 200) -> Reply {
        NightPage(
            title: text("communities.dark.ask"), lead: text("communities.dark.lead"),
            breadcrumb: [
                (text("communities.title"), "/communities"), (name, CommunityPage.link(community.slug)),
            ], visit: visit
        ).reply(body, status: status)
    }

    // MARK: - What comes of it

    private func done(isAtOnce: Bool = false) -> Reply {
        DarkDone(visit: visit).reply(isAtOnce: isAtOnce, leave: CommunityPage.link(community.slug))
    }

    private func refusal(_ key: String, _ until: PartialDate) -> Reply {
        DarkRefusal(visit: visit).until(key, until, keeping: [sent["title"] ?? "", sent["words"] ?? ""])
    }

    private func few() async throws -> Reply {
        let places = try await communities.database.read {
            try communities.widerPlaces(than: community, for: visit.language, $0)
        }
        return DarkRefusal(visit: visit).few(in: name, communities.name(of:_:), instead: Array(places.prefix(4)))
    }
}
