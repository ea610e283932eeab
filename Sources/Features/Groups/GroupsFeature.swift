package import Accounts
import Jobs
import Logging
import Markup
import Post
package import Safety
import Storage
package import Vocabulary
package import Web

/// Groups: programs and classes that people find, join and come to. Read this first.
///
/// An organization (`Model/Organization`) is a space in which coordinators and leaders hold their roles. It offers
/// programs (`Program`) that meet as series (`Series`) on dates (`Session`). **Whatever is known of a date hangs on
/// its series and its `RecurrenceID`**, which never change: seats (`Enrolment`), answers, arrangements. Who has the
/// next seat `SeatLedger` decides, from rows, in the transaction that gives it away. Finding reads a schedule in
/// memory (`ScheduleBook`, `DateLines`, `SeatBook`); who comes stands in the database alone, and on no page but their own and their
/// coordinator's. Why it is so: docs/decisions/0032-groups.md.
///
/// What the room hands in stands beside what it is about: `Scheduling`, `Finding`, `Joining`, `Staffing`.
package struct GroupsFeature: Room {
    let dependencies: Dependencies
    let accounts: AccountsFeature
    let vocabulary: VocabularyFeature
    let safety: SafetyFeature
    /// Shared by all copies.
    let book: ScheduleBook
    /// The same.
    let seats = SeatBook()
    let lines = DateLines()
    let topics = KeptTopicBook()

    var database: Database { dependencies.database }
    var clock: Clock { dependencies.clock }

    package init(
        _ dependencies: Dependencies, accounts: AccountsFeature, vocabulary: VocabularyFeature, safety: SafetyFeature
    ) {
        (self.dependencies, self.accounts) = (dependencies, accounts)
        (self.vocabulary, self.safety) = (vocabulary, safety)
        book = ScheduleBook(clock: dependencies.clock)
    }

    package var feature: Feature {
        var feature = Feature(name: "Groups", bundle: .module)
        feature.routes = { _ in findingRoutes + joiningRoutes + staffRoutes }
        feature.jobs = schedulingJobs + joiningJobs
        feature.schedules = schedulingSchedules + joiningSchedules
        feature.mails = mails
        feature.commands = commands
        feature.records = records
        feature.menu = findingMenu + joiningMenu + staffMenu
        feature.facts = joiningFacts
        feature.door = door
        feature.beside = beside
        feature.found = finder
        feature.checks = checks
        feature.safetyTexts = findingTexts + joiningTexts + staffTexts
        feature.auditEvents = staffEvents
        feature.people = people
        return feature
    }
}
