import Web

// What coordinators and leaders do, what is kept of members, and what the tests of permissions begin with.
extension GroupsFeature {
    var staffRoutes: [Route] { [] }
    var staffMenu: [MenuEntry] { [] }
    var staffTexts: [WrittenText] { [] }
    var staffEvents: [AuditEvent] { [] }
    var records: [RecordSet] { [] }
    var people: Fixture? { nil }
}
