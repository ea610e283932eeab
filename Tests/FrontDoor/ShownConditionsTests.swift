import Accounts
import Databases
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import wayfellow

/// What members show on their profiles of what they record, over the rooms that know it: Accounts, Vocabulary, Journal.
@Suite struct ShownConditionsTests {
    @Test(arguments: Backend.available)
    func `a condition is chosen from one's own list, follows it, and leads to its page`(on backend: Backend)
        async throws
    {
        try await WholeHouse.open(on: backend) { house in
            let page = "/people/\(try await house.person(.owner))"
            let field = "condition-\(Condition.id(slug: "depression"))"
            for slug in ["depression", "back-pain"] {
                let added = try await house.send(
                    "POST", "/me/conditions", as: .owner, [("step", "add"), ("condition", slug)])
                expect(added.status, is: 303)
            }
            let word = [("step", "word"), ("word", "Left knee that clicks")]
            expect(try await house.send("POST", "/me/conditions", as: .owner, word).status, is: 303)
            // A word of one's own has been read by nobody: it is not for others.
            expect(
                try await house.send("GET", "/me/profile", as: .owner), 200,
                holds: [field, "Who sees: Depression", "Who sees: Back pain"], lacks: ["Left knee"])
            let shown = [("name-shown", "members"), (field, "members"), ("since-shown", "members")]
            expect(try await house.send("POST", "/me/profile", as: .owner, shown), 303, to: "/me/profile")
            let since = [
                ("step", "since"), ("condition", "depression"),
                ("since-\(Condition.id(slug: "depression"))-year", "2004"),
            ]
            expect(try await house.send("POST", "/me/conditions", as: .owner, since), 303, to: "/me/conditions")
            expect(
                try await house.send("GET", page, as: .member), 200,
                holds: ["href=\"/conditions/depression\"", "since 2004"], lacks: ["back-pain", "You too"])
            expect(try await house.send("GET", "/conditions/depression", as: .member).status, is: 200)
            _ = try await house.send(
                "POST", "/me/conditions", as: .member, [("step", "add"), ("condition", "depression")])
            expect(try await house.send("GET", page, as: .member), 200, holds: ["You too"])
            // Off the list, off the page.
            let removed = [("step", "remove"), ("condition", "depression")]
            expect(try await house.send("POST", "/me/conditions", as: .owner, removed), 303, to: "/me/conditions")
            expect(try await house.send("GET", page, as: .member), 200, lacks: ["/conditions/depression"])
            expect(try await house.send("GET", page, as: .visitor).status, is: 404)
        }
    }

    @Test(arguments: Backend.available)
    func `an account that is erased takes its page and its ties along`(on backend: Backend) async throws {
        try await WholeHouse.open(on: backend) { house in
            let (owner, member) = (try await house.newMember(), try await house.person(.member))
            let accounts = house.house.rooms.accounts
            let (own, other) = (Viewer.person(owner, roles: []), Viewer.person(member, roles: []))
            var profile = try await accounts.ownProfile(as: own)
            (profile.pseudonymVisibility, profile.about, profile.aboutVisibility) = (.anyone, "Kestrelwood", .anyone)
            try await accounts.setProfile(profile, as: own)
            try await accounts.follow(member, as: own)
            try await accounts.follow(owner, as: other)
            let page = "/people/\(owner)"
            expect(try await house.send("GET", page, as: .visitor), 200, holds: ["Kestrelwood"])
            try await house.erase(owner)
            for caller in [Caller.visitor, .member] {
                expect(try await house.send("GET", page, as: caller), 404, lacks: ["Kestrelwood"])
            }
            expect(
                try await house.send("GET", "/me/following", as: .member), 200,
                holds: ["You follow nobody yet", "Nobody follows you yet"])
        }
    }
}
