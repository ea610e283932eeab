import Jobs
import Web

// What makes dates, and what whoever runs the server can type.
extension GroupsFeature {
    var schedulingJobs: [JobHandler] { [] }
    var schedulingSchedules: [Schedule] { [] }
    var commands: [Command] { [] }
    var checks: [Check] { [] }
}
