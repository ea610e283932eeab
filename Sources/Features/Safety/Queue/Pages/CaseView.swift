import Markup
import Storage
import Web

/// The cards of a case's page.
struct CaseView: Sendable {
    let visit: Visit
    let found: CasePage.Found
    let errors: FormErrors

    private var text: Text { visit.text }
    private var one: SafetyCase { found.one }

    /// What can be said of the text.
    static func outcomes(of one: SafetyCase) -> [Ruling.Outcome] {
        one.origin == .held ? [.allowed, .declined] : [.kept, .hidden]
    }

    /// What can be said of its author: nothing, a warning, or so many days. A suspension holds for the whole site: whoever
    /// moderates only a part of it leaves that to others.
    static func measures(for viewer: Viewer) -> [String] {
        ["none", "warned"] + (viewer.has(.moderator, in: .site) ? Ruling.suspensions.map { String($0) } : [])
    }

    /// The words and what is decided of them; beside them what is known, notes and what was done.
    func html(under header: HTML) -> HTML {
        let isOpen = one.state == .open || one.state == .appealed
        guard isOpen, found.isMine else {
            return HTML.columns(kept() + (isOpen ? take() : .empty) + facts(), beside: history(), header: header)
        }
        return HTML.columns(
            words() + steps() + wording() + decision(), beside: facts() + notes() + history(), header: header)
    }

    /// For whoever reads of danger and is no counsellor. Folded where no rule found any: they may see what rules do not.
    private func steps() -> HTML {
        let steps: HTML = """
            <ol><li>\(text("safety.case.steps.card"))</li>\
            <li>\(text("safety.case.steps.now"))\(HTML.form(
                action: "/staff/queue/\(one.id)/alert", csrf: visit.csrf,
                HTML.actions([HTML.button(text("safety.case.steps.alert"), kind: .secondary)])))</li>\
            <li>\(text("safety.case.steps.write"))</li></ol>
            """
        let title = text("safety.case.steps")
        return one.severity == .danger
            ? HTML.card(steps, title: title, kind: .notice) : HTML.disclosure(title, steps)
    }

    /// Whoever wrote it wishes that others never read their own words.
    private func wording() -> HTML {
        HTML.with(found.wording) { link in
            HTML.card(
                HTML.actions([HTML.buttonLink(text("safety.case.wording"), to: link, kind: .secondary)]),
                title: text("safety.found.wording"))
        }
    }

    private func take() -> HTML {
        guard one.holder(at: visit.now) == nil else { return HTML.note(HTML(text: text("safety.queue.taken"))) }
        return HTML.form(
            action: "/staff/queue/\(one.id)/take", csrf: visit.csrf,
            HTML.actions([HTML.button(text("safety.case.take"))]))
    }

    /// What the moderator wrote while somebody else took or decided the case: theirs to copy, not lost.
    private func kept() -> HTML {
        HTML.keptWords(["explanation", "note"].compactMap { visit.fields[$0] }, title: text("safety.kept"))
    }

    /// Folded until the moderator wants to read.
    private func words() -> HTML {
        var pieces: [HTML] = [
            found.words.map { HTML.quote($0, by: HTML.with(found.author) { "<bdi>\($0)</bdi>" }) } ?? .empty
        ]
        if let picture = found.picture {
            pieces.append(
                HTML.picture(
                    Picture(
                        "/staff/queue/\(one.id)/picture", description: picture.description, width: picture.width,
                        height: picture.height, isLazy: true)))
            pieces.append(HTML.note("<span dir=\"auto\">\(picture.description)</span>"))
        }
        for (report, words) in found.reports {
            guard let words else { continue }
            pieces.append(HTML.quote(words, by: HTML(text: text("safety.reason.\(report.reason.rawValue)"))))
        }
        if let appeal = found.appeal {
            pieces.append(HTML.quote(appeal, by: HTML(text: text("safety.case.appeal"))))
        }
        return HTML.disclosure(text("safety.case.words"), HTML.joined(pieces, by: ""))
    }

    private func facts() -> HTML {
        var facts: [(term: String, value: HTML)] = [
            (text("safety.queue.since"), HTML(text: text.fromNow(one.openedAt, now: visit.now))),
            (text("safety.queue.due"), HTML(text: text.fromNow(one.dueAt, now: visit.now))),
            (text("safety.case.sight"), HTML(text: text("safety.case.\(isOutOfSight ? "outOfSight" : "inSight")"))),
        ]
        for reason in ReportReason.allCases {
            let count = found.reports.count { $0.report.reason == reason && !$0.report.isWithdrawn }
            guard count > 0 else { continue }
            facts.append((text("safety.reason.\(reason.rawValue)"), HTML(text: text.number(count))))
        }
        let withdrawn = found.reports.count { $0.report.isWithdrawn }
        if withdrawn > 0 { facts.append((text("safety.case.withdrawn"), HTML(text: text.number(withdrawn)))) }
        if found.worries > 0 { facts.append((text("safety.case.worries"), HTML(text: text.number(found.worries)))) }
        for reason in one.found where reason != .wording {
            facts.append((text("safety.case.found"), HTML(text: text("safety.found.\(reason.rawValue)"))))
        }
        if one.author == nil {
            let who = text(found.isUnnamed ? "safety.case.unnamed" : "safety.case.noAuthor")
            facts.append((text("safety.case.author"), HTML(text: who)))
        }
        return HTML.card(HTML.facts(facts), title: text("safety.case.facts"))
    }

    private var isOutOfSight: Bool { one.isHidden || one.origin == .held }

    private func decision() -> HTML {
        HTML.card(
            HTML.form(
                action: "/staff/queue/\(one.id)/decide", csrf: visit.csrf,
                """
                \(radios("outcome", Self.outcomes(of: one).map {
                    Choice($0.rawValue, text("safety.case.outcome.\($0.rawValue)"))
                }, selected: nil))\
                \(radios("category", ReportReason.allCases.map {
                    Choice($0.rawValue, text("safety.reason.\($0.rawValue)"))
                }, selected: likelyCategory))\
                \(one.author == nil ? .empty : measures)\
                \(HTML.checkbox(
                    name: "law", label: text("safety.case.law"), checked: visit.fields["law"] != nil))\
                \(HTML.textArea(
                    TextField(
                        name: "explanation", label: text("safety.case.explanation"),
                        hint: text("safety.case.explanation.hint"), value: visit.fields["explanation"] ?? "",
                        error: errors.message(for: "explanation", text), autocomplete: "off"), rows: 4))\
                \(HTML.actions([HTML.button(text("safety.case.decide"))]))
                """)
                + HTML.form(
                    action: "/staff/queue/\(one.id)/hand-over", csrf: visit.csrf,
                    HTML.actions([HTML.button(text("safety.case.handOver"), kind: .quiet)])),
            title: text("safety.case.decision"))
    }

    private var likelyCategory: String? {
        (found.reports.map(\.report.reason) + one.found.map(\.reason)).min { $0.severity < $1.severity }?.rawValue
    }

    private var measures: HTML {
        let choices = radios("measure", Self.measures(for: visit.viewer).map(measure), selected: "none")
        guard !visit.viewer.has(.moderator, in: .site) else { return choices }
        return choices + HTML.note(HTML(text: text("safety.case.suspend.elsewhere")))
    }

    private func measure(_ value: String) -> Choice {
        guard let days = Int(value) else { return Choice(value, text("safety.case.measure.\(value)")) }
        return Choice(value, text("safety.case.suspend", ["n": .count(days)]))
    }

    private func radios(_ name: String, _ options: [Choice], selected: String?) -> HTML {
        HTML.radios(
            Choices(
                name: name, legend: text("safety.case.ask.\(name)"), options: options,
                selected: visit.fields[name] ?? selected, error: errors.message(for: name, text)))
    }

    private func notes() -> HTML {
        HTML.card(
            HTML.form(
                action: "/staff/queue/\(one.id)/note", csrf: visit.csrf,
                """
                \(HTML.textArea(
                    TextField(
                        name: "note", label: text("safety.case.note"), hint: text("safety.case.note.hint"),
                        value: visit.fields["note"] ?? "", error: errors.message(for: "note", text),
                        autocomplete: "off"), rows: 3))\
                \(HTML.actions([HTML.button(text("safety.case.note.save"), kind: .secondary)]))
                """), title: text("safety.case.notes"))
    }

    /// What was done so far.
    private func history() -> HTML {
        let decisions = found.decisions.map { decision in
            "\(text.dateAndTime(decision.at)) · \(text("safety.case.outcome.\(decision.outcome.rawValue)"))"
                + (decision.isAutomated ? " · \(text("safety.notice.by.reports"))" : "")
        }
        let steps = found.steps.map { step -> HTML in
            let name = step.name ?? text("safety.case.somebody")
            return """
                <li>\(text.dateAndTime(step.step.at)) · \(text("safety.case.step.\(step.step.kind.rawValue)", ["name": .text(name)]))\
                \(HTML.with(step.words) { "<br><span dir=\"auto\">\($0)</span>" })</li>
                """
        }
        guard !decisions.isEmpty || !steps.isEmpty else { return .empty }
        return HTML.card(
            "<ul>\(HTML.each(decisions) { "<li>\($0)</li>" })\(HTML.joined(steps, by: ""))</ul>",
            title: text("safety.case.history"))
    }
}
