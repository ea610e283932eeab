import Markup
import Safety
import Storage
import Vocabulary
import Web

/// `/me/treatments/:id/evaluate`: how much it helps, and one sentence; everything else is folded away and optional.
struct EvaluatePage: Sendable {
    let journal: JournalFeature

    var routes: [Route] {
        [
            journal.getWithConsent("/me/treatments/:id/evaluate", show),
            journal.postWithConsent("/me/treatments/:id/evaluate", save),
        ]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let (course, names) = try await found(visit)
        let form = visit.formID(ID<Evaluation>.new(at: visit.now), for: EvaluationForm.purpose(course.id))
        let fields = FormFields(["form": form])
        let offer = SymptomOffer(of: course, names: names, common: journal.commonSideEffects)
        return page(visit, course, names, offer, FormState(text: visit.text, fields: fields))
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        let (course, names) = try await found(visit)
        let offer = SymptomOffer(of: course, names: names, common: journal.commonSideEffects)
        let form = EvaluationForm(visit, course, offer)
        if form.isSearch {
            return page(visit, course, names, form.offer, form.state)
        }
        guard let entry = form.entry else {
            // Something is missing; what cannot wait stands above it all the same.
            let after = AfterEvaluation(
                form.answers, of: course, isOver: nil, names: names, topics: journal.safety.reader.topics)
            if let card = after.card { journal.safety.reader.show(card, ending: .silent, visit) }
            return page(
                visit, course, names, form.offer, form.state, status: 422,
                before: after.canWait ? .empty : after.html(visit))
        }
        // Others would read the advice: words of danger go into the record only with a second yes, and then to a person.
        // All else is saved.
        let found = journal.safety.reader.holding(entry.answers.advice ?? "")
        let isSure = visit.fields[HeldWords.yes] == "yes"
        let isHeld = found != nil && !isSure
        let state = try await write(isHeld ? entry.withoutAdvice : entry, asksPerson: found != nil && isSure, visit)
        let after = AfterEvaluation(
            entry.answers, of: course, isOver: entry.isOver, names: names, topics: journal.safety.reader.topics)
        if let card = [after.card, found].compactMap({ $0 }).max() {
            journal.safety.reader.show(card, ending: .silent, visit)
        }
        // Where figures are: the treatment's page for this purpose; a member's own word has none.
        let page = names.link(to: course.treatment, for: course.purpose) ?? "/me/treatments/\(course.id)"
        let link = state == .held ? AdvicePage.link(course.id, entry.id) : page
        if isHeld { return held(entry, after, leadingTo: link, visit) }
        if !after.needs.isEmpty { return after.page(goingOnTo: link, flash: state.news, visit) }
        return visit.redirect(link, flash: state.news ?? "journal.flash.evaluated")
    }

    /// Saves it; its advice is looked at in the same transaction, so that nothing is lost and nothing goes out unseen.
    private func write(_ entry: EvaluationStore.Entry, asksPerson: Bool, _ visit: Visit) async throws -> AdviceState {
        try await journal.database.write { tx in
            var entry = entry
            let words = entry.answers.advice
            let (state, findings) = try journal.adviceState(
                of: words, in: entry.id, entry.course, asksPerson: asksPerson, visit.viewer, at: visit.now, in: tx)
            entry.adviceState = state
            guard try EvaluationStore.save(entry, as: visit.viewer, now: visit.now, in: tx) != nil else {
                throw Problem.notFound
            }
            try journal.submit(words, state, findings, of: entry.id, visit.viewer, at: visit.now, in: tx)
            return state
        }
    }

    /// The same form, with the advice to look at once more; sent again it mends the evaluation that has just been saved.
    private func held(
        _ entry: EvaluationStore.Entry, _ after: AfterEvaluation, leadingTo link: Link, _ visit: Visit
    ) -> Reply {
        let own: Set = ["csrf", "form", "advice", HeldWords.yes]
        let fields = HTML.each(visit.fields.names.filter { !own.contains($0) }) { name in
            HTML.each(visit.fields.all(name)) { HTML.hidden(name, $0) }
        }
        let form = HTML.hidden("form", visit.formID(entry.id, for: EvaluationForm.purpose(entry.course)))
        let saved: HTML = """
            <p><strong>\(visit.text("journal.care.title")).</strong> \(visit.text("journal.care.saved.without"))</p>
            """
        return HeldWords(
            entry.answers.advice ?? "", of: "advice", to: "/me/treatments/\(entry.course)/evaluate",
            hidden: form + fields, readers: visit.text("journal.advice.readers"), leave: link,
            before: "\(after.html(visit))\(saved)", visit
        ).reply()
    }

    private func found(_ visit: Visit) async throws -> (Course, Names) {
        let id: ID<Course> = try visit.id("id")
        return try await journal.database.read { tx in
            guard let course = try CourseStore.course(id, as: visit.viewer, in: tx) else { throw Problem.notFound }
            return (course, try journal.names(for: visit, in: tx))
        }
    }

    private func page(
        _ visit: Visit, _ course: Course, _ names: Names, _ offer: SymptomOffer, _ state: FormState, status: Int = 200,
        before: HTML = .empty
    ) -> Reply {
        let view = EvaluateView(state: state, csrf: visit.csrf, course: course, names: names, offer: offer)
        return visit.page(visit.text("journal.evaluate.title"), status: status, HTML.narrow(before) + view.html)
    }
}

/// What was sent about a course.
struct EvaluationForm {
    /// Nil when something is missing or wrong.
    let entry: EvaluationStore.Entry?
    /// What was answered, also where something is missing.
    let answers: EvaluationAnswers
    let offer: SymptomOffer
    let state: FormState
    /// The person asked for symptoms by a word and did not send the form yet.
    let isSearch: Bool

    /// Sent in the place of a step: it made things worse.
    static let worse = "worse"

    /// What the form's identifier is given for.
    static func purpose(_ course: ID<Course>) -> String { "evaluation of \(course)" }

    init(_ visit: Visit, _ course: Course, _ offered: SymptomOffer) {
        var offer = offered
        offer.add(references: visit.fields.all("offered") + visit.fields.all("symptom"))
        isSearch = visit.fields["step"] == "find"
        var reader = FormReader(visit.fields)
        let word = reader.text("other", max: ProposedWord.longest)
        if !word.isEmpty, word != visit.fields["asked"], !offer.choose(word, visit.language) {
            // A search that found something is no error; a word left over in a form that is sent must not be lost.
            if !offer.hasFound {
                reader.errors.add(field: "other", "journal.evaluate.symptoms.unknown")
            } else if !isSearch {
                reader.errors.add(field: "symptom", "journal.evaluate.symptoms.which", ["word": .text(word)])
            }
        }
        let searchErrors = reader.errors
        let fields = CourseFields(&reader, known: course.started, now: visit.now)
        let remembered = reader.partialDate("when")
        answers = Self.answers(&reader, offer, fields.reason)
        let faults = EvaluationFault.all(
            of: answers, remembered: remembered, started: course.started, today: .latestToday(visit.now))
        for fault in faults { reader.errors.add(field: fault.field, fault.key, fault.values) }
        let errors = isSearch ? searchErrors : reader.errors
        state = FormState(text: visit.text, fields: visit.fields, errors: errors)
        entry =
            reader.errors.isEmpty
            ? EvaluationStore.Entry(
                id: visit.sentFormID(for: Self.purpose(course.id)) ?? .new(at: visit.now), course: course.id,
                answers: answers, remembered: remembered, isOver: fields.isOver, ended: fields.ended) : nil
        self.offer = offer
    }

    /// What was answered. Where the first answer is missing the reader notes it, and a stand-in takes its place, so that
    /// everything else is checked at the same time.
    private static func answers(
        _ reader: inout FormReader, _ offer: SymptomOffer, _ reason: StopReason?
    ) -> EvaluationAnswers {
        func step<Step: RawRepresentable<Int> & CaseIterable>(
            _ name: String, _: Step.Type
        ) -> Step? {
            reader.choice(name, among: Step.allCases.map { String($0.rawValue) }).flatMap { Int($0) }.flatMap(Step.init)
        }
        let help = reader.choice(
            "help", among: Effectiveness.allCases.map { String($0.rawValue) } + [worse],
            required: "journal.evaluate.help.required")
        let effectiveness = help.flatMap { Int($0) }.flatMap(Effectiveness.init)
        let advice = reader.text("advice", max: EvaluationAnswers.longestAdvice, multiline: true)
        let ticked = reader.choices("symptom", among: offer.references)
        let symptoms = offer.symptoms(offer.references.filter { ticked.contains($0) || offer.chosen.contains($0) })
        let severity = step("severity", SideEffectSeverity.self)
        let adherence = step("adherence", Adherence.self)
        let burden = step("burden", Burden.self)
        let cost = step("cost", Cost.self)
        return EvaluationAnswers(
            effectiveness: effectiveness ?? .notAtAll, gotWorse: help.map { $0 == worse }, sideEffects: severity,
            symptoms: symptoms, adherence: adherence, burden: burden, cost: cost, advice: advice.isEmpty ? nil : advice,
            stopReason: reason)
    }
}

extension EvaluationFault {
    /// The field that shows it.
    fileprivate var field: String {
        switch self {
        case .symptomsOfNone: "severity"
        case .tooManySymptoms: "symptom"
        case .inFuture, .beforeStart: "when-year"
        }
    }

    /// What the person reads there.
    fileprivate var key: String {
        switch self {
        case .symptomsOfNone: "journal.fault.symptomsOfNone"
        case .tooManySymptoms: "journal.fault.tooManySymptoms"
        case .inFuture: "journal.fault.future"
        case .beforeStart: "journal.fault.beforeStart"
        }
    }

    fileprivate var values: [String: TextValue] {
        self == .tooManySymptoms ? ["max": .count(EvaluationAnswers.mostSymptoms)] : [:]
    }
}
