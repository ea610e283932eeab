import Databases
import Foundation
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Evidence
@testable import Safety
@testable import wayfellow

/// A member writes into every field that there is, others write to them: all of it stands in the download, and nothing of it
/// anywhere once they erase their account.
@Suite struct WholeRecordTests {
    /// What is sent with a marked word to each kind of text, so that it is kept. Every kind is here or in `notKept`.
    static let forms: [String: [(String, String)]] = [
        "accounts.about": [],
        "vocabulary.word": [("kind", "symptom")], "journal.advice": [("help", "3")],
        "journal.condition": [("step", "word")], "journal.treatment": [], "journal.dose": [],
        "evidence.question": [], "evidence.answer": [], "safety.report": [("reason", "other")], "safety.appeal": [],
        "communities.post": [("title", "A walk"), ("readers", "members"), ("kind", "question")],
        "communities.title": [("words", "It rained."), ("readers", "members"), ("kind", "question")],
        "communities.letters": [],
        "communities.warning": [
            ("title", "A hill"), ("words", "It was steep."), ("readers", "members"), ("kind", "experience"),
        ],
        "communities.filters": [],
    ]

    /// Fields whose words no table keeps for their member, and why.
    static let notKept: [String: String] = [
        "accounts.pseudonym": "their name, which is looked for besides", "accounts.name": "the same",
        "accounts.wish": "the owner has one: a form of its own asks for the passphrase",
        "accounts.wish.outside": "the same",
        "accounts.key": "the room's people have one: Phone", "accounts.passkey": "the same",
        "vocabulary.search": "a search leaves no row", "journal.condition.search": "the same",
        "communities.search": "the same",
        "journal.treatment.search": "the same", "evidence.question.search": "the same",
        "journal.symptom": "it chooses among entries", "journal.purpose": "the same",
        "vocabulary.entry": "a steward's search", "vocabulary.name": "the vocabulary is everybody's",
        "branding.picture": "the site's own words",
        "communities.week": "a moderator's; the room's people have one",
        "communities.picture": "it comes with a picture: `standBesideWords`",
        "communities.poll": "it has two lines at least: the same",
        "communities.source": "an address and no words; it stands in the download with its thread",
        "groups.staff.program": "an organization's words", "groups.staff.agreement": "the same",
        "groups.staff.place": "the same", "groups.staff.series": "the same", "groups.staff.date": "the same",
        "groups.staff.leaders": "what somebody who leads is shown as: the room's people have one",
        "groups.staff.enrol": "about somebody without an account",
        "groups.need": "each form says all of them anew: the room's people have one",
        "groups.search": "a search leaves no row",
    ]

    @Test(arguments: Backend.available)
    func `every word of a member's and to them stands in the download, and goes with the account`(
        on backend: Backend
    ) async throws {
        try await WholeHouse.open(on: backend) { house in
            let marks = try await house.writeEverywhere()
            let (owner, name) = try await house.known(.owner)
            let follower = try await house.known(WholeHouse.moderator).1
            let words = marks + [name, follower, "Phone"]
            let database = house.house.dependencies.database
            let places = try await database.places(of: owner, orWords: [name])
            let sets = await house.features.flatMap(\.records)
            let file = try await sets.exported(of: owner, from: database)
            expect(Self.missing(from: file, of: sets, words, places), is: [])
            let text = try Self.text(file)
            let others = try await house.memberIDs().filter { $0 != owner }
            expect(others.filter { text.contains($0.description) }, is: [], "others are named by pseudonym only")
            // The control: a download without one of its sets is noticed.
            for set in sets where file[set.name]?.isEmpty == false {
                let less = Self.missing(
                    from: file.filter { $0.key != set.name }, of: sets, words, places)
                expect(less.isEmpty, is: false, "\(set.name) could be left out unseen")
            }
            try await house.erase(owner)
            // What a moderator wrote to another is that other's.
            let gone = marks.filter { !$0.hasSuffix(" decided") } + [name]
            expect(try await database.places(of: owner, orWords: gone), is: [])
        }
    }

    /// What is not in the file: marked words, and sets whose tables hold something of the member.
    private static func missing(
        from file: [String: [[String: Any]]], of sets: [RecordSet], _ words: [String], _ places: Set<String>
    ) -> [String] {
        let text = (try? Self.text(file)) ?? ""
        let tables = Set(places.map { String($0.prefix { $0 != "." }) })
        let unread = sets.filter { set in
            guard case .records = set.download, file[set.name, default: []].isEmpty else { return false }
            return set.tables.contains { tables.contains($0.name) }
        }
        return words.filter { !text.contains($0) } + unread.map { "\($0.name): none of its records" }
    }

    private static func text(_ file: [String: [[String: Any]]]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: file, options: [.sortedKeys]), as: UTF8.self)
    }
}

extension WholeHouse {
    static let moderator = Caller.holder(HeldRole(.moderator, in: .site), hasSecondStep: true)

    func memberIDs() async throws -> [ID<Person>] {
        try await house.dependencies.database.read { tx in
            try tx.rows("SELECT id FROM members") { try $0.get(0) }
        }
    }

    /// The owner writes through every form, others write to them; answers the marked words.
    func writeEverywhere() async throws -> [String] {
        var marks: [String] = []
        func mark(_ what: String) -> String {
            let letters = String(what.unicodeScalars.filter { $0.properties.isAlphabetic })
            marks.append("Kestrelwood \(letters)")
            return marks[marks.count - 1]
        }
        for feature in features {
            for text in feature.safetyTexts where !text.routes.isEmpty {
                guard let form = WholeRecordTests.forms[text.kind] else {
                    expect(
                        WholeRecordTests.notKept[text.kind] != nil, is: true,
                        "\(text.kind): say how it is kept, or why not")
                    continue
                }
                for path in text.routes {
                    guard let route = site.routes.first(where: { $0.path == path && $0.method == .post }),
                        text.kind != "journal.dose" || path.hasSuffix(":id"),
                        text.kind != "journal.advice" || path.hasSuffix("evaluate")
                    else { continue }
                    let address = try self.path(of: route, in: feature.name)
                    let sent = try await send("POST", address, as: .owner, [(text.field, mark(text.kind))] + form)
                    expect([200, 303].contains(sent.status), is: true, "\(text.kind): \(sent.text.suffix(1_500))")
                    // Where it leads is read on the way, and in the history of a browser that others use.
                    let shown = [sent.header("location") ?? ""] + sent.cookies
                    expect(shown.filter { $0.contains("Kestrelwood") }, is: [], "\(text.kind): words in an address")
                }
            }
        }
        try await hold(mark("held"))
        try await standBesideWords(mark("described"), mark("option"))
        let (owner, seal) = (try await person(.owner), house.rooms.accounts.wishSeal)
        let wish = Wish(
            what: .anonymise, delegate: .nobody, outside: mark("outside"), words: mark("wish"),
            changedAt: house.dependencies.clock.now())
        try await house.dependencies.database.write { try WishStore.set(wish, of: owner, seal: seal, in: $0) }
        try await hearFromOthers(mark)
        return marks
    }

    /// What is said of the picture that the room's people have, made by programs that need not be installed, and a poll in
    /// which the owner votes.
    private func standBesideWords(_ description: String, _ option: String) async throws {
        let owner = try await person(.owner)
        try await house.dependencies.database.write { tx in
            try tx.execute("UPDATE post_pictures SET description = \(description)")
            let found = try tx.first("SELECT id FROM threads WHERE author_id = \(owner) ORDER BY id LIMIT 1") {
                try $0.get(0, as: ID<Ask>.self)
            }
            let thread = try #require(found)
            try tx.execute(
                """
                INSERT INTO polls (thread_id, state, opened_at, closes_at, uncounted)
                VALUES (\(thread), 'shown', 0, NULL, 1)
                """)
            try tx.execute(
                "INSERT INTO poll_options (thread_id, number, words, counted) VALUES (\(thread), 1, \(option), 0)")
            try tx.execute(
                "INSERT INTO poll_votes (thread_id, member_id, number) VALUES (\(thread), \(owner), 1)")
        }
    }

    /// A question that waits for a moderator.
    private func hold(_ word: String) async throws {
        let sent = try await send(
            "POST", "/ask/sertraline/depression", as: .owner,
            [("question", "\(word), call me on 603 555 0142"), ("person", "yes")])
        expect(sent.status, is: 303, sent.text)
    }

    /// An answer, what came of an alert, an explanation, somebody who follows and one who reports; and what the owner does as
    /// a moderator.
    private func hearFromOthers(_ mark: (String) -> String) async throws {
        let (owner, member) = (try await person(.owner), try await person(.member))
        let (safety, database, now) = (house.rooms.safety, house.dependencies.database, house.dependencies.clock.now())
        let moderator = Self.moderator
        let question = try #require(site.routes.first { $0.path == "/me/questions/:ask/withdraw" })
        let ask = try #require(ID<Ask>(String(try path(of: question, in: "Evidence").split(separator: "/")[2])))
        try await database.write { try AskOfferStore.offer(ask, to: member, at: now, in: $0) }
        let answered = try await send("POST", "/me/asks/\(ask)/answer", as: .member, [("reply", mark("answer"))])
        expect(answered.status, is: 303, answered.text)
        expect(try await send("POST", "/me/ask-for-somebody", as: .owner).status, is: 303)
        let alert = try #require(
            try await database.read { try AlertStore.open(about: nil, by: owner, in: $0) }?.id)
        expect(try await send("POST", "/staff/alerts/\(alert)/take", as: moderator).status, is: 303)
        let ended = try await send(
            "POST", "/staff/alerts/\(alert)/end", as: moderator, [("done", "Wrote."), ("reply", mark("reply"))])
        expect(ended.status, is: 303, ended.text)
        try await house.rooms.accounts.follow(owner, as: .person(try await person(moderator), roles: []))
        try await house.rooms.accounts.follow(member, as: .person(owner, roles: []))
        let (explained, decided, noted) = (mark("explained"), mark("decided"), mark("noted"))
        try await database.write { tx in
            let own = try safety.newCase(
                .reported, SubjectReference(kind: "accounts.name", record: owner.description), words: explained,
                by: owner, in: .site, .other, at: now)
            let foreign = try safety.newCase(
                .reported, SubjectReference(kind: "accounts.name", record: member.description), words: "…", by: member,
                in: .site, .other, at: now)
            for (one, words, by) in [(own, explained, member), (foreign, decided, owner)] {
                try CaseStore.add(one, in: tx)
                let decision = Decision(
                    id: .random(), at: now, isAutomated: false, isAppeal: false, outcome: .hidden, measure: .none,
                    suspendedUntil: nil, category: .other, isAgainstLaw: false, explanation: words, isTold: true,
                    isNoted: false, appealUntil: nil)
                try DecisionStore.add(decision, about: one.id, by: by, in: tx)
            }
            let sealed = try safety.seal.key(foreign.key, of: foreign.id)?.close(noted)
            try DecisionStore.step(.noted, sealed, on: foreign.id, by: owner, at: now, in: tx)
            try WorryStore.add(by: owner, about: foreign.id, at: now, in: tx)
            try WorryStore.layCard(for: owner, at: now, notAfter: now, in: tx)
        }
    }
}
