import Accounts
import Markup
import Safety
import Storage
import Web

/// `/me/letters/:correspondence`: what two members wrote to each other, thirty letters at a time, and what either can do.
/// Whoever is none of the two gets the answer of a page that does not exist. Looking changes nothing.
struct CorrespondencePage: Sendable {
    let communities: CommunitiesFeature

    static let path = "/me/letters/:correspondence"
    /// More than anybody blocks in an hour.
    private static let blocking = RateLimit(per: .person, count: 60, within: 3_600)

    static func link(_ id: ID<Correspondence>) -> Link { "/me/letters/\(id)" }

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0, try $0.id("correspondence")) },
            .post(Self.path, .member, body: .words, limit: PostFields.limit) { visit in
                try await receive(visit, to: try visit.id("correspondence"))
            },
            .post("\(Self.path)/answer", .member) { try await answer($0) },
            .post("\(Self.path)/read", .member) { try await noteRead($0) },
            .post("\(Self.path)/block", .member, limit: Self.blocking) { try await block($0) },
        ]
    }

    // MARK: - What the forms do

    private func answer(_ visit: Visit) async throws -> Reply {
        let id: ID<Correspondence> = try visit.id("correspondence")
        var reader = FormReader(visit.fields)
        let choice = reader.choice("answer", among: ["yes", "no"], required: "communities.letters.answer.required")
        guard reader.errors.isEmpty, let choice else { return try await show(visit, id, reader.errors, status: 422) }
        try await communities.answer(id, isYes: choice == "yes", as: visit.viewer)
        return choice == "yes"
            ? visit.redirect(Self.link(id), flash: "communities.letters.answer.done")
            : visit.redirect(LettersPage.path, flash: "communities.letters.answer.declined")
    }

    private func noteRead(_ visit: Visit) async throws -> Reply {
        let id: ID<Correspondence> = try visit.id("correspondence")
        try await communities.noteRead(id, as: visit.viewer)
        return visit.redirect(Self.link(id), flash: "communities.own.read.done")
    }

    private func block(_ visit: Visit) async throws -> Reply {
        try await communities.block(try visit.id("correspondence"), as: visit.viewer)
        return visit.redirect(LettersPage.path, flash: "communities.letters.blocked")
    }

    /// Sends a letter or keeps it for later, from this page or from the one that asks where the two write to each other
    /// already.
    /// - Parameter form: the form that it was written in, where that is not this page's.
    func receive(_ visit: Visit, to id: ID<Correspondence>, from form: Link? = nil) async throws -> Reply {
        if let question = visit.healthConsentQuestion { return question }
        guard visit.fields[CommunitiesFeature.keep] != nil else { return try await send(visit, to: id, from: form) }
        let viewer = visit.viewer
        let there = try await communities.database.read { try CorrespondenceStore.find(id, as: viewer, in: $0) }
        guard let there else { throw Problem.notFound }
        return try await communities.keepDraft(visit, form: Self.link(id)) {
            try await show(visit, id, FormErrors(field: there.standing == .open ? "words" : "kept", $0), status: 422)
        }
    }

    private func send(_ visit: Visit, to id: ID<Correspondence>, from form: Link?) async throws -> Reply {
        let viewer = visit.viewer
        guard let there = try await communities.database.read({ try CorrespondenceStore.find(id, as: viewer, in: $0) })
        else { throw Problem.notFound }
        var reader = FormReader(visit.fields)
        let input = LetterInput(&reader, visit) { communities.safety.reader.holding($0) != nil }
        guard reader.errors.isEmpty else { return try await show(visit, id, reader.errors, status: 422) }
        if there.standing == .open, communities.safety.reader.holding(input.words) != nil,
            visit.fields[HeldWords.yes] != "yes"
        {
            let name = there.name(visit.text)
            return HeldWords(
                input.words, of: "words", to: Self.link(id),
                hidden: HTML.with(visit.fields["form"]) { HTML.hidden("form", $0) },
                readers: visit.text("communities.letters.reads", ["name": .text(name)]), leave: Self.link(id),
                isReadFirst: false, visit
            ).reply()
        }
        switch try await communities.send(input, to: id, as: viewer, at: visit.now) {
        case .done: return try await sent(visit, id, form, flash: "communities.letters.sent")
        case .waits: return try await sent(visit, id, form, flash: "communities.waits")
        case .warned, .held: return try await show(visit, id, isWarned: true, status: 422)
        case .refused(let key, _):
            let field = there.standing == .open ? "words" : "kept"
            return try await show(visit, id, FormErrors(field: field, key), status: 422)
        }
    }

    /// What was sent is no draft any more.
    private func sent(
        _ visit: Visit, _ id: ID<Correspondence>, _ form: Link?, flash: String
    ) async throws -> Reply {
        for form in [Self.link(id), form].compactMap(\.self) { try await communities.dropDraft(of: form, visit) }
        return visit.redirect(Self.link(id), flash: flash)
    }

    // MARK: - The page

    /// What the page shows.
    struct Read: Sendable {
        let there: Correspondence
        /// The newest last.
        let letters: [Letter]
        let hasEarlier: Bool
        /// It shows what was before some letter, not the newest.
        let isEarlier: Bool
        /// What the viewer began to write.
        let draft: Draft?
    }

    func show(
        _ visit: Visit, _ id: ID<Correspondence>, _ errors: FormErrors = FormErrors(), isWarned: Bool = false,
        status: Int = 200
    ) async throws -> Reply {
        let (viewer, before) = (visit.viewer, try cursor(visit))
        let read = try await communities.database.read { tx in
            guard let there = try CorrespondenceStore.find(id, as: viewer, in: tx) else { throw Problem.notFound }
            let found = try LetterStore.letters(
                of: id, before: before, limit: Correspondence.pageSize + 1, as: viewer, in: tx)
            let shown = found.prefix(Correspondence.pageSize).reversed()
            return Read(
                there: there, letters: letters(Array(shown), there, viewer),
                hasEarlier: found.count > Correspondence.pageSize, isEarlier: before != nil,
                draft: visit.isReading && before == nil ? try communities.draft(of: Self.link(id), visit, tx) : nil)
        }
        let view = CorrespondenceView(read: read, errors: errors, isWarned: isWarned, visit: visit)
        return visit.page(read.there.name(visit.text), status: status, view.html())
    }

    private func cursor(_ visit: Visit) throws -> Int? {
        guard let asked = visit.query["before"] else { return nil }
        guard asked.utf8.count <= 9, let number = Int(asked), number > 0 else { throw Problem.notFound }
        return number
    }

    /// Opens what is sealed. Who has left has left nothing to open.
    private func letters(_ found: [SealedLetter], _ there: Correspondence, _ viewer: Viewer) -> [Letter] {
        let keys = Correspondence.Side.allCases.reduce(into: [Correspondence.Side: LetterSeal.Key]()) { keys, side in
            keys[side] = communities.letterSeal.key(there.keys[side], of: side, in: there.id)
        }
        return found.compactMap { one in
            let isMine = one.author == viewer.personID
            let words = keys[isMine ? there.side : there.side.other]?.open(one.sealed, at: one.place)
            return words.map {
                Letter(
                    number: one.place.number, isMine: isMine, words: $0, state: one.state, writtenAt: one.writtenAt)
            }
        }
    }
}
