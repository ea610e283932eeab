import World
import Foundation
import Markup
import Storage
import Testing
import Web

@testable import Accounts

@Suite struct ProfileTests {
    @Test(arguments: Backend.available)
    func `a profile begins hidden, and its owner finds it`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana"), try await world.member("Bo"))
            #expect(try await world.accounts.ownProfile(as: ana.asViewer) == OwnProfile())
            #expect(try await world.accounts.profile(of: ana, as: bo.asViewer) == nil)
            #expect(try await world.accounts.profile(of: .random(), as: ana.asViewer) == nil)
            let own = try await world.accounts.profile(of: ana, as: ana.asViewer)
            #expect(own == Profile(member: ana, pseudonym: "Ana", about: nil, conditions: []))
        }
    }

    @Test(arguments: Backend.available)
    func `each part is shown as far as it says, and none without the name`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let (ana, bo) = (try await world.member("Ana", consent: true), try await world.member("Bo"))
            var own = OwnProfile.sample
            try await world.accounts.setProfile(own, as: ana.asViewer)
            #expect(try await world.accounts.ownProfile(as: ana.asViewer) == own)
            #expect(
                try await world.accounts.profile(of: ana, as: bo.asViewer)
                    == Profile(
                        member: ana, pseudonym: "Ana", about: nil,
                        conditions: [LivedWith(condition: .sample(3)), LivedWith(condition: .sample(1))]))
            #expect(
                try await world.accounts.profile(of: ana, as: .anonymous)
                    == Profile(
                        member: ana, pseudonym: "Ana", about: nil, conditions: [LivedWith(condition: .sample(1))]))
            own.sinceVisibility = .members
            own.aboutVisibility = .members
            own.pseudonymVisibility = .members
            try await world.accounts.setProfile(own, as: ana.asViewer)
            let seen = try await world.accounts.profile(of: ana, as: bo.asViewer)
            #expect(seen?.about == "Rowing again.")
            #expect(seen?.conditions.map(\.since?.text) == [nil, "2019-03"])
            #expect(try await world.accounts.profile(of: ana, as: .anonymous) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `what one lives with needs the yes to health data, to be kept and to be shown`(
        on backend: Backend
    ) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana")
            try await world.expectRefusal(of: .sample, by: ana, ["conditions": "accounts.profile.conditions.consent"])
            try await world.decide(true, by: ana, .en)
            try await world.accounts.setProfile(.sample, as: ana.asViewer)
            try await world.decide(false, by: ana, .en)
            #expect(try await world.accounts.profile(of: ana, as: .anonymous)?.conditions == [])
            #expect(try await world.accounts.profile(of: ana, as: ana.asViewer)?.conditions.count == 3)
            // What is kept already can be hidden and taken out all the same.
            var less = OwnProfile.sample
            less.conditions.removeFirst()
            less.conditions[0].visibility = .onlyMe
            try await world.accounts.setProfile(less, as: ana.asViewer)
            #expect(try await world.accounts.ownProfile(as: ana.asViewer) == less)
        }
    }

    @Test func `what cannot be kept is refused with all its reasons, and nothing changes`() async throws {
        try await withAccounts { world in
            let ana = try await world.member("Ana", consent: true)
            try await world.accounts.setProfile(.sample, as: ana.asViewer)
            var wrong = OwnProfile()
            wrong.about = String(repeating: "é", count: OwnProfile.longestAbout + 1)
            wrong.conditions = (0...OwnProfile.mostConditions).map {
                OwnProfile.Entry(LivedWith(condition: .sample($0)))
            }
            try await world.expectRefusal(
                of: wrong, by: ana, ["about": "web.form.long", "conditions": "accounts.profile.conditions.many"])
            wrong = OwnProfile()
            wrong.about = "two\nlines"
            wrong.conditions = [OwnProfile.Entry(LivedWith(condition: .sample(1), since: PartialDate("2031")))]
            try await world.expectRefusal(
                of: wrong, by: ana, ["about": "web.form.characters", "conditions": "web.form.date.future"])
            #expect(try await world.accounts.ownProfile(as: ana.asViewer) == .sample)
            for nobody in [Viewer.anonymous, .system(reason: "test")] {
                await expect(signInNeeded: { try await world.accounts.setProfile(.sample, as: nobody) })
            }
        }
    }

    @Test(arguments: Backend.available)
    func `the longest that is allowed is kept, the line as it was meant`(on backend: Backend) async throws {
        try await withAccounts(on: backend) { world in
            let ana = try await world.member("Ana", consent: true)
            var profile = OwnProfile()
            profile.about = "  " + String(repeating: "e\u{301}", count: OwnProfile.longestAbout) + " "
            profile.conditions = (0..<OwnProfile.mostConditions).map {
                OwnProfile.Entry(LivedWith(condition: .sample($0)))
            }
            profile.conditions.append(profile.conditions[0])
            try await world.accounts.setProfile(profile, as: ana.asViewer)
            let kept = try await world.accounts.ownProfile(as: ana.asViewer)
            #expect(kept.about?.unicodeScalars.count == OwnProfile.longestAbout)
            #expect(kept.conditions == profile.conditions.dropLast())
            profile.about = " \t "
            try await world.accounts.setProfile(profile, as: ana.asViewer)
            #expect(try await world.accounts.ownProfile(as: ana.asViewer).about == nil)
        }
    }
}

extension OwnProfile {
    /// Three conditions, each with a level and the middle one with no date; the date and the line only for oneself.
    static var sample: OwnProfile {
        var profile = OwnProfile()
        profile.pseudonymVisibility = .anyone
        profile.about = "Rowing again."
        profile.conditions = [
            Entry(LivedWith(condition: .sample(2), since: PartialDate("2004")), visibility: .followedBack),
            Entry(LivedWith(condition: .sample(3)), visibility: .members),
            Entry(LivedWith(condition: .sample(1), since: PartialDate("2019-03")), visibility: .anyone),
        ]
        return profile
    }
}

extension ID where Subject == LivedWith.Condition {
    static func sample(_ number: Int) -> Self { Self(named: "condition:sample-\(number)") }
}

extension TestAccounts {
    /// The refusal names these fields with these keys and no others.
    func expectRefusal(
        of profile: OwnProfile, by member: ID<Person>, _ errors: [String: String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var expected = FormErrors()
        do {
            try await accounts.setProfile(profile, as: member.asViewer)
            Issue.record("it was taken", sourceLocation: sourceLocation)
        } catch Problem.invalid(let found) {
            let texts = try allTexts()[.en]
            let values: [String: Int] = ["about": OwnProfile.longestAbout, "conditions": OwnProfile.mostConditions]
            for (field, key) in errors { expected.add(field: field, key, ["max": .count(values[field] ?? 0)]) }
            for field in ["about", "conditions"] {
                #expect(
                    found.message(for: field, texts) == expected.message(for: field, texts),
                    sourceLocation: sourceLocation)
            }
        }
    }
}

/// Whoever is no person is asked to sign in.
func expect(
    signInNeeded body: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) async {
    await expectProblem(sourceLocation, body) { if case .signInNeeded = $0 { true } else { false } }
}

/// A body fails with a problem of this kind.
func expectProblem(
    _ sourceLocation: SourceLocation, _ body: () async throws -> Void, _ isExpected: (Problem) -> Bool
) async {
    do {
        try await body()
        Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch let problem as Problem {
        #expect(isExpected(problem), "\(problem)", sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
