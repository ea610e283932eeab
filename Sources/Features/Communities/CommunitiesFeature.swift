package import Accounts
package import Evidence
import Files
import Jobs
import Logging
import Markup
package import Safety
import Storage
package import Vocabulary
package import Web

/// Communities: where people talk. Read this first.
///
/// A community (`Model/Community`) is a space about a condition or a theme; in it threads (`CommunityThread`) of posts
/// (`Post`). Who reads what is said in one place, in SQL (`Store/ThreadVisibilityStore`). What somebody is about to let others
/// read passes Safety first (`Posting`); whoever watches a thread is told by a job afterwards (`Telling`). Two members write to
/// each other (`Correspondence`) after one asked and the other said yes (`LetterWriting`, `LetterConsent`). Why it is so:
/// docs/decisions/0028-communities.md.
package struct CommunitiesFeature: Room {
    let dependencies: Dependencies
    let accounts: AccountsFeature
    let vocabulary: VocabularyFeature
    let evidence: EvidenceFeature
    let safety: SafetyFeature
    /// Shared by all copies.
    let views = ViewCounts()
    let likes = LikeQuestions()
    let crowd = DarkCrowd()
    let letterSeal: LetterSeal
    let reencoder: ImageReencoder

    var database: Database { dependencies.database }
    var queue: Queue { dependencies.queue }

    package init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature,
        evidence: EvidenceFeature, safety: SafetyFeature
    ) {
        self.init(
            dependencies, accounts: accounts, vocabulary: vocabulary, evidence: evidence, safety: safety,
            reencoder: ImageReencoder())
    }

    init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature,
        evidence: EvidenceFeature, safety: SafetyFeature, reencoder: ImageReencoder
    ) {
        (self.dependencies, self.accounts, self.vocabulary) = (dependencies, accounts, vocabulary)
        (self.evidence, self.safety, self.reencoder) = (evidence, safety, reencoder)
        letterSeal = LetterSeal(secret: accounts.roomSecret(for: "letters"))
        accounts.loses(LostWithKey("communities.draft.lost") { try DraftStore.removeAll(of: $0, in: $1) })
    }

    package var feature: Feature {
        var feature = Feature(name: "Communities", bundle: .module)
        feature.routes = { _ in routes }
        feature.jobs = [tellHandler, indexHandler, putHandler, tellViewsHandler, sweepHandler]
        feature.schedules = [
            indexSchedule, Self.putSchedule, Self.tellViewsSchedule,
            Schedule(nightly: Self.sweepJob, hour: 4, minute: 25),
        ]
        feature.mails = mails
        feature.start = { try await beginIndexing() }
        feature.background = [
            { await keepPurging() }, { await keepWritingViews() }, { await keepFindingLikes() },
            { await keepCountingCrowds() },
        ]
        feature.commands = commands
        feature.records = records + letterRecords
        feature.menu = [
            MenuEntry(.door, "communities.menu.talk", to: "/communities"),
            MenuEntry(.account, "communities.menu.own", to: "/me/talk", for: .members, badge: Self.news),
            MenuEntry(.account, "communities.letters.title", to: "/me/letters", for: .members, badge: Self.newLetters),
        ]
        feature.facts = [Self.news, Self.newLetters]
        feature.safetyTexts = safetyTexts + [weekText, letterTexts]
        feature.auditEvents = [.postWarned, .postWarningRemoved]
        feature.found = finder
        feature.besidePerson = BesidePerson { member, visit in try await letterLink(to: member, visit) }
        feature.openAsk = OpenAsk { topic, visit in
            let community = try await database.read { try CommunityStore.find(slug: topic.slug, in: $0) }
            return community.map { NewThreadPage.link($0.slug, .question) }
        }
        feature.people = Fixture { owner, other in try await demonstrateRoutes(owner, other) }
        return feature
    }

    private var routes: [Route] {
        [
            CommunitiesPage(communities: self).routes, CommunityPage(communities: self).routes,
            NewThreadPage(communities: self).routes, ThreadPage(communities: self).routes,
            ReplyPage(communities: self).routes, EditPostPage(communities: self).routes,
            PostActions(communities: self).routes, OwnTalkPage(communities: self).routes,
            FeedPage(communities: self).routes, CommunitySearchPage(communities: self).routes,
            WeekQuestionPage(communities: self).routes,
            LettersPage(communities: self).routes, CorrespondencePage(communities: self).routes,
            AskLetterPage(communities: self).routes, LeaveCorrespondencePage(communities: self).routes, mailedRoutes,
            PostPicturePage(communities: self).routes, FiltersPage(communities: self).routes,
            PostWarningPage(communities: self).routes, PollPage(communities: self).routes,
        ].flatMap { $0 }
    }

    /// In how many threads something is new for whoever is signed in.
    static let news = SessionFact("talk-news", words: "communities.menu.own.new") { WatchStore.countNews(for: $0) }

    /// In how many correspondences something is new for whoever is signed in.
    static let newLetters = SessionFact("letter-news", words: "communities.letters.new.count") {
        LetterStore.countNews(for: $0)
    }

    /// What a community is called.
    func name(of community: Community, _ text: Text) -> String {
        guard community.kind == .condition else { return text("communities.theme.\(community.slug)") }
        return vocabulary.catalogue.condition(slug: community.slug)?.name(text.language) ?? community.slug
    }

    /// What it is about, in a sentence.
    func about(_ community: Community, _ text: Text) -> String {
        guard community.kind == .condition else { return text("communities.theme.\(community.slug).about") }
        let name = vocabulary.catalogue.condition(slug: community.slug)?.name.inSentence(text.language)
        return text("communities.condition.about", ["condition": .text(name ?? community.slug)])
    }

    /// The community that an address names.
    func community(_ visit: Visit, _ tx: Transaction) throws -> Community {
        guard let found = try CommunityStore.find(slug: try visit.parameter("community"), in: tx) else {
            throw Problem.notFound
        }
        return found
    }

    /// The thread that an address names, as the viewer may read it, in the community that the address names.
    func thread(_ visit: Visit, _ tx: Transaction) throws -> (community: Community, thread: CommunityThread) {
        let community = try community(visit, tx)
        guard let thread = try ThreadStore.find(try visit.id("thread"), as: visit.viewer, in: tx),
            thread.community == community.id
        else { throw Problem.notFound }
        return (community, thread)
    }

    /// The number of the post that an address names.
    func number(_ visit: Visit) throws -> Int {
        let number = try visit.parameter("number")
        guard number.utf8.count <= 7, let number = Int(number), number > 0 else { throw Problem.notFound }
        return number
    }
}
