import Markup
import Safety
import Storage
import Web

// What the form of a profile and the page about its line have in common.
extension AccountsFeature {
    /// What stands on the form of whoever looks. What has no name that others may read cannot be shown to them.
    func profileForm(_ visit: Visit) async throws -> ProfileForm {
        let (member, viewer, handedIn, language) = (try visit.person, visit.viewer, handedIn, visit.language)
        let hasConsent = visit.hasHealthConsent
        @Sendable func isNamed(_ livedWith: LivedWith) -> Bool {
            handedIn.nameOfCondition(livedWith.condition, language) != nil
        }
        return try await database.read { tx in
            var own = try ProfileStore.own(as: viewer, in: tx)
            own.conditions.removeAll { !isNamed($0.livedWith) }
            return ProfileForm(
                own: own, line: try ProfileLineStore.line(of: member, in: tx),
                recorded: try handedIn.livedWith(viewer, tx).filter(isNamed), hasConsent: hasConsent)
        }
    }

    /// Keeps a profile and answers with the page that says what became of it. Words of danger go to others only with a second
    /// yes: until then all else is kept and the line stays as it was.
    /// - Throws: `.invalid`, with nothing changed.
    func saveProfile(
        _ profile: OwnProfile, before: ProfileLine, _ sent: ProfileLineSending, _ visit: Visit
    ) async throws -> Reply {
        let isNew = profile.about != before.words || before.state == .unread || sent != .along
        let isDanger = isNew && profile.showsLine && safety?.reader.holding(profile.about ?? "") != nil
        guard !isDanger || visit.fields[HeldWords.yes] == "yes" else {
            var kept = profile
            kept.about = before.words
            try await setProfile(kept, as: visit.viewer)
            return held(profile.about ?? "", visit)
        }
        let isForPerson = isDanger || ReviewedWords.asksPerson(visit)
        let state = try await setProfile(profile, line: isForPerson ? .toPerson : sent, as: visit.viewer)
        guard isNew else { return visit.redirect("/me/profile", flash: "accounts.profile.saved") }
        switch state {
        case .held: return visit.redirect("/me/profile/about", flash: "accounts.profile.line.isHeld")
        case .waiting: return visit.redirect("/me/profile", flash: "accounts.profile.line.waits")
        case .passed, .unread, .refused: return visit.redirect("/me/profile", flash: "accounts.profile.saved")
        }
    }

    private func held(_ words: String, _ visit: Visit) -> Reply {
        HeldWords(
            words, of: "about", to: "/me/profile/about", readers: visit.text("accounts.profile.line.readers"),
            leave: "/me/profile", before: "<p>\(visit.text("accounts.profile.line.kept"))</p>", visit
        ).reply()
    }
}
