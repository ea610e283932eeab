import ArgumentParser
import Recurrence
import Storage
import Web

/// What whoever runs the server can type about groups.
extension GroupsFeature {
    var commands: [Command] {
        [
            Command(
                "organization open", "Opens an organization that offers groups.", OpenArguments.self, openOrganization),
            Command(
                "group import", "Takes in organizations, places, programs and series from a file.",
                ImportArguments.self, importGroups),
        ]
    }

    struct OpenArguments: ParsableArguments {
        @Argument(help: "In its address: small letters, digits and hyphens, as la-clinica.") var slug: String
        @Argument(help: "As people read it, in quotation marks.") var name: String
        @Argument(help: "In which its dates are planned: America/Los_Angeles.") var zone: String
        @Option(help: "By which people ask about a group: +15415550100.") var phone: String?
    }

    struct ImportArguments: ParsableArguments {
        @Argument(help: "A file of JSON lines.") var file: String
    }

    private func openOrganization(_ arguments: OpenArguments, _ console: Console) async throws {
        let isNew = try await open(arguments.slug, arguments.name, zone: arguments.zone, phone: arguments.phone)
        let space = "organization:\(arguments.slug)"
        guard isNew else { return console.say("It is open already: \(space)") }
        console.say("Opened. Name a coordinator: wayfellow account grant NAME coordinator --space \(space)")
    }

    private func importGroups(_ arguments: ImportArguments, _ console: Console) async throws {
        console.say("Series: \(try await takeIn(path: console.path(arguments.file)))")
    }

    /// Opens an organization; false where it is open already. Throws `CommandError` for what no form would take.
    @discardableResult
    package func open(_ slug: String, _ name: String, zone: String, phone: String? = nil) async throws -> Bool {
        let organization = try RecordReader(line: nil).organization(slug, name, zone: zone, phone: phone)
        let now = clock.now()
        return try await database.write { try OrganizationStore.open(organization, at: now, in: $0) }
    }
}
