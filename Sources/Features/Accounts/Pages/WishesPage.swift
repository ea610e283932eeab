import Markup
import Storage
import Web

/// `/me/account/wishes`: what should happen after one's death, and who should be told. It is kept and shown back; nothing is
/// done by it but by a person (`DeathNoticePage`).
struct WishesPage: Sendable {
    let accounts: AccountsFeature

    static let path = "/me/account/wishes"
    private static let nobody = "nobody"

    var routes: [Route] {
        [
            .get(Self.path, .member) { try await show($0, errors: FormErrors()) },
            .post(Self.path, .member, body: .words, limit: AccountLimits.confirming, save),
            .post("\(Self.path)/withdraw", .member, withdraw), .post("\(Self.path)/alive", .member, alive),
        ]
    }

    // MARK: What the forms do

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        let member = try visit.person
        let following = try await accounts.following(as: visit.viewer)
        var reader = FormReader(visit.fields)
        let what = reader.choice(
            "what", among: Wish.What.allCases.map(\.rawValue), required: "accounts.wishes.what.required")
        let delegate = reader.choice(
            "delegate", among: [Self.nobody] + following.map(\.member.description),
            required: "accounts.wishes.delegate.required")
        let outside = reader.text("outside", max: Wish.longestOutside)
        let words = reader.text("words", max: Wish.longestWords, multiline: true)
        if what == Wish.What.handOver.rawValue, delegate == Self.nobody {
            reader.errors.add(field: "delegate", "accounts.wishes.delegate.needed")
        }
        guard reader.errors.isEmpty, let what = what.flatMap(Wish.What.init(rawValue:)) else {
            return try await show(visit, errors: reader.errors)
        }
        // On a borrowed phone somebody might choose themselves.
        if let errors = try await accounts.confirm(visit) { return try await show(visit, errors: errors) }
        let chosen = following.first { $0.member.description == delegate }
        let wish = Wish(
            what: what, delegate: chosen.map { .chosen($0.member, name: $0.pseudonym) } ?? .nobody, outside: outside,
            words: words, changedAt: visit.now)
        try await accounts.database.write { [accounts] tx in
            try accounts.live(visit, in: tx)
            // Who has blocked them or left since the page was made is not among those one can choose.
            if let chosen,
                try !FollowStore.following(as: visit.viewer, in: tx).contains(where: { $0.member == chosen.member })
            {
                throw Problem.conflict(key: "accounts.wishes.delegate.gone")
            }
            try WishStore.set(wish, of: member, seal: accounts.wishSeal, in: tx)
            // Who changes a wish lives.
            try accounts.denyDeath(of: member, visit, in: tx)
        }
        return visit.redirect("/me/account/wishes", flash: "accounts.wishes.saved")
    }

    @Sendable private func withdraw(_ visit: Visit) async throws -> Reply {
        let member = try visit.person
        try await accounts.database.write { [accounts] tx in
            _ = try WishStore.remove(of: member, in: tx)
            try accounts.denyDeath(of: member, visit, in: tx)
        }
        return visit.redirect("/me/account/wishes", flash: "accounts.wishes.withdrawn")
    }

    /// The member lives: the notice of their death is wrong.
    @Sendable private func alive(_ visit: Visit) async throws -> Reply {
        let member = try visit.person
        try await accounts.database.write { [accounts] in try accounts.denyDeath(of: member, visit, in: $0) }
        return visit.redirect("/me/account/wishes", flash: "accounts.wishes.alive.done")
    }

    // MARK: The page

    private func show(_ visit: Visit, errors: FormErrors) async throws -> Reply {
        let (member, viewer, seal) = (try visit.person, visit.viewer, accounts.wishSeal)
        let (wish, notice, following) = try await accounts.database.read { tx in
            (
                try WishStore.find(member, seal: seal, in: tx), try WishStore.notice(of: member, seal: seal, in: tx),
                try FollowStore.following(as: viewer, in: tx)
            )
        }
        let text = visit.text
        return visit.accountPage(
            text("accounts.wishes.title"), lead: text("accounts.wishes.lead"), errors: errors,
            HTML.with(notice) { warning($0, visit) } + HTML.with(wish) { kept($0, visit) }
                + form(visit, wish, following, errors))
    }

    private func warning(_ notice: DeathNotice, _ visit: Visit) -> HTML {
        let text = visit.text
        return HTML.flash(
            text("accounts.wishes.notice", ["date": .text(text.date(notice.notedAt))]), kind: .problem)
            + HTML.form(
                action: "/me/account/wishes/alive", csrf: visit.csrf,
                HTML.actions([HTML.button(text("accounts.wishes.alive"))]))
    }

    private func kept(_ wish: Wish, _ visit: Visit) -> HTML {
        let text = visit.text
        let gone: String? =
            switch wish.delegate {
            case .left: text("accounts.wishes.delegate.left")
            case .noLongerFollowed: text("accounts.wishes.delegate.notFollowed")
            case .nobody, .chosen: nil
            }
        return HTML.with(gone) { HTML.flash($0, kind: .problem) } + WishView(wish: wish, text: text).html()
            + HTML.form(
                action: "/me/account/wishes/withdraw", csrf: visit.csrf,
                HTML.actions([HTML.button(text("accounts.wishes.withdraw"), kind: .secondary)]))
            + "<h2>\(text("accounts.wishes.change"))</h2>"
    }

    private func form(_ visit: Visit, _ wish: Wish?, _ following: [Follow], _ errors: FormErrors) -> HTML {
        let (text, fields) = (visit.text, visit.fields)
        let isNew = visit.isReading
        // A download is given to somebody one follows.
        let offered = Wish.What.allCases.filter { $0 != .handOver || !following.isEmpty }
        let people =
            [Choice(Self.nobody, text("accounts.wishes.nobody"))]
            + following.map { Choice($0.member.description, $0.pseudonym) }
        let delegate: String? =
            switch wish?.delegate {
            case .chosen(let id, _): id.description
            case .nobody: Self.nobody
            default: nil
            }
        return HTML.form(
            action: "/me/account/wishes", csrf: visit.csrf,
            """
            \(HTML.radios(
                Choices(
                    name: "what", legend: text("accounts.wishes.what"),
                    options: offered.map { Choice($0.rawValue, text("accounts.wishes.what.\($0.rawValue)")) },
                    selected: isNew ? wish?.what.rawValue : fields["what"], error: errors.message(for: "what", text))))\
            \(following.isEmpty ? HTML.hidden("delegate", Self.nobody) : HTML.radios(
                Choices(
                    name: "delegate", legend: text("accounts.wishes.delegate"),
                    options: people, selected: isNew ? delegate ?? Self.nobody : fields["delegate"],
                    error: errors.message(for: "delegate", text))))\
            \(HTML.field(
                TextField(
                    name: "outside", label: text("accounts.wishes.outside"), hint: text("accounts.wishes.outside.hint"),
                    value: isNew ? wish?.outside ?? "" : fields["outside"] ?? "",
                    error: errors.message(for: "outside", text))))\
            \(HTML.textArea(
                TextField(
                    name: "words", label: text("accounts.wishes.words"), hint: text("accounts.wishes.words.hint"),
                    value: isNew ? wish?.words ?? "" : fields["words"] ?? "",
                    error: errors.message(for: "words", text)), rows: 4))\
            \(visit.confirmingField(errors))\
            \(HTML.actions([HTML.button(text("accounts.wishes.save"))]))
            """)
    }
}

/// A wish as it is shown back, and to an administrator who was told of a death.
struct WishView {
    let wish: Wish
    let text: Text

    func html() -> HTML {
        let delegate: String =
            switch wish.delegate {
            case .nobody: text("accounts.wishes.nobody")
            case .chosen(_, let name): name
            case .left: text("accounts.wishes.delegate.hasLeft")
            case .noLongerFollowed: text("accounts.wishes.delegate.unfollowed")
            }
        var facts: [(String, HTML)] = [
            (text("accounts.wishes.shown.what"), HTML(text: text("accounts.wishes.what.\(wish.what.rawValue)"))),
            (text("accounts.wishes.shown.delegate"), HTML(text: delegate)),
        ]
        if !wish.outside.isEmpty { facts.append((text("accounts.wishes.outside"), HTML(text: wish.outside))) }
        if !wish.words.isEmpty {
            facts.append((text("accounts.wishes.shown.words"), HTML.quote(wish.words, by: .empty)))
        }
        facts.append((text("accounts.wishes.changed"), HTML(text: text.date(wish.changedAt))))
        return HTML.facts(facts)
    }
}

extension AccountsFeature {
    /// Takes a notice of a death back where there is one.
    func denyDeath(of member: ID<Person>, _ visit: Visit, in tx: Transaction) throws {
        guard try WishStore.removeNotice(of: member, in: tx) else { return }
        try audit.record(.deathDenied, about: member, by: visit.viewer, at: visit.now, in: tx)
    }

    /// What wishes and notices are sealed with, as addresses are.
    var wishSeal: ColumnSeal { keys.contactSeal }
}
