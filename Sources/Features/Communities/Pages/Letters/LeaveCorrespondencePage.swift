import Markup
import Storage
import Web

/// `/me/letters/:correspondence/leave`: ends a correspondence, with one's own letters or without them.
/// `/me/letters/:correspondence/:number/delete`: takes one letter away, for both.
struct LeaveCorrespondencePage: Sendable {
    let communities: CommunitiesFeature

    private static let letter = "\(CorrespondencePage.path)/:number/delete"

    static func link(_ id: ID<Correspondence>) -> Link { "/me/letters/\(id)/leave" }
    static func link(_ place: LetterPlace) -> Link { "/me/letters/\(place.correspondence)/\(place.number)/delete" }

    var routes: [Route] {
        [
            .get("\(CorrespondencePage.path)/leave", .member) { try await askToLeave($0) },
            .post("\(CorrespondencePage.path)/leave", .member) { try await leave($0) },
            .get(Self.letter, .member) { try await askToDelete($0) },
            .post(Self.letter, .member) { try await delete($0) },
        ]
    }

    // MARK: - Leaving

    private func find(_ visit: Visit) async throws -> Correspondence {
        let (id, viewer): (ID<Correspondence>, Viewer) = (try visit.id("correspondence"), visit.viewer)
        let found = try await communities.database.read { try CorrespondenceStore.find(id, as: viewer, in: $0) }
        guard let found, found.standing == .open || found.standing == .closed else { throw Problem.notFound }
        return found
    }

    private func askToLeave(_ visit: Visit, _ errors: FormErrors = FormErrors()) async throws -> Reply {
        let (there, text) = (try await find(visit), visit.text)
        let isOpen = there.standing == .open
        let named: [String: TextValue] = ["name": .text(there.name(text))]
        var buttons = [
            HTML.button(text("communities.letters.leave.take"), kind: .danger, name: "letters", value: "take"),
            HTML.buttonLink(
                text("communities.letters.leave.back"), to: CorrespondencePage.link(there.id), kind: .secondary),
        ]
        if isOpen {
            buttons.insert(
                HTML.button(text("communities.letters.leave.keep"), name: "letters", value: "keep"), at: 0)
        }
        let body: HTML = """
            \(HTML.errorSummary(title: text("communities.problem"), errors.messages(text)))\
            \(HTML.when(isOpen, "<p>\(text("communities.letters.leave.about", named))</p>"))\
            <p>\(text("communities.letters.leave.take.about"))</p>\
            \(HTML.form(action: Self.link(there.id), csrf: visit.csrf, HTML.actions(buttons)))
            """
        let title = text(isOpen ? "communities.letters.leave" : "communities.letters.take")
        return page(title, there, body, status: errors.isEmpty ? 200 : 422, visit)
    }

    private func leave(_ visit: Visit) async throws -> Reply {
        let there = try await find(visit)
        var reader = FormReader(visit.fields)
        let choice = reader.choice("letters", among: ["keep", "take"], required: "communities.letters.leave.required")
        guard reader.errors.isEmpty, let choice else { return try await askToLeave(visit, reader.errors) }
        try await communities.leave(there.id, takingLetters: choice == "take", as: visit.viewer)
        // What they began is to stay as little as what they wrote.
        if choice == "take" { try await communities.dropDraft(of: CorrespondencePage.link(there.id), visit) }
        return visit.redirect(
            LettersPage.path,
            flash: choice == "take" ? "communities.letters.left.taken" : "communities.letters.left")
    }

    // MARK: - One letter

    private func own(_ visit: Visit) async throws -> (there: Correspondence, place: LetterPlace, words: String) {
        let (id, viewer): (ID<Correspondence>, Viewer) = (try visit.id("correspondence"), visit.viewer)
        let written = try visit.parameter("number")
        guard let place = LetterPlace(record: "\(id).\(written)") else { throw Problem.notFound }
        return try await communities.database.read { tx in
            guard let there = try CorrespondenceStore.find(id, as: viewer, in: tx),
                let letter = try LetterStore.find(place, as: viewer, in: tx), letter.author == viewer.personID
            else { throw Problem.notFound }
            return (there, place, communities.open(letter, there.keys[there.side], there.side) ?? "")
        }
    }

    private func askToDelete(_ visit: Visit) async throws -> Reply {
        let (there, place, words) = try await own(visit)
        let text = visit.text
        let what = there.standing == .asking ? "communities.letters.delete.first" : "communities.letters.delete.about"
        let form = HTML.form(
            action: Self.link(place), csrf: visit.csrf,
            HTML.actions([
                HTML.button(text("communities.delete.yes"), kind: .danger),
                HTML.buttonLink(text("communities.delete.no"), to: CorrespondencePage.link(there.id), kind: .secondary),
            ]))
        let body: HTML = "\(HTML.quote(words, by: .empty))<p>\(text(what))</p>\(form)"
        return page(text("communities.delete.title"), there, body, visit)
    }

    private func delete(_ visit: Visit) async throws -> Reply {
        let (there, place, _) = try await own(visit)
        guard try await communities.remove(place, as: visit.viewer) else { throw Problem.notFound }
        return visit.redirect(CorrespondencePage.link(there.id), flash: "communities.deleted")
    }

    private func page(
        _ title: String, _ there: Correspondence, _ body: HTML, status: Int = 200, _ visit: Visit
    ) -> Reply {
        let way = HTML.breadcrumb([
            (visit.text("communities.letters.title"), LettersPage.path),
            (there.name(visit.text), CorrespondencePage.link(there.id)),
        ])
        return visit.page(title, status: status, HTML.narrow("\(HTML.pageHeader(title, breadcrumb: way))\(body)"))
    }
}
