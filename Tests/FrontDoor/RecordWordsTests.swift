import Markup
import Storage
import Testing
import Web
import World

@testable import wayfellow

/// Whatever goes into the download has a name and words in every language, so that a person can read it.
@Suite struct RecordWordsTests {
    @Test func `every set of records that is downloaded says in every language what it is and what its fields are`()
        async throws
    {
        try await WholeHouse.open { house in
            let texts = try House.texts(await house.features)
            let sets = await house.features.flatMap(\.records).filter(\.isDownloaded)
            #expect(sets.count > 25 && Set(sets.map(\.fileName)).count == sets.count)
            for set in sets {
                guard let words = set.words else {
                    Issue.record("\(set.name) has no words: .read(as: RecordWords(…))")
                    continue
                }
                let keys = [words.title, words.about] + words.fields.flatMap(\.keys)
                for language in texts.languages.all {
                    expect(keys.filter { !texts[language].has($0) }, is: [], "\(set.name), \(language)")
                    let labels = words.fields.compactMap(\.label).map { texts[language]($0) }
                    // In a table each is a column.
                    expect(Set(labels).count, is: labels.count, "\(set.name), \(language): \(labels)")
                }
            }
        }
    }

    @Test func `every field of every record that people have is read`() async throws {
        try await WholeHouse.open { house in
            _ = try await house.writeEverywhere()
            var seen: Set<String> = []
            var faults: Set<String> = []
            let sets = await house.features.flatMap(\.records).filter(\.isDownloaded)
            _ = try await house.everybody()
            for member in try await house.memberIDs() {
                for set in sets {
                    let found = try await house.faults(of: set, member)
                    if found != nil { seen.insert(set.name) }
                    faults.formUnion(found ?? [])
                }
            }
            expect(faults.sorted(), is: [], "name them in the set's RecordWords")
            expect(
                sets.map(\.name).filter { !seen.contains($0) }.sorted(), is: Self.empty,
                "give the people of WholeHouse one, or take it off the list")
        }
    }

    /// Sets of which nobody here has a record: the tests of Accounts walk its own, figures need eleven people (`BlockTests`);
    /// the other two are like what stands beside.
    private static let empty = [
        "accounts/authenticator", "accounts/blocking", "accounts/contact", "accounts/factors-taken",
        "accounts/passphrase", "accounts/spare-codes", "asks/held-answers", "figures/counted",
        "safety/review-tries",
        "talk/communities", "talk/mailed", "talk/put", "talk/reactions",
    ]

    /// The control.
    @Test func `a field and a choice that have no words are found`() {
        struct Cup: Encodable, Sendable { let tea: String, wish: String?, saucers: [Saucer] }
        struct Saucer: Encodable, Sendable { let size: Int }
        let words = RecordWords(
            "a", about: "b",
            [.choice("tea", "c", ["green"]) { "d.\($0)" }, .records("saucers", "e", [.number("height", "f")])])
        let cup = Cup(tea: "black", wish: nil, saucers: [Saucer(size: 3)])
        expect(words.faults(of: cup, in: "cups"), is: ["cups.saucers.size", "cups.tea: black", "cups.wish"])
    }
}

extension RecordSet {
    fileprivate var isDownloaded: Bool { if case .records = download { true } else { false } }
}

extension RecordField {
    fileprivate var keys: [String] { (label.map { [$0] } ?? []) + choices.values + parts.flatMap(\.keys) }
}

extension WholeHouse {
    /// The owner and somebody with each role, after they did what each can do.
    fileprivate func everybody() async throws -> [ID<Person>] {
        let holders = Role.allCases.map { Caller.holder(HeldRole($0, in: .site), hasSecondStep: true) }
        var people: [ID<Person>] = []
        for caller in [.owner, .member, .held] + holders { people.append(try await person(caller)) }
        return people
    }

    /// Fields and codes of a member's records of which nothing is said; nil where there are no records.
    fileprivate func faults(of set: RecordSet, _ member: ID<Person>) async throws -> [String]? {
        guard case .records(_, let read) = set.download else { return nil }
        let records = try await house.dependencies.database.read { try read(member, nil, 100, $0) }
        return records.isEmpty ? nil : records.flatMap { set.words?.faults(of: $0.value, in: set.name) ?? [] }
    }
}
