import Markup
import Storage
import Web

/// What a member shows of themselves as the form of their profile has it: what stands there, and what was sent.
struct ProfileForm: Sendable {
    /// What is kept.
    let own: OwnProfile
    let line: ProfileLine
    /// What can be shown of what they live with, each with who sees it now: what they recorded and, besides, what the profile
    /// shows already. Without their yes to health data only that: it can be hidden, and nothing comes to it.
    let entries: [OwnProfile.Entry]

    static let (name, about, aboutShown, sinceShown) = ("name-shown", "about", "about-shown", "since-shown")

    /// Who sees a condition.
    static func shown(_ condition: ID<LivedWith.Condition>) -> String { "condition-\(condition)" }

    /// - Parameter recorded: what the member recorded that they live with, in their order.
    init(own: OwnProfile, line: ProfileLine, recorded: [LivedWith], hasConsent: Bool) {
        (self.own, self.line) = (own, line)
        let shown = Dictionary(own.conditions.map { ($0.livedWith.condition, $0) }) { first, _ in first }
        guard hasConsent else {
            entries = own.conditions
            return
        }
        let known = Set(recorded.map(\.condition))
        entries =
            recorded.map { OwnProfile.Entry($0, visibility: shown[$0.condition]?.visibility ?? .onlyMe) }
            + own.conditions.filter { !known.contains($0.livedWith.condition) }
    }

    /// The profile as it was sent. What was not sent stays as it was. What only the member sees is not on the profile: it
    /// stands in their record, and once is enough.
    func read(_ fields: FormFields, _ reader: inout FormReader) -> OwnProfile {
        var profile = own
        profile.pseudonymVisibility = Self.visibility(Self.name, own.pseudonymVisibility, &reader)
        profile.aboutVisibility = Self.visibility(Self.aboutShown, own.aboutVisibility, &reader)
        profile.sinceVisibility = Self.visibility(Self.sinceShown, own.sinceVisibility, &reader)
        if fields[Self.about] != nil {
            let about = reader.text("about", max: OwnProfile.longestAbout)
            profile.about = about.isEmpty ? nil : about
        }
        profile.conditions = entries.compactMap { entry in
            let name = Self.shown(entry.livedWith.condition)
            let visibility = Self.visibility(name, entry.visibility, &reader)
            return visibility == .onlyMe ? nil : OwnProfile.Entry(entry.livedWith, visibility: visibility)
        }
        return profile
    }

    private static func visibility(_ name: String, _ now: Visibility, _ reader: inout FormReader) -> Visibility {
        reader.choice(name, among: Visibility.allCases.map(\.rawValue)).flatMap(Visibility.init) ?? now
    }
}
