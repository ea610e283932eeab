import Accounts
import Markup
import Safety
import Storage
import Web

/// `/people/:member/letter`: a first letter, with which a member asks another whether they wish to write to each other. Whoever
/// may not gets the answer of a member that does not exist.
struct AskLetterPage: Sendable {
    let communities: CommunitiesFeature

    private static let path = "/people/:member/letter"

    static func link(_ member: ID<Person>) -> Link { "/people/\(member)/letter" }

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0) },
            .post(Self.path, .member, body: .words, limit: PostFields.limit) { try await receive($0) },
        ]
    }

    /// What there is for whoever comes.
    private enum Found: Sendable {
        /// They may ask a member of this name, and began to.
        case mayAsk(String, Draft?)
        /// They asked, or write to each other.
        case there(Correspondence)
    }

    private func find(_ member: ID<Person>, _ visit: Visit) async throws -> Found {
        let viewer = visit.viewer
        return try await communities.database.read { tx in
            if let there = try CorrespondenceStore.existing(with: member, as: viewer, in: tx) { return .there(there) }
            guard try LetterWishStore.mayWrite(to: member, as: viewer, in: tx),
                let name = try AccountsFeature.pseudonyms(of: [member], in: tx)[member]
            else { throw Problem.notFound }
            return .mayAsk(
                name, visit.isReading ? try communities.draft(of: Self.link(member), visit, tx) : nil)
        }
    }

    private func receive(_ visit: Visit) async throws -> Reply {
        let member: ID<Person> = try visit.id("member")
        let letters = CorrespondencePage(communities: communities)
        switch try await find(member, visit) {
        case .there(let there): return try await letters.receive(visit, to: there.id, from: Self.link(member))
        case .mayAsk(let name, _):
            if let question = visit.healthConsentQuestion { return question }
            guard visit.fields[CommunitiesFeature.keep] == nil else {
                return try await communities.keepDraft(visit, form: Self.link(member)) {
                    page(member, name, FormErrors(field: "words", $0), nil, visit)
                }
            }
            return try await ask(member, called: name, visit)
        }
    }

    private func ask(_ member: ID<Person>, called name: String, _ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let input = LetterInput(&reader, visit) { communities.safety.reader.holding($0) != nil }
        guard reader.errors.isEmpty else { return page(member, name, reader.errors, nil, visit) }
        let text = visit.text
        let hidden = HTML.with(visit.fields["form"]) { HTML.hidden("form", $0) }
        if communities.safety.reader.holding(input.words) != nil, visit.fields[HeldWords.yes] != "yes",
            !ReviewedWords.asksPerson(visit)
        {
            return HeldWords(
                input.words, of: "words", to: Self.link(member), hidden: hidden,
                readers: text("communities.letters.reads", ["name": .text(name)]), leave: LettersPage.path, visit
            ).reply()
        }
        switch try await communities.ask(member, input, as: visit.viewer, at: visit.now) {
        case .done(let id):
            try await communities.dropDraft(of: Self.link(member), visit)
            return visit.redirect(CorrespondencePage.link(id), flash: "communities.letters.asked")
        case .waits(let id):
            try await communities.dropDraft(of: Self.link(member), visit)
            return visit.redirect(CorrespondencePage.link(id), flash: "communities.waits")
        case .held(let findings):
            return ReviewedWords(
                input.words, findings, of: "words", to: Self.link(member), hidden: hidden,
                kept: text("communities.review.kept"), leave: LettersPage.path, visit
            ).reply()
        case .refused(let key, let id?):
            return try await CorrespondencePage(communities: communities).show(
                visit, id, FormErrors(field: "kept", key), status: 422)
        case .refused(let key, nil): return page(member, name, FormErrors(field: "words", key), nil, visit)
        case .warned: throw Problem.notFound
        }
    }

    private func show(_ visit: Visit) async throws -> Reply {
        let member: ID<Person> = try visit.id("member")
        switch try await find(member, visit) {
        case .there(let there): return visit.redirect(CorrespondencePage.link(there.id))
        case .mayAsk(let name, let draft):
            if let question = visit.healthConsentQuestion { return question }
            return page(member, name, FormErrors(), draft, visit)
        }
    }

    private func page(
        _ member: ID<Person>, _ name: String, _ errors: FormErrors, _ draft: Draft?, _ visit: Visit
    ) -> Reply {
        let text = visit.text
        let named: [String: TextValue] = ["name": .text(name)]
        let title = text("communities.letters.ask", named)
        return visit.page(
            title, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("communities.letters.ask.lead", named)),
                    breadcrumb: HTML.breadcrumb([(text("communities.letters.title"), LettersPage.path)])))\
                \(HTML.form(
                    action: Self.link(member), csrf: visit.csrf,
                    LetterFields(
                        errors: errors, values: FormValues(sent: visit.fields, draft: draft), visit: visit
                    ).html(
                        label: text("communities.letters.words"), hint: text("communities.letters.ask.hint"))))
                """))
    }
}
