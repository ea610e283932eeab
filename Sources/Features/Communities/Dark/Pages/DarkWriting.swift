import Markup
import Safety
import Storage
import Web

/// A form of the desk in which its asker writes: an answer of theirs, other words for a post, why a moderator should look
/// again, or what still waits. As with a question nothing goes out before a second look.
struct DarkWriting {
    let desk: OpenDesk

    /// What is written, and what becomes of it.
    private struct Writing {
        let verb: String
        let mark: DarkMark
        let community: ID<Space>
        /// Fields that say where it belongs.
        let place: [(String, String)]
        /// The first post of a thread, with its title.
        var isQuestion = false
        /// What stands in the form at first.
        var before = FormFields.empty
        /// What waits, whose place it takes, with its hour.
        var replaces: DarkAct?
        let deed: @Sendable (DarkInput, _ isDanger: Bool) -> DarkDeed
    }

    private var text: Text { desk.text }
    private var visit: Visit { desk.visit }
    private var go: String { visit.fields["go"] ?? "" }

    func reply() async throws -> Reply {
        if let over = await over() { return over }
        let task = try await task()
        if let no = try await refusal(task) { return no }
        guard visit.fields["words"] != nil else { return form(task, task.before, FormErrors()) }
        let isSent = Self.sending.contains(go)
        var reader = FormReader(visit.fields)
        let input = DarkInput(
            &reader, task.isQuestion ? .retold : .answer, paces: paces(task), isSent: isSent)
        let isDanger = desk.communities.safety.reader.holding(input.said) != nil
        let isOnlyConsent =
            reader.errors.message(for: "consent", text) != nil && reader.errors.messages(text).count == 1
        guard reader.errors.isEmpty || isOnlyConsent else { return form(task, visit.fields, reader.errors) }
        let isLooked = isDanger ? go == HeldWords.yes || go == DarkAskPage.atOnce : DarkLook.isLooked(input, visit)
        guard isSent, isLooked, reader.errors.isEmpty else {
            return form(task, visit.fields, reader.errors, looked: input, isDanger: isDanger)
        }
        let pace: DarkPace = isDanger && go == DarkAskPage.atOnce ? .atOnce : input.pace ?? .patient
        let due = task.replaces.map(\.due) ?? desk.communities.darkDue(pace, at: visit.now)
        let act = DarkAct(
            id: desk.act, replaces: task.replaces?.id, mark: task.mark, due: due, deed: task.deed(input, isDanger))
        guard let refusal = await desk.communities.submitDark(act, of: desk.me) else {
            return desk.done(pace == .atOnce && task.replaces == nil ? "atOnce" : task.verb)
        }
        let errors = FormErrors(field: "words", refusal.words)
        return form(task, visit.fields, errors, looked: input, isDanger: isDanger)
    }

    /// What was sent twice is done; and where that whose words it is about waits no more, they are given back.
    private func over() async -> Reply? {
        guard visit.fields["words"] != nil else { return nil }
        let verb = visit.fields[DarkDesk.verb] ?? ""
        if Self.sending.contains(go), await desk.isTaken() { return desk.done(verb) }
        guard verb == "rewrite", (try? await desk.waiting(named: visit.fields["act"])) == nil else { return nil }
        return desk.problem(
            "communities.dark.gone", keeping: [visit.fields["title"] ?? "", visit.fields["words"] ?? ""])
    }

    private static let sending: Set<String> = ["send", HeldWords.yes, DarkAskPage.atOnce]

    // MARK: - What is written

    private func task() async throws -> Writing {
        switch visit.fields[DarkDesk.verb] ?? "" {
        case "change": try change()
        case "appeal": try appeal()
        case "rewrite": try await rewrite()
        default: try answer()
        }
    }

    private func answer() throws -> Writing {
        let own = try desk.own()
        let number = visit.fields["number"] == nil ? nil : try desk.number()
        return Writing(
            verb: "answer", mark: own.mark, community: own.community,
            place: [("thread", own.thread.description)] + (number.map { [("number", String($0))] } ?? [])
        ) {
            .reply(DarkReply(post: .random(), words: $0.words, warning: $0.warning, answers: number, isDanger: $1))
        }
    }

    private func appeal() throws -> Writing {
        let (own, number) = (try desk.own(), try desk.number())
        guard let until = own.entry.rulings[number]?.appealUntil, until > visit.now else { throw Problem.notFound }
        return Writing(
            verb: "appeal", mark: own.mark, community: own.community,
            place: [("thread", own.thread.description), ("number", String(number))]
        ) { input, _ in .appeal(number: number, words: input.words) }
    }

    private func change() throws -> Writing {
        let (own, number) = (try desk.own(), try desk.number())
        guard let post = own.post(number) else { throw Problem.notFound }
        let isQuestion = number == 1
        return Writing(
            verb: "change", mark: own.mark, community: own.community,
            place: [("thread", own.thread.description), ("number", String(number))], isQuestion: isQuestion,
            before: FormFields([
                "title": isQuestion ? own.entry.thread.title : "", "words": post.words, "warning": post.warning ?? "",
            ])
        ) { input, _ in
            .change(number: number, title: isQuestion ? input.title : nil, words: input.words, warning: input.warning)
        }
    }

    /// Other words for what has not appeared yet: they take its place, and its hour.
    private func rewrite() async throws -> Writing {
        let act = try await desk.waiting(named: visit.fields["act"])
        let community = try desk.community(of: act)
        let place = [("act", act.id.description)]
        func task(
            _ isQuestion: Bool, _ before: FormFields, _ deed: @escaping @Sendable (DarkInput, Bool) -> DarkDeed
        ) -> Writing {
            Writing(
                verb: "rewrite", mark: act.mark, community: community, place: place, isQuestion: isQuestion,
                before: before,
                replaces: act, deed: deed)
        }
        switch act.deed {
        case .ask(let old):
            return task(
                true, FormFields(["title": old.title, "words": old.words, "warning": old.warning ?? ""])
            ) {
                .ask(
                    DarkQuestion(
                        thread: old.thread, community: old.community, title: $0.title, words: $0.words,
                        warning: $0.warning, language: old.language, visibility: old.visibility,
                        isToBeWorded: old.isToBeWorded, isDanger: $1))
            }
        case .reply(let old):
            return task(false, FormFields(["words": old.words, "warning": old.warning ?? ""])) {
                .reply(
                    DarkReply(
                        post: old.post, words: $0.words, warning: $0.warning, answers: old.answers, isDanger: $1))
            }
        case .change(let number, let title, let words, let warning):
            return task(
                title != nil, FormFields(["title": title ?? "", "words": words, "warning": warning ?? ""])
            ) { input, _ in
                .change(
                    number: number, title: title == nil ? nil : input.title, words: input.words,
                    warning: input.warning)
            }
        case .remove, .best, .letGo, .appeal, .leave, .nothing: throw Problem.notFound
        }
    }

    // MARK: - Whether

    /// Who was closed out answers nothing; and each answer more is one more look at when somebody was here.
    private func refusal(_ task: Writing) async throws -> Reply? {
        if case .barred(let until) = await desk.communities.darkAllowance(of: desk.me, at: visit.now),
            task.verb != "appeal"
        {
            return desk.page(
                text("communities.dark.desk.title"),
                HTML.flash(text("communities.dark.barred.is", ["day": .text(text.date(until))]), kind: .problem))
        }
        guard task.verb == "answer" else { return nil }
        let waiting = await desk.waiting().count { act in
            if case .reply = act.deed { act.mark == task.mark && act.id != desk.act } else { false }
        }
        let written = desk.all().first { $0.mark == task.mark }?.entry.posts.count { $0.number > 1 } ?? 0
        guard written + waiting >= desk.band(of: task.community).mostReplies else { return nil }
        return desk.page(
            text("communities.dark.answer"), HTML.flash(text("communities.dark.answer.most"), kind: .problem))
    }

    /// An appeal and what waits have no choice of days: the one appears nowhere, the other keeps its hour.
    private func paces(_ task: Writing) -> [DarkPace] {
        task.verb == "appeal" || task.replaces != nil ? [.patient] : desk.band(of: task.community).paces
    }

    // MARK: - The form

    private func form(
        _ task: Writing, _ sent: FormFields, _ errors: FormErrors, looked: DarkInput? = nil, isDanger: Bool = false
    ) -> Reply {
        let fields = DarkFields(sent: sent, errors: errors, band: desk.band(of: task.community), visit: visit)
        let look = looked.map {
            DarkLook(input: $0, fields: fields, line: text("communities.dark.by"), canSoften: false)
        }
        let findings = looked.map { desk.communities.safety.findings(in: $0.said) } ?? []
        let hasPace = paces(task).count > 1
        return desk.page(
            text("communities.dark.\(task.verb)"), lead: text("communities.dark.\(task.verb).lead"),
            desk.form(
                task.verb, task.place,
                """
                \(fields.summary)\(desk.formField)\(HTML.when(task.isQuestion, fields.title))\
                \(fields.words(text("communities.dark.\(task.verb).words"), rows: 6))\
                \(HTML.when(task.verb != "appeal", fields.warning))\
                \(hasPace ? fields.pace : HTML.hidden("pace", DarkPace.patient.rawValue))\
                \(HTML.when(isDanger, danger))\(HTML.when(!isDanger, HTML.with(look) { $0.html(findings) }))\
                \(HTML.when(looked != nil, fields.consent))\(buttons(isLooked: looked != nil, isDanger: isDanger))
                """))
    }

    private func buttons(isLooked: Bool, isDanger: Bool) -> HTML {
        func button(_ key: String, _ go: String, _ kind: ButtonKind = .primary) -> HTML {
            HTML.button(text(key), kind: kind, name: "go", value: go)
        }
        if isDanger {
            return HTML.actions([
                button("communities.dark.danger.send", HeldWords.yes, .secondary),
                button("communities.dark.danger.atOnce", DarkAskPage.atOnce, .secondary),
            ])
        }
        return isLooked
            ? HTML.actions([
                button("communities.dark.sendOn", "send"), button("communities.dark.lookAgain", "look", .secondary),
            ]) : HTML.actions([button("communities.dark.look", "look")])
    }

    private var danger: HTML {
        let number: [String: TextValue] = [
            "number": .text(visit.settings.crisisNumber), "emergency": .text(visit.settings.emergencyNumber),
        ]
        return HTML.card(
            """
            <p>\(text("communities.dark.danger.nobody"))</p><p>\(text("communities.dark.danger.faster", number))</p>\
            <p>\(text("communities.dark.danger.atOnce.is"))</p>
            """, title: text("communities.dark.danger"), kind: .notice)
    }
}

extension OpenDesk {
    /// The community in which an act that waits will happen.
    func community(of act: DarkAct) throws(Problem) -> ID<Space> {
        if let own = all().first(where: { $0.mark == act.mark }) { return own.community }
        guard case .ask(let question) = act.deed else { throw .notFound }
        return question.community
    }
}
