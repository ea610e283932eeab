import Markup
import Storage
import Web

/// `/me/account/leave`: the two ways to leave for good, what goes and what stays in each, then the passphrase, and a page that
/// says what was done.
struct LeavePage: Sendable {
    let accounts: AccountsFeature
    let house: [Feature]

    static let path = "/me/account/leave"

    var routes: [Route] {
        [
            .get(Self.path, .account, choose),
            .get("\(Self.path)/:way", .account, preview),
            .get("\(Self.path)/:way/confirm", .account, ask),
            .post("\(Self.path)/:way/confirm", .account, limit: AccountLimits.confirming) { visit in
                try await leave(visit, way(visit))
            },
            .get("/erased/:reference", .anyone, receipt),
        ]
    }

    private func way(_ visit: Visit) throws -> LeavingWay {
        guard let way = LeavingWay(rawValue: try visit.parameter("way")) else { throw Problem.notFound }
        return way
    }

    // MARK: The two ways

    @Sendable private func choose(_ visit: Visit) async throws -> Reply {
        let (text, member) = (visit.text, try visit.person)
        let canStay = try await accounts.database.read { try accounts.canStay(of: member, in: $0) }
        func card(_ way: LeavingWay, _ body: String) -> HTML {
            HTML.card(
                "<p>\(body)</p>"
                    + HTML.actions([
                        HTML.buttonLink(
                            text("accounts.leave.look.\(way.rawValue)"), to: "/me/account/leave/\(way.rawValue)",
                            kind: .secondary)
                    ]), title: text("accounts.leave.\(way.rawValue)"))
        }
        return page(
            visit, text("accounts.leave.title"), lead: text("accounts.leave.lead"),
            """
            \(HTML.when(canStay, card(.anonymise, text("accounts.leave.anonymise.what"))))\
            \(card(.erase, text("accounts.leave.erase.what")))\
            \(HTML.when(!canStay, HTML.note(HTML(text: text("accounts.leave.nothingStays")))))\
            <p>\(text("accounts.leave.danger")) <a href="/me/ask-for-somebody">\(text("accounts.leave.somebody"))</a></p>\
            \(HTML.actions([
                HTML.buttonLink(text("accounts.erase.keep"), to: "/me/account", kind: .primary),
                HTML.buttonLink(text("accounts.export.title"), to: "/me/account/export", kind: .secondary),
            ]))
            """)
    }

    // MARK: What goes and what stays

    @Sendable private func preview(_ visit: Visit) async throws -> Reply {
        let (way, member, sets) = (try way(visit), try visit.person, house.flatMap(\.records))
        let found = try await accounts.database.read { tx in
            let stays = try way == .anonymise && accounts.canStay(of: member, in: tx)
            return try LeavingPreview(of: member, stays ? sets.compactMap(\.staying) : [], sets, visit, in: tx)
        }
        let text = visit.text
        return page(
            visit, text("accounts.leave.\(way.rawValue)"), lead: text("accounts.erase.lead"),
            """
            \(staying(found, way, text))\(going(found, way, text))\
            \(HTML.actions([
                HTML.buttonLink(text("accounts.erase.keep"), to: "/me/account", kind: .primary),
                HTML.buttonLink(text("accounts.export.title"), to: "/me/account/export", kind: .secondary),
                HTML.buttonLink(
                    text("accounts.leave.next"), to: "/me/account/leave/\(way.rawValue)/confirm", kind: .quiet),
            ]))<p><a href="/me/account/leave">\(text("accounts.leave.other"))</a></p>
            """)
    }

    private func going(_ found: LeavingPreview, _ way: LeavingWay, _ text: Text) -> HTML {
        list(
            [
                text("accounts.leave.goes", ["n": .count(found.going)]),
                text(way == .erase ? "accounts.erase.what" : "accounts.leave.anonymise.goes"),
                way == .erase ? text("accounts.erase.figures") : nil,
                text(lastBytes), text("accounts.erase.backups"),
            ], title: text("accounts.leave.goes.title"))
    }

    private func staying(_ found: LeavingPreview, _ way: LeavingWay, _ text: Text) -> HTML {
        let sums = [text(way.sums), text("accounts.erase.sealed"), text("accounts.leave.alerts")]
        return (way == .anonymise ? found.staying(text) : .empty)
            + list(
                sums, title: text(way == .anonymise ? "accounts.leave.also.title" : "accounts.leave.stays.title"))
    }

    private func list(_ points: [String?], title: String) -> HTML {
        let points = points.compactMap(\.self)
        return HTML.card(HTML.prose("<ul>\(HTML.each(points) { "<li>\($0)</li>" })</ul>"), title: title)
    }

    /// When the last bytes are gone.
    private var lastBytes: String {
        accounts.database.engine == .sqlite ? "accounts.left.minute" : "accounts.left.night"
    }

    // MARK: Leaving

    @Sendable private func ask(_ visit: Visit) async throws -> Reply {
        confirm(visit, try way(visit), errors: FormErrors())
    }

    private func confirm(_ visit: Visit, _ way: LeavingWay, errors: FormErrors) -> Reply {
        let text = visit.text
        return visit.accountPage(
            text("accounts.leave.confirm.\(way.rawValue)"), lead: text("accounts.leave.confirm.lead"), errors: errors,
            HTML.form(
                action: "/me/account/leave/\(way.rawValue)/confirm", csrf: visit.csrf,
                visit.confirmingField(errors)
                    + HTML.actions([
                        HTML.button(text("accounts.leave.button.\(way.rawValue)"), kind: .danger),
                        HTML.buttonLink(text("accounts.erase.keep"), to: "/me/account", kind: .secondary),
                    ])))
    }

    private func leave(_ visit: Visit, _ way: LeavingWay) async throws -> Reply {
        if let errors = try await accounts.confirm(visit) { return confirm(visit, way, errors: errors) }
        let member = try visit.person
        let leaving: Leaving
        do {
            leaving = try await accounts.leave(
                member, way, by: .person(member, roles: []), house, at: visit.now, patience: AccountsFeature.patience
            ) { [accounts] tx in
                try accounts.live(visit, in: tx)
                try AccountsFeature.keepAnAdministrator(besides: member, at: visit.now, in: tx)
            }
        } catch AppointmentError.lastAdministrator {
            return confirm(
                visit, way, errors: FormErrors(field: "passphrase", "accounts.appointment.lastAdministrator"))
        }
        // Signed, so that the page says it only where it was done: nobody can make up an address of their own.
        let signed = visit.signer.sign(leaving.reference, for: Self.purpose(of: leaving.way))
        return .signedOut(visit.redirect("/erased/\(signed)"))
    }

    private static func purpose(of way: LeavingWay) -> String { way == .erase ? "erased" : "anonymised" }

    @Sendable private func receipt(_ visit: Visit) async throws -> Reply {
        let signed = try visit.parameter("reference")
        let found = LeavingWay.allCases.compactMap { way in
            visit.signer.verify(signed, for: Self.purpose(of: way)).map { Leaving(reference: $0, way: way) }
        }
        guard let leaving = found.first else { throw Problem.notFound }
        let text = visit.text
        let goesOn = try await accounts.isErasing(leaving.reference)
        let isErased = leaving.way == .erase
        let done = isErased ? "accounts.erased.title" : "accounts.left.title"
        let title = text(goesOn ? "accounts.erased.title.goesOn" : done)
        let lead =
            goesOn
            ? "accounts.erased.lead.goesOn" : isErased ? "accounts.erased.lead" : "accounts.left.lead.anonymise"
        return visit.page(
            title,
            HTML.narrow(
                HTML.pageHeader(title, lead: HTML(text: text(lead)))
                    + HTML.card(
                        HTML.facts([
                            (text("accounts.left.way"), HTML(text: text("accounts.leave.\(leaving.way.rawValue)"))),
                            (text("accounts.left.bytes"), HTML(text: text(lastBytes))),
                            (
                                text("accounts.left.stays"),
                                """
                                \(text(leaving.way.sums)) \(text("accounts.erase.sealed")) \
                                \(text("accounts.leave.alerts"))
                                """
                            ),
                            (text("accounts.left.copies"), HTML(text: text("accounts.erase.backups"))),
                            (text("accounts.erased.reference"), "<code translate=\"no\">\(leaving.reference)</code>"),
                        ])
                            + HTML.note(HTML(text: text("accounts.erased.note"))))))
    }

    private func page(_ visit: Visit, _ title: String, lead: String, _ body: HTML) -> Reply {
        let back = HTML.breadcrumb(
            [(visit.text("accounts.account.title"), "/me/account")], label: visit.text("accounts.account.back"))
        return visit.page(
            title, HTML.narrow(HTML.pageHeader(title, lead: HTML(text: lead), breadcrumb: back) + body))
    }
}

/// What stays of a member and what goes, as it is just now.
private struct LeavingPreview: Sendable {
    let stays: [(words: String, count: Int, sentences: [Staying.Sentence])]
    /// Records that go, of all kinds.
    let going: Int

    init(
        of member: ID<Person>, _ staying: [Staying], _ sets: [RecordSet], _ visit: Visit, in tx: Transaction
    ) throws {
        stays = try staying.map {
            (words: $0.words, count: try $0.count(member, tx), sentences: try $0.sentences(member, visit, tx))
        }
        let all = try sets.reduce(0) { sum, set in
            guard case .records(let count, _) = set.download else { return sum }
            return try sum + count(member, tx)
        }
        going = max(0, all - stays.reduce(0) { $0 + $1.count })
    }

    func staying(_ text: Text) -> HTML {
        let kept = stays.filter { $0.count > 0 }
        guard !kept.isEmpty else {
            return HTML.card("<p>\(text("accounts.leave.nothing"))</p>", title: text("accounts.leave.stays.title"))
        }
        let sentences = kept.flatMap(\.sentences)
        return HTML.card(
            """
            <ul>\(HTML.each(kept) { "<li>\(text($0.words, ["n": .count($0.count)]))</li>" })</ul>\
            <p>\(text("accounts.leave.figures")) \(text("accounts.leave.without"))</p>\
            \(HTML.when(!sentences.isEmpty, "<p>\(text("accounts.leave.sentences"))</p>"))\
            \(HTML.each(sentences) { sentence in
                HTML.quote(sentence.words, by: HTML(text: sentence.about))
                    + "<p><a href=\"\(sentence.link)\">\(text("accounts.leave.delete", ["about": .text(sentence.about)]))</a></p>"
            })
            """, title: text("accounts.leave.stays.title"))
    }
}

extension LeavingWay {
    /// What stays in figures, in words.
    fileprivate var sums: String {
        switch self {
        case .erase: "accounts.erase.sums"
        case .anonymise: "accounts.leave.anonymise.sums"
        }
    }
}
