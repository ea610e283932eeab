import Markup
import Recurrence
import Web

/// How `/groups` looks: the question with its filters, and dates by day.
struct FindView: Sendable {
    let form: FindForm
    let visit: Visit

    var text: Text { visit.text }
    var words: ProgramWords { ProgramWords(text: text) }

    /// The page around what was found.
    /// - Parameter hasViews: whether there is something to be seen as a list or as a calendar.
    func html(_ found: HTML, hasViews: Bool = true) -> HTML {
        """
        \(HTML.errorSummary(title: text("groups.find.problem"), form.errors.messages(text)))\
        \(HTML.pageHeader(text("groups.title"), lead: HTML(text: text("groups.find.lead"))))\
        <div class="stack">\(question)\(chips)\
        <div class="find-ways">\(more)\(HTML.when(hasViews, views))</div>\(found)</div>
        """
    }

    /// In place of dates: something was typed that cannot be read, or that means something else.
    func instead() -> HTML {
        guard visit.card != nil else { return .empty }
        let all = form.link.adding("card", "hidden")
        return "<p>\(text("groups.find.meant")) <a href=\"\(all)\">\(text("groups.find.meant.all"))</a></p>"
    }
}

// MARK: - The question

extension FindView {
    private var question: HTML {
        let error = form.errors.message(for: "q", text)
        let kept = HTML.each(form.items()) { HTML.hidden($0.name, $0.value) }
        let zip = form.typedZIP.isEmpty ? HTML.empty : HTML.hidden("zip", form.typedZIP)
        let look = HTML.button(text("groups.find.look"))
        // Whoever is asked where they are answers before they send.
        let place = form.asksPlace ? zipField + HTML.actions([look]) : zip
        return """
            <form class="search-form find-form" action="\(FindPage.link)" method="get" role="search">\
            <label class="label" for="q">\(text("groups.find.what"))</label>\
            <p class="hint" id="q-hint">\(text("groups.find.hint"))</p>\
            \(HTML.with(error) { "<p class=\"error\" id=\"q-error\">\($0)</p>" })\
            <div class="search-row"><input class="input" type="search" id="q" name="q" dir="auto" maxlength="200" \
            autocomplete="off" value="\(form.typed)" aria-describedby="q-hint\(HTML.when(error != nil, " q-error"))">\
            \(kept)\(HTML.when(!form.asksPlace, look))</div>\(place)</form>
            """
    }

    /// Beside the words where they ask for nearness and name no place that is known; else among the filters.
    private var zipField: HTML {
        let code = form.said.oddCode
        let odd = code.map { text("groups.find.zip.odd", ["code": .text($0)]) }
        let hint = form.asksPlace && code == nil ? "groups.find.zip.ask" : "groups.find.zip.hint"
        return HTML.field(
            TextField(
                name: "zip", label: text("groups.find.zip"), hint: text(hint),
                value: form.typedZIP.isEmpty ? form.zip?.description ?? "" : form.typedZIP,
                error: form.errors.message(for: "zip", text) ?? (form.asksPlace ? odd : nil), kind: .number,
                autocomplete: "postal-code", width: .short))
    }

    /// What is chosen, to be taken away with one tap, and what many choose. Where nothing is asked, a phone shows dates
    /// at once: all of these stand among the folded filters, too.
    private var chips: HTML {
        let chosen = form.filters.map { filter -> HTML in
            let label = label(filter)
            return """
                <li><a class="tag tag-link chip chip-on" href="\(form.without(filter).link)">\
                <span class="unseen">\(text("groups.find.away")) </span>\(label)\
                <span aria-hidden="true"> ×</span></a></li>
                """
        }
        let languages = text.languages.all.filter { $0 != text.languages.standard }
        let usual: [FindForm.Filter] =
            [.part(.evening), .mode(.room), .mode(.video)] + languages.map { .language($0) } + [.free, .seats]
        let offered = usual.filter { !form.filters.contains($0) }.map { filter -> HTML in
            "<li>\(HTML.tagLink(label(filter), to: form.adding(filter).link))</li>"
        }
        return """
            <nav class="chips\(HTML.when(isIdle, " chips-idle"))" aria-label="\(text("groups.find.filters"))">\
            <ul class="tags">\(chosen)\(offered)</ul></nav>
            """
    }

    private var isIdle: Bool { form.typed.isEmpty && form.filters.isEmpty }

    /// "Within 10 miles of 03820", "Evenings", "Español".
    func label(_ filter: FindForm.Filter) -> String {
        switch filter {
        case .near:
            let place = form.zip?.description ?? form.said.city?.label ?? ""
            let values: [String: TextValue] = ["n": .count(form.radius.rawValue), "zip": .text(place)]
            return text("groups.find.within", values)
        case .free: return text("groups.find.cost.free")
        case .seats: return text("groups.find.seats.only")
        case .day(let day): return text("groups.said.every.\(day.rawValue)")
        case .part(let part): return text("groups.part.\(part.rawValue)")
        case .mode(let mode): return text("groups.mode.\(mode.rawValue)")
        case .language(let language): return text.languages.ownName(of: language)
        }
    }

    /// Every filter, folded away; a form, so that nothing needs script.
    private var more: HTML {
        let anyLanguage = Choice("", text("groups.find.language.any"))
        let languages = text.languages.all.map { Choice($0.rawValue, text.languages.ownName(of: $0)) }
        let fields = [
            HTML.when(!form.plainWords.isEmpty, HTML.hidden("q", form.plainWords)),
            HTML.when(!form.asksPlace, zipField),
            HTML.select(
                Choices(
                    name: "within", legend: text("groups.find.far"),
                    options: SearchRadius.allCases.map {
                        Choice(String($0.rawValue), text("groups.find.miles", ["n": .count($0.rawValue)]))
                    }, selected: String(form.radius.rawValue))),
            boxes(
                "day", "groups.find.days", Weekday.allCases.map { Choice($0.rawValue, text.weekday($0)) },
                Set(form.days.map(\.rawValue))),
            boxes(
                "part", "groups.find.parts",
                FindQuery.PartOfDay.allCases.map { Choice($0.rawValue, text("groups.part.\($0.rawValue)")) },
                Set(form.parts.map(\.rawValue))),
            boxes(
                "mode", "groups.find.ways",
                Meeting.Mode.allCases.map { Choice($0.rawValue, text("groups.mode.\($0.rawValue)")) },
                Set(form.modes.map(\.rawValue))),
            HTML.select(
                Choices(
                    name: "language", legend: text("groups.find.language"), options: [anyLanguage] + languages,
                    selected: form.language?.rawValue ?? "")),
            HTML.checkbox(name: "free", label: text("groups.find.cost.only"), checked: form.isFreeOnly),
            HTML.checkbox(name: "seats", label: text("groups.find.seats.only"), checked: form.hasSeatsOnly),
            HTML.when(form.isMonth, HTML.hidden("view", "month")),
            HTML.actions([HTML.button(text("groups.find.show"), kind: .secondary)]),
        ]
        return HTML.disclosure(
            text("groups.find.more"),
            HTML.form(action: FindPage.link, csrf: nil, method: .get, HTML.joined(fields)),
            open: form.errors.message(for: "zip", text) != nil)
    }

    private func boxes(_ name: String, _ legend: String, _ options: [Choice], _ selected: Set<String>) -> HTML {
        HTML.checkboxes(
            Choices(name: name, legend: text(legend), options: options, selected: selected, layout: .row))
    }

    /// List or calendar, and for a member the way to what is theirs, which is the same for every member.
    private var views: HTML {
        var (list, month) = (form, form)
        (list.isMonth, month.isMonth) = (false, true)
        return HTML.chips(
            [
                Tab(text("groups.find.view.list"), list.link, current: !form.isMonth),
                Tab(text("groups.find.view.month"), month.link, current: form.isMonth),
            ] + (visit.session == nil ? [] : [Tab(text("groups.mine.title"), OwnGroupsPage.path)]),
            label: text("groups.find.view"))
    }

    /// Where the calendar of everything is, for people's own calendars.
    var feed: HTML {
        HTML.note(
            """
            <a href="\(CalendarFeedPage.link(in: text.language))">\(text("groups.find.feed"))</a> \
            \(text("groups.find.feed.how"))
            """)
    }
}
