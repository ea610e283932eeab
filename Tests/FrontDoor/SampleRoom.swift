import ArgumentParser
import Foundation
import Jobs
import Markup
import Storage
import Synchronization
import Web

/// A room that fills every part of a `Feature`, and has a page for every role in every kind of space.
struct SampleRoom: Room {
    /// What became of it.
    let log = SampleLog()
    var change: @Sendable (Route) -> Route = { $0 }

    init() {}

    /// With routes that are not what they should be.
    init(_ change: @escaping @Sendable (Route) -> Route) {
        self.change = change
    }

    static let fact = SessionFact("sample.cups", words: "sample.cups") { _ in "(SELECT 7)" }
    static let use = ReceiptUse("sample", what: "sample.what", why: "sample.why")

    var feature: Feature {
        var feature = Feature(name: "Sample", bundle: SampleTexts.bundle)
        let (log, change) = (log, change)
        feature.routes = { _ in (Self.routesOfRoles + Self.routesOfMembers + Self.routesOfPrograms).map(change) }
        feature.jobs = [JobHandler("sample.job") { _ in log.note("job") }]
        feature.schedules = [Schedule(nightly: "sample.job", hour: 3, minute: 0)]
        feature.background = [{ log.note("background") }]
        feature.start = { log.note("start") }
        feature.commands = [
            Command("sample greet", "Greets.", Words.self) { words, console in console.say("Good day, \(words.name).")
            },
            Command("sample find", "Says where a file lies.", Words.self) { words, console in
                console.say(console.path(words.name))
            },
            Command("sample stay", "Works until it is cancelled.", NoWords.self) { _, console in
                console.say("Working.")
                try await Task.sleep(for: .seconds(1_000_000))
            },
        ]
        feature.keyScopes = [OfferedScope(Self.scope, label: "sample.what", hint: "sample.why")]
        feature.records = [
            RecordSet.one(
                "sample", .init("sample_cups"),
                erased: .pieces { _, _, _ in
                    log.note("erased")
                    return false
                }
            ) { _, _ in ["cups": 7] }
        ]
        feature.menu = [MenuEntry(.own, "sample.title", to: "/sample/menu", for: .members, badge: Self.fact)]
        feature.facts = [Self.fact]
        feature.door = Door { visit in [HTML(text: "\(visit.text("sample.title")) at the door")] }
        feature.beside = Beside { topic, visit in HTML(text: "\(visit.text("sample.title")) beside \(topic.slug)") }
        feature.besidePerson = BesidePerson { _, visit in HTML(text: "\(visit.text("sample.title")) beside a member") }
        feature.found = Finder { words, visit in HTML(text: "\(visit.text("sample.title")) for \(words)") }
        feature.administration = AdministrationCard { visit in HTML(text: "\(visit.text("sample.title")) for staff") }
        feature.checks = [Check("sample.title") { [CheckFinding(.warning, "sample.cups", ["n": .count(3)])] }]
        feature.auditEvents = [AuditEvent("sample-poured")]
        feature.receiptUses = [Self.use]
        feature.people = Fixture { _, _ in ["/sample/cups/:cup": "blue"] }
        return feature
    }

    struct Words: ParsableArguments {
        @Argument var name: String
    }

    struct NoWords: ParsableArguments {}

    static let routesOfMembers: [Route] = [
        .get("/sample/menu", .member) { visit in visit.page("Tea", "<p>Tea</p>") },
        .get("/sample/cups/:cup", .member) { visit in
            guard try visit.parameter("cup") == "blue" else { throw Problem.notFound }
            return .plain("a cup\n")
        },
    ]

    static let scope = KeyScope("sample")

    /// What keys and signatures open.
    static let routesOfPrograms: [Route] = [
        .json(.get, "/api/sample", .key(scope)) { visit in .json(Array("\"\(try visit.person)\"".utf8)) },
        .json(.put, "/api/sample", .key(scope), body: .json(limit: 100)) { _ in .json(Array("{}".utf8)) },
        .json(.post, "/api/sample/poured", .signature("sample"), body: .json(limit: 100)) { _ in
            .json(Array("{}".utf8))
        },
    ]

    /// A page for every role in every kind of space.
    static let routesOfRoles: [Route] = Space.Kind.allCases.flatMap { kind in
        Role.allCases.map { role in
            let (path, rule): (String, RouteSpace) =
                switch kind {
                case .site: ("/sample/site", .site)
                case .county: ("/sample/county", .county)
                case .community: ("/sample/communities/:community", .community(parameter: "community"))
                case .organization: ("/sample/organizations/:organization", .organization(parameter: "organization"))
                }
            return .get("\(path)/\(role.rawValue)", .role(role, in: rule)) { _ in .plain("staff only\n") }
        }
    }

    static func kind(of rule: RouteSpace) -> Space.Kind {
        switch rule {
        case .site, .anywhere: .site
        case .county: .county
        case .community: .community
        case .organization: .organization
        }
    }
}

/// What happened in the room, and a way to wait for it.
final class SampleLog: Sendable {
    private let stream = AsyncStream<String>.makeStream()
    private let kept = Mutex<Set<String>>([])

    var notes: Set<String> { kept.withLock { $0 } }

    func note(_ what: String) {
        kept.withLock { _ = $0.insert(what) }
        stream.continuation.yield(what)
    }

    /// Comes back when all of these have happened.
    func wait(for notes: Set<String>) async {
        var missing = notes.subtracting(self.notes)
        for await note in stream.stream where !missing.isEmpty {
            missing.remove(note)
            if missing.isEmpty { return }
        }
    }
}

/// The room's folder, made for the run of the tests.
enum SampleTexts {
    static let bundle: Bundle = {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "wayfellow-sample-\(ID<SampleLog>.random())")
        let texts = """
            {"sample.cups": "{n} cups wait", "sample.title": "Sample tea", "sample.what": "Your tea", "sample.why": "To pour it"}
            """
        for part in ["Text/en.json", "Text/es.json"] {
            try? write(texts, to: folder.appending(path: part))
        }
        try? write(
            "CREATE TABLE sample_cups (cup BIGINT PRIMARY KEY);\n",
            to: folder.appending(path: "Migrations/001_cups.sql"))
        return Bundle(url: folder) ?? .main
    }()

    private static func write(_ text: String, to url: URL) throws {
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
