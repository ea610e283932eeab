import Markup
import Safety
import Storage
import Web

/// `/people/:member`: what somebody may see of a member, and what they can do. A profile that is hidden from them, a block
/// either way, an account that is gone and an identifier that was never given are one answer: that there is no such page.
struct MemberPage: Sendable {
    let accounts: AccountsFeature
    /// What other rooms add.
    let beside: [BesidePerson]

    /// More than anybody reads of others in an hour, and too few to copy them.
    static let reading = RateLimit(per: .person, count: 120, within: 3_600)
    private static let changing = RateLimit(per: .person, count: 60, within: 3_600)

    var routes: [Route] {
        [
            .get("/people/:member", .anyone, limit: Self.reading, show),
            .post("/people/:member/follow", .member, limit: Self.changing, follow),
            .post("/people/:member/unfollow", .member, limit: Self.changing, unfollow),
            .post("/people/:member/block", .member, limit: Self.changing, block),
            .post("/people/:member/unblock", .member, limit: Self.changing, unblock),
        ]
    }

    // MARK: What the forms do

    @Sendable private func follow(_ visit: Visit) async throws -> Reply {
        let member: ID<Person> = try visit.id("member")
        try await accounts.follow(member, as: visit.viewer)
        return try await back(to: member, flash: "accounts.follow.done", visit)
    }

    @Sendable private func unfollow(_ visit: Visit) async throws -> Reply {
        let member: ID<Person> = try visit.id("member")
        try await accounts.unfollow(member, as: visit.viewer)
        return try await back(to: member, flash: "accounts.follow.ended", visit)
    }

    /// To the profile, where there is one for them; else to the list on which the member stands.
    private func back(to member: ID<Person>, flash: String, _ visit: Visit) async throws -> Reply {
        guard visit.fields[TieView.fromList] == nil,
            try await accounts.profile(of: member, as: visit.viewer) != nil
        else { return visit.redirect("/me/following", flash: flash) }
        return visit.redirect("/people/\(member)", flash: flash)
    }

    @Sendable private func block(_ visit: Visit) async throws -> Reply {
        try await accounts.block(try visit.id("member"), as: visit.viewer)
        return visit.redirect("/me/blocked", flash: "accounts.block.done")
    }

    @Sendable private func unblock(_ visit: Visit) async throws -> Reply {
        try await accounts.unblock(try visit.id("member"), as: visit.viewer)
        return visit.redirect("/me/blocked", flash: "accounts.block.ended")
    }

    // MARK: The page

    @Sendable private func show(_ visit: Visit) async throws -> Reply {
        let (member, viewer): (ID<Person>, Viewer) = (try visit.id("member"), visit.viewer)
        // One's own page is what others see there.
        if viewer.personID == member { return visit.redirect("/me/profile/as/\(SeenAs.member.rawValue)") }
        let livedWith = accounts.handedIn.livedWith
        let found = try await accounts.database.read { tx in
            try ProfileStore.profile(of: member, as: viewer, in: tx).map { profile in
                (
                    profile: profile, tie: try FollowStore.tie(with: member, as: viewer, in: tx),
                    // Where there is nothing to compare nothing is read.
                    shared: profile.conditions.isEmpty ? [] : try livedWith(viewer, tx).map(\.condition)
                )
            }
        }
        guard let found else { throw Problem.notFound }
        let (text, name) = (visit.text, found.profile.pseudonym)
        let view = ProfileView(profile: found.profile, text: text, shared: Set(found.shared)) {
            accounts.nameOfCondition($0, $1)
        }
        let isMutual = found.tie.isFollowed && found.tie.followsViewer
        let pieces = try await beside.html(member, visit)
        let tags = HTML.tags([HTML.tag(text("accounts.follow.mutual"), kind: .yours)])
        return visit.page(
            name,
            HTML.narrow(
                HTML.pageHeader(name, tags: isMutual ? tags : nil) + HTML.card(view.html())
                    + actions(found.profile, found.tie, pieces, visit)))
    }

    private func actions(_ profile: Profile, _ tie: FollowStore.Tie, _ pieces: HTML, _ visit: Visit) -> HTML {
        let (text, member) = (visit.text, profile.member)
        let reports =
            profile.about == nil
            ? "<p>\(TieView.reportName(member, text))</p>"
            : SafetyFeature.reportLinks(AccountsFeature.line(of: member), by: member, text)
        guard visit.viewer.personID != nil else {
            let signIn = Link("/sign-in").adding("to", visit.path)
            return "<p><a href=\"\(signIn)\">\(text("accounts.follow.signIn"))</a></p>\(reports)"
        }
        let view = TieView(member: member, pseudonym: profile.pseudonym, visit: visit)
        let yours = text("accounts.profile.yours", ["name": .text(profile.pseudonym)])
        return """
            \(view.following(tie.isFollowed, kind: tie.isFollowed ? .secondary : .primary))\(pieces)\
            <p>\(yours) <a href="/me/profile">\(text("accounts.profile.yours.link"))</a></p>\
            \(view.blocking)\(reports)
            """
    }
}
