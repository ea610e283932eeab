import Jobs
import Web

// What a member does: take a seat, wait for one, say what they need, leave.
extension GroupsFeature {
    var joiningRoutes: [Route] { [] }
    var joiningJobs: [JobHandler] { [] }
    var joiningSchedules: [Schedule] { [] }
    var joiningMenu: [MenuEntry] { [] }
    var joiningFacts: [SessionFact] { [] }
    var joiningTexts: [WrittenText] { [] }
    var mails: [MailTemplate] { [] }
}
