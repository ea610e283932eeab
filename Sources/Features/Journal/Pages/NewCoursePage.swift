import Markup
import Storage
import Vocabulary
import Web

/// `/me/treatments/new`: which treatment, what for, since when; then on to evaluating it.
///
/// The address holds what is chosen already (`?treatment=slug&purpose=slug`), so evidence pages lead straight in.
struct NewCoursePage: Sendable {
    let journal: JournalFeature

    var routes: [Route] {
        [journal.getWithConsent("/me/treatments/new", show), journal.postWithConsent("/me/treatments/new", save)]
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let (names, mine, course) = try await found(visit, visit.query)
        if let course { return visit.redirect("/me/treatments/\(course.id)/evaluate") }
        guard let treatment = visit.query["treatment"].flatMap(names.treatment(reference:)) else {
            return find(visit, names)
        }
        let purpose = visit.query["purpose"].flatMap(names.purpose(reference:))
        let chosen = purpose ?? (mine.count == 1 ? mine.first.map { .condition($0.condition) } : nil)
        let fields = FormFields([
            "form": visit.formID(ID<Course>.new(at: visit.now), for: NewCourseForm.purpose),
            "treatment": names.reference(treatment),
            "purpose": chosen.map { names.reference($0) } ?? "",
        ])
        var offer = PurposeOffer(mine: mine, names: names)
        if let purpose { offer.add([purpose]) }
        return page(visit, names, treatment, offer, FormState(text: visit.text, fields: fields))
    }

    /// The names of the visit's records, what the member lives with, and the course they have of the treatment and purpose
    /// that are chosen already.
    private func found(_ visit: Visit, _ chosen: FormFields) async throws -> (Names, [MemberCondition], Course?) {
        try await journal.database.read { tx in
            let names = try journal.names(for: visit, in: tx)
            let mine = try MemberConditionStore.conditions(as: visit.viewer, in: tx)
            guard let treatment = chosen["treatment"].flatMap(names.treatment(reference:)),
                let purpose = chosen["purpose"].flatMap(names.purpose(reference:))
            else { return (names, mine, nil) }
            return (
                names, mine, try CourseStore.course(of: treatment, for: purpose, as: visit.viewer, in: tx)
            )
        }
    }

    /// The search for a treatment. One that fits word by word is taken at once.
    private func find(_ visit: Visit, _ names: Names) -> Reply {
        let query = visit.query["q"] ?? ""
        let matches = names.catalogue.search(query, language: visit.language, kinds: [.treatment], limit: 8)
        let exact = matches.filter { $0.quality == .exact }
        if let only = exact.first, exact.count == 1 {
            return visit.redirect(next(visit, only.slug))
        }
        // Under a card nothing stands that only looks like the words.
        let nearest =
            matches.isEmpty && visit.card == nil
            ? names.catalogue.suggestions(query, language: visit.language, limit: 20) : []
        let view = TreatmentSearchView(
            text: visit.text, csrf: visit.csrf, query: query, purpose: visit.query["purpose"], matches: matches,
            nearest: nearest.filter { $0.kind == .treatment })
        return visit.page(visit.text("journal.new.title"), view.html)
    }

    private func next(_ visit: Visit, _ treatment: String) -> Link {
        let link = Link("/me/treatments/new").adding("treatment", treatment)
        return visit.query["purpose"].map { link.adding("purpose", $0) } ?? link
    }

    @Sendable private func save(_ visit: Visit) async throws -> Reply {
        if visit.fields["word"] != nil { return try await proposeWord(visit) }
        let (names, mine, _) = try await found(visit, .empty)
        guard let treatment = visit.fields["treatment"].flatMap(names.treatment(reference:)) else {
            return visit.redirect("/me/treatments/new")
        }
        let form = NewCourseForm(visit, names, treatment, PurposeOffer(mine: mine, names: names))
        guard let course = form.course else {
            return page(visit, names, treatment, form.offer, form.state, status: 422)
        }
        let added = try await journal.database.write { tx in
            try CourseStore.add(course, as: visit.viewer, now: visit.now, in: tx)
        }
        switch added {
        case .new(let id):
            return visit.redirect("/me/treatments/\(id)/evaluate", flash: "journal.flash.courseAdded")
        case .known(let id):
            return visit.redirect("/me/treatments/\(id)/evaluate", flash: "journal.flash.courseKnown")
        }
    }

    /// A treatment that the catalogue does not know: kept as the member's word, and asked of a steward.
    private func proposeWord(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let word = reader.text("word", max: ProposedWord.longest, required: "journal.new.word.required")
        do {
            try reader.finish()
            let reference = try await journal.database.write { tx in
                try journal.propose(word, .treatment, visit, in: tx)
            }
            let link = Link("/me/treatments/new").adding("treatment", reference.text)
            let purpose = visit.fields["purpose"].flatMap { $0.isEmpty ? nil : $0 }
            return visit.redirect(
                purpose.map { link.adding("purpose", $0) } ?? link, flash: "journal.flash.wordKept")
        } catch let refusal as WordRefusal {
            reader.errors = refusal.errors(field: "word")
        } catch Problem.invalid {
            // The reader has them.
        }
        let view = TreatmentSearchView(
            text: visit.text, csrf: visit.csrf, query: visit.fields["word"] ?? "", purpose: visit.fields["purpose"],
            matches: [], nearest: [], errors: reader.errors)
        return visit.page(visit.text("journal.new.title"), status: 422, view.html)
    }

    private func page(
        _ visit: Visit, _ names: Names, _ treatment: ID<Treatment>, _ offer: PurposeOffer, _ state: FormState,
        status: Int = 200
    ) -> Reply {
        let view = NewCourseView(
            state: state, csrf: visit.csrf, names: names, treatment: treatment, offer: offer)
        return visit.page(visit.text("journal.new.title"), status: status, view.html)
    }
}

/// What was sent to begin a course.
private struct NewCourseForm {
    /// What the form's identifier is given for.
    static let purpose = "course"

    /// Nil when something is missing or wrong.
    let course: Course?
    let offer: PurposeOffer
    let state: FormState

    init(_ visit: Visit, _ names: Names, _ treatment: ID<Treatment>, _ offered: PurposeOffer) {
        var offer = offered
        offer.add(visit.fields.all("offered").prefix(PurposeOffer.most).compactMap(names.purpose(reference:)))
        var reader = FormReader(visit.fields)
        let other = reader.text("other", max: ProposedWord.longest)
        let isReadable = reader.errors.isEmpty
        let fields = CourseFields(&reader, now: visit.now)
        let chosen = reader.choice("purpose", among: offer.references).flatMap(names.purpose(reference:))
        // A word that was asked about before has been answered by one of the radio buttons.
        let isAnswered = chosen != nil && other == visit.fields["asked"]
        let purpose = other.isEmpty || isAnswered ? chosen : offer.choose(other, visit.language)
        if purpose == nil, isReadable {
            let (field, key) =
                other.isEmpty
                ? ("purpose", "journal.new.purpose.required")
                : offer.hasFound ? ("purpose", "journal.new.purpose.which") : ("other", "journal.new.purpose.unknown")
            reader.errors.add(field: field, key, ["word": .text(other)])
        }
        self.offer = offer
        state = FormState(
            text: visit.text, fields: visit.fields, errors: reader.errors, unset: purpose == nil ? ["purpose"] : [])
        course =
            reader.errors.isEmpty
            ? purpose.map {
                Course(
                    id: visit.sentFormID(for: Self.purpose) ?? .new(at: visit.now), treatment: treatment,
                    purpose: $0, started: fields.started, ended: fields.ended, dose: fields.dose)
            } : nil
    }
}
