package import Foundation
package import Jobs
package import Storage

/// All that the rest of the house needs of a room. The front door holds a list of these and knows nothing else of the
/// rooms; the kit knows none of them. `docs/new-room.md` builds one from nothing.
///
/// Made before the database is up to date: making it reads and writes nothing. What must be read at start goes into
/// `start`, which runs after the migrations.
package struct Feature: Sendable {
    /// The room's folder and target: `Journal`. Its texts begin with it in lower case.
    package let name: String
    /// Its tables, from the folder `Migrations`.
    package let migrations: Migrations
    /// Its sentences, from the folder `Text` of its bundle; the first part of their keys.
    package let texts: (feature: String, bundle: Bundle)

    /// Its pages and actions. What other rooms hand in (records, pieces, findings) is read from the list of all.
    package var routes: @Sendable (_ house: [Feature]) -> [Route] = { _ in [] }
    /// What it does later, and what it does every night.
    package var jobs: [JobHandler] = []
    package var schedules: [Schedule] = []
    /// What goes on beside the requests for as long as the server runs; ends when its task is cancelled.
    package var background: [@Sendable () async -> Void] = []
    /// The same, for what needs all rooms.
    package var backgroundOfHouse: [@Sendable (_ house: [Feature]) async -> Void] = []
    /// Reads what the room needs to begin with.
    package var start: @Sendable () async throws -> Void = {}

    /// The mails that it may have sent.
    package var mails: [MailTemplate] = []

    /// What whoever runs the server can type.
    package var commands: [Command] = []

    /// What it keeps of members, a set for each table: for the file they download, and for erasing them.
    package var records: [RecordSet] = []

    /// What programs of a member's may do here with a key, as its owner chooses it.
    package var keyScopes: [OfferedScope] = []

    /// Its places in the menu.
    package var menu: [MenuEntry] = []
    /// What it needs to know of whoever is signed in, read with the session in one query.
    package var facts: [SessionFact] = []
    /// Its piece of the front page.
    package var door: Door?
    /// The site's own picture, above the first sentence of the front page.
    package var emblem: Door?
    /// What it adds to the page about a condition or treatment.
    package var beside: Beside?
    /// What it adds to a member's page.
    package var besidePerson: BesidePerson?
    /// Where it takes a question that nobody has answered.
    package var openAsk: OpenAsk?
    /// What it adds to the answers of the one search.
    package var found: Finder?
    /// Its card on the administrator's page.
    package var administration: AdministrationCard?

    /// What it looks at when somebody asks whether all is well.
    package var checks: [Check] = []

    /// What it writes into the audit log, and the uses of a member's data for which it leaves receipts.
    package var auditEvents: [AuditEvent] = []
    package var receiptUses: [ReceiptUse] = []

    /// Which of its fields a person writes freely: each is read for words of danger.
    package var safetyTexts: [WrittenText] = []

    /// Reads texts that came otherwise than by such a field, and puts help above the page that answers.
    package var readsTexts: (@Sendable ([String], Visit) -> Void)?

    /// What the tests of permissions begin with.
    package var people: Fixture?

    package init(name: String, bundle: Bundle) {
        self.name = name
        migrations = Migrations(feature: name, bundle: bundle)
        texts = (name.lowercased(), bundle)
    }
}

/// A room as the front door takes it in: it says all of itself in one value.
package protocol Room: Sendable {
    var feature: Feature { get }
}
