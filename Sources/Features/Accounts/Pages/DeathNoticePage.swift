import Markup
import Storage
import Web

/// `/admin/people/:member/death`: an administrator was told of a death: they say by whom, then may read what the member wished
/// for, and after a month do it. Each step is in the audit log, and the member, if they live, sees each.
struct DeathNoticePage: Sendable {
    let accounts: AccountsFeature
    let house: [Feature]

    private static let path = "/admin/people/:member/death"
    private static let longestWhy = 1_000

    var routes: [Route] {
        let access = Access.role(.administrator, in: .site)
        return [
            .get(Self.path, access) { try await show($0) },
            .post(Self.path, access, note),
            .post("\(Self.path)/wish", access, read),
            .post("\(Self.path)/take-back", access, takeBack),
            .post("\(Self.path)/carry-out", access, carryOut),
        ]
    }

    /// What the page shows.
    private struct View: Sendable {
        let member: ID<Person>
        let name: String
        let notice: DeathNotice?
        var wish: Wish?
        var hasRead = false
    }

    private func find(_ visit: Visit, in tx: Transaction) throws -> View {
        let member: ID<Person> = try visit.id("member")
        guard let name = try MemberStore.pseudonyms(of: [member], in: tx)[member] else { throw Problem.notFound }
        return View(
            member: member, name: name, notice: try WishStore.notice(of: member, seal: accounts.wishSeal, in: tx))
    }

    // MARK: What is done

    @Sendable private func note(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let why = reader.text(
            "why", max: Self.longestWhy, required: "accounts.death.why.required", multiline: true)
        guard reader.errors.isEmpty else { return try await show(visit, errors: reader.errors) }
        let member = try await accounts.database.write { tx in
            let view = try find(visit, in: tx)
            let notice = DeathNotice(why: why, notedAt: visit.now)
            guard try WishStore.note(notice, of: view.member, seal: accounts.wishSeal, in: tx) else {
                return view.member
            }
            try accounts.audit.record(.deathNoted, about: view.member, by: visit.viewer, at: visit.now, in: tx)
            try leaveReceipt(.deathNotice, view.member, visit, tx)
            // If they live, they learn that something is there.
            try accounts.tellOfNews(to: view.member, in: tx)
            return view.member
        }
        return visit.redirect("/admin/people/\(member)/death", flash: "accounts.death.noted")
    }

    @Sendable private func read(_ visit: Visit) async throws -> Reply {
        let found = try await accounts.database.write { tx in
            var view = try find(visit, in: tx)
            guard view.notice != nil else { throw Problem.notFound }
            (view.wish, view.hasRead) = (try WishStore.find(view.member, seal: accounts.wishSeal, in: tx), true)
            try accounts.audit.record(.wishRead, about: view.member, by: visit.viewer, at: visit.now, in: tx)
            try leaveReceipt(.wish, view.member, visit, tx)
            return view
        }
        return page(visit, found, errors: FormErrors())
    }

    @Sendable private func takeBack(_ visit: Visit) async throws -> Reply {
        let member = try await accounts.database.write { tx in
            let member = try find(visit, in: tx).member
            try accounts.denyDeath(of: member, visit, in: tx)
            return member
        }
        return visit.redirect("/admin/people/\(member)/death", flash: "accounts.death.takenBack")
    }

    /// Does what was wished: by a person's hand, and not before the member had a month to say that they live.
    @Sendable private func carryOut(_ visit: Visit) async throws -> Reply {
        let (view, wish) = try await accounts.database.write { tx -> (View, Wish) in
            let view = try find(visit, in: tx)
            let wish = try WishStore.find(view.member, seal: accounts.wishSeal, in: tx)
            guard let notice = view.notice, let wish else { throw Problem.notFound }
            guard visit.now >= notice.isDueAt else { throw Problem.conflict(key: "accounts.death.tooSoon") }
            guard visit.fields["wish"] == "\(wish.changedAt.milliseconds)" else {
                throw Problem.conflict(key: "accounts.death.otherWish")
            }
            if wish.what == .handOver {
                try leaveReceipt(.handedOver, view.member, visit, tx)
                try accounts.audit.record(.exported, about: view.member, by: visit.viewer, at: visit.now, in: tx)
            }
            return (view, wish)
        }
        let way: LeavingWay
        switch wish.what {
        case .handOver: return try await download(visit, view.member)
        case .erase: way = .erase
        case .anonymise: way = .anonymise
        }
        // Who has said meanwhile that they live is not erased, nor whose notice was written anew.
        _ = try await accounts.leave(
            view.member, way, by: visit.viewer, house, at: visit.now, patience: AccountsFeature.patience
        ) { tx in
            guard let notice = try WishStore.notice(of: view.member, seal: accounts.wishSeal, in: tx),
                visit.now >= notice.isDueAt
            else { throw Problem.notFound }
        }
        return visit.redirect("/admin/people", flash: "accounts.death.done")
    }

    private func download(_ visit: Visit, _ member: ID<Person>) async throws -> Reply {
        let (now, seal) = (visit.now, accounts.wishSeal)
        let file = try ExportFile(
            of: member, house.flatMap(\.records), door: "page", cursor: nil, at: now, cut: visit.text("web.export.cut"),
            signer: visit.signer, database: accounts.database,
            check: { tx in
                guard try WishStore.notice(of: member, seal: seal, in: tx) != nil else { throw Problem.notFound }
            })
        return .stream(file.stream)
    }

    private func leaveReceipt(_ use: ReceiptUse, _ member: ID<Person>, _ visit: Visit, _ tx: Transaction) throws {
        try AccountsFeature.leaveReceipt(
            Receipt(user: .role(.administrator), use: use, at: visit.now), with: member, in: tx)
    }

    // MARK: The page

    private func show(_ visit: Visit, errors: FormErrors = FormErrors()) async throws -> Reply {
        page(visit, try await accounts.database.read { try find(visit, in: $0) }, errors: errors)
    }

    private func page(_ visit: Visit, _ view: View, errors: FormErrors) -> Reply {
        let text = visit.text
        let title = text("accounts.death.title", ["name": .text(view.name)])
        let body =
            view.notice.map { HTML.card(noted($0, view, visit)) }
            ?? HTML.card(
                HTML.form(
                    action: "/admin/people/\(view.member)/death", csrf: visit.csrf,
                    HTML.textArea(
                        TextField(
                            name: "why", label: text("accounts.death.why"), hint: text("accounts.death.why.hint"),
                            value: visit.fields["why"] ?? "", error: errors.message(for: "why", text), required: true),
                        rows: 4) + HTML.actions([HTML.button(text("accounts.death.note"))])))
        return visit.page(
            title, status: errors.isEmpty ? 200 : 422,
            HTML.narrow(
                """
                \(HTML.errorSummary(title: text("accounts.form.problem"), errors.messages(text)))\
                \(HTML.pageHeader(
                    title, lead: HTML(text: text("accounts.death.lead")),
                    breadcrumb: HTML.breadcrumb(
                        [(text("accounts.people.title"), "/admin/people"), (view.name, "/admin/people/\(view.member)")],
                        label: text("accounts.account.back"))))\(body)
                """))
    }

    private func noted(_ notice: DeathNotice, _ view: View, _ visit: Visit) -> HTML {
        let text = visit.text
        let due: [String: TextValue] = ["date": .text(text.date(notice.isDueAt))]
        func button(_ what: String, _ button: HTML) -> HTML {
            HTML.form(
                action: "/admin/people/\(view.member)/death/\(what)", csrf: visit.csrf,
                // What is carried out is the wish that was read.
                HTML.with(view.wish) { HTML.hidden("wish", "\($0.changedAt.milliseconds)") } + HTML.actions([button]))
        }
        let steps = [
            text("accounts.death.step.check"), text("accounts.death.step.delegate"),
            text("accounts.death.step.wait", due),
            text("accounts.death.step.do"),
        ]
        let isDue = visit.now >= notice.isDueAt
        return """
            \(HTML.facts([
                (text("accounts.death.since"), HTML(text: text.date(notice.notedAt))),
                (text("accounts.death.why"), HTML.quote(notice.why, by: .empty)),
            ]))\
            \(HTML.when(!view.hasRead, button("wish", HTML.button(text("accounts.death.read")))))\
            \(HTML.when(view.hasRead && view.wish == nil, "<p>\(text("accounts.death.noWish"))</p>"))\
            \(HTML.with(view.wish) { wish in
                """
                <h2>\(text("accounts.death.wish"))</h2>\(WishView(wish: wish, text: text).html())\
                <h2>\(text("accounts.death.steps"))</h2>\
                <ol>\(HTML.each(steps) { "<li>\($0)</li>" })</ol>\
                \(HTML.when(isDue, button("carry-out", HTML.button(
                    text("accounts.death.carryOut.\(wish.what.rawValue)"), kind: .danger))))
                """
            })\
            \(button("take-back", HTML.button(text("accounts.death.takeBack"), kind: .secondary)))
            """
    }
}
