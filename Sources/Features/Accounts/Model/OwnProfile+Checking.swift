import Markup
import Storage
import Web

extension OwnProfile {
    /// The profile as it is kept: the line trimmed and composed, a condition named twice kept once.
    ///
    /// Throws `.invalid`, fields `about` and `conditions`: `web.form.long`, `web.form.characters`,
    /// `accounts.profile.conditions.many`, `web.form.date.future`.
    func checked(at now: Instant) throws(Problem) -> OwnProfile {
        var reader = FormReader(FormFields(["about": about ?? ""]))
        let line = reader.text("about", max: Self.longestAbout)
        var seen: Set<ID<LivedWith.Condition>> = []
        let entries = conditions.filter { seen.insert($0.livedWith.condition).inserted }
        if entries.count > Self.mostConditions {
            reader.errors.add(
                field: "conditions", "accounts.profile.conditions.many", ["max": .count(Self.mostConditions)])
        }
        // A day begins first at UTC+14.
        if entries.contains(where: { ($0.livedWith.since?.start ?? now) > now + .hours(14) }) {
            reader.errors.add(field: "conditions", "web.form.date.future")
        }
        try reader.finish()
        var profile = self
        profile.about = line.isEmpty ? nil : line
        profile.conditions = entries
        return profile
    }

    /// Whether it says nothing about the person's health that an earlier one did not say.
    func addsNoCondition(to earlier: OwnProfile) -> Bool {
        Set(conditions.map(\.livedWith)).isSubset(of: earlier.conditions.map(\.livedWith))
    }
}
