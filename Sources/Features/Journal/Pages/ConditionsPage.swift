import Accounts
import Markup
import Storage
import Vocabulary
import Web

/// `/me/conditions`: what a member lives with. The first page after joining, and the place to change it later.
struct ConditionsPage: Sendable {
    let journal: JournalFeature

    var routes: [Route] {
        [journal.getOwn("/me/conditions", show), journal.postOwn("/me/conditions", change)]
    }

    /// The buttons of the page: each form sends one.
    private enum Step: String, CaseIterable {
        case add, remove, since, word
    }

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let query = visit.query["q"] ?? ""
        return try await page(visit, FormState(text: visit.text, fields: .empty), query: query)
    }

    @Sendable private func change(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let step = reader.choice("step", among: Step.allCases.map(\.rawValue)).flatMap(Step.init) ?? .add
        if step != .remove, let question = visit.healthConsentQuestion { return question }
        if step == .word { return try await proposeWord(visit) }
        let names = try await journal.database.read { try journal.names(for: visit, in: $0) }
        guard let condition = visit.fields["condition"].flatMap(names.condition(reference:)) else {
            return visit.redirect("/me/conditions")
        }
        switch step {
        case .add, .word:
            try await journal.database.write { tx in
                try MemberConditionStore.add(
                    MemberCondition(condition: condition), as: visit.viewer, now: visit.now, in: tx)
            }
            return visit.redirect("/me/conditions", flash: "journal.flash.conditionAdded")
        case .remove:
            try await journal.database.write { tx in
                try MemberConditionStore.remove(condition, as: visit.viewer, in: tx)
                try AccountsFeature.takeOffProfile(ID(condition), as: visit.viewer, in: tx)
            }
            return visit.redirect("/me/conditions", flash: "journal.flash.conditionRemoved")
        case .since:
            return try await setSince(of: condition, visit, &reader)
        }
    }

    private func setSince(of condition: ID<Condition>, _ visit: Visit, _ reader: inout FormReader) async throws -> Reply
    {
        // The name of the field says whose it is: a page shows one for each condition.
        let field = ConditionsView.sinceField(condition)
        let since = reader.partialDate(field, required: "journal.conditions.since.required", notAfter: visit.now)
        guard reader.errors.isEmpty, let since else {
            let state = FormState(text: visit.text, fields: visit.fields, errors: reader.errors)
            return try await page(visit, state, status: 422)
        }
        let isMine = try await journal.database.write { tx in
            try AccountsFeature.setSinceOnProfile(since, of: ID(condition), as: visit.viewer, in: tx)
            return try MemberConditionStore.setSince(since, of: condition, as: visit.viewer, in: tx)
        }
        guard isMine else { throw Problem.notFound }
        return visit.redirect("/me/conditions", flash: "journal.flash.saved")
    }

    /// A condition that the catalogue does not know: kept as the member's word, and asked of a steward.
    private func proposeWord(_ visit: Visit) async throws -> Reply {
        var reader = FormReader(visit.fields)
        let word = reader.text("word", max: ProposedWord.longest, required: "journal.new.word.required")
        do {
            try reader.finish()
            try await journal.database.write { tx in
                let reference = try journal.propose(word, .condition, visit, in: tx)
                let names = try journal.names(for: visit, in: tx)
                guard let condition = names.condition(reference: reference.text) else { throw Problem.notFound }
                try MemberConditionStore.add(
                    MemberCondition(condition: condition), as: visit.viewer, now: visit.now, in: tx)
            }
            return visit.redirect("/me/conditions", flash: "journal.flash.conditionAdded")
        } catch let refusal as WordRefusal {
            reader.errors = refusal.errors(field: "word")
        } catch Problem.invalid {
            // The reader has them.
        }
        let state = FormState(text: visit.text, fields: visit.fields, errors: reader.errors)
        return try await page(visit, state, query: visit.fields["word"] ?? "", status: 422)
    }

    private func page(_ visit: Visit, _ state: FormState, query: String = "", status: Int = 200) async throws -> Reply {
        let (names, mine) = try await journal.database.read { tx in
            (try journal.names(for: visit, in: tx), try MemberConditionStore.conditions(as: visit.viewer, in: tx))
        }
        let language = visit.language
        let matches = names.catalogue.search(query, language: language, kinds: [.condition], limit: 8)
        // Under a card nothing stands that only looks like the words.
        let nearest =
            matches.isEmpty && visit.card == nil
            ? names.catalogue.suggestions(query, language: language, limit: 20) : []
        let view = ConditionsView(
            state: state, csrf: visit.csrf, isKept: visit.hasHealthConsent, names: names, mine: mine, query: query,
            matches: matches,
            nearest: nearest.filter { $0.kind == .condition }.prefix(5).map { $0 })
        return visit.page(visit.text("journal.conditions.title"), status: status, view.html)
    }
}
