import Jobs
import Markup
import Storage
import Web

// What a member does: take a seat, wait for one, say what they need, leave.
extension GroupsFeature {
    var joiningRoutes: [Route] {
        [
            JoinPage(groups: self).routes, OfferPage(groups: self).routes, LeavePage(groups: self).routes,
            NeedsPage(groups: self).routes, AnswerPage(groups: self).routes, OwnGroupsPage(groups: self).routes,
            OwnCalendarPage(groups: self).routes, AppointmentsFeedPage(groups: self).routes,
            CardPage(groups: self).routes, ReferralPage(groups: self).routes, ShortAddressPage(groups: self).routes,
        ].flatMap { $0 }
    }

    var joiningJobs: [JobHandler] { [offerJob, planJob] }

    var joiningSchedules: [Schedule] { [Schedule(nightly: "groups.plan", hour: 3, minute: 40)] }

    var joiningMenu: [MenuEntry] {
        [MenuEntry(.account, "groups.mine.title", to: OwnGroupsPage.path, for: .members, badge: Self.offers)]
    }

    var joiningFacts: [SessionFact] { [Self.offers] }

    /// How many seats are kept for whoever is signed in.
    static let offers = SessionFact("group-offers", words: "groups.mine.offers") { EnrolmentStore.countOffers(for: $0) }

    /// What somebody says of a need: read by coordinators and leaders, and for words of danger.
    var joiningTexts: [WrittenText] {
        AccessNeed.Kind.allCases.map { kind in
            WrittenText(
                "groups.need", at: JoinPage.pattern, NeedsPage.pattern, field: NeedFields.wordsField(kind))
        }
    }
}
