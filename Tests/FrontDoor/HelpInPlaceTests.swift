import Accounts
import Databases
import Foundation
import Safety
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import wayfellow

/// Help where it is needed without anybody having asked for it: after an evaluation, on pages that speak of danger, and
/// around words that wait.
@Suite struct HelpInPlaceTests {
    /// The evaluation page of a course of the owner's.
    private func evaluation(_ house: WholeHouse) async throws -> String {
        let feature = try #require(await house.features.first { $0.name == "Journal" })
        let route = try #require(
            feature.routes(await house.features).first {
                $0.path == "/me/treatments/:id/evaluate" && $0.method == .post
            })
        return try await house.path(of: route, in: "Journal")
    }

    @Test(arguments: [
        // A medicine's extreme side effects: the care team. What cannot wait: emergency first.
        (
            severity: "4", symptom: "nausea",
            holds: [
                "Call your care team today", "answers are saved", "before you change anything",
                "dangerous to stop or to miss a dose", "a rash with a fever", "call 911 now",
            ], card: ""
        ),
        (
            "1", "suicidal-ideation", ["Do not stop by yourself", "can come with a medicine"],
            "Somebody is awake for you."
        ),
        ("4", "throat-swelling", ["Call 911 first, then your care team", "answers are saved"], "Call 911 now."),
        ("3", "shortness-of-breath", ["Call 911 first"], "Call 911 now."),
    ])
    func `a side effect that cannot wait is answered with whom to call, and never only with thanks`(
        _ severity: String, _ symptom: String, _ holds: [String], _ card: String
    ) async throws {
        try await WholeHouse.open { house in
            let page = try await evaluation(house)
            let fields = [("help", "1"), ("severity", severity), ("offered", symptom), ("symptom", symptom)]
            let answer = try await house.send("POST", page, as: .owner, fields)
            // A dose that is missed is the danger with some medicines: those for seizures, the heart, blood.
            let lacks = ["not saved or sent", "before you take the next dose"]
            expect(answer, 200, holds: holds + [card], lacks: lacks)
            expect(answer.text.contains("class=\"crisis-card"), is: !card.isEmpty)
            // It is in the record.
            let course = page.replacing("/evaluate", with: "")
            let name = try #require(await house.house.rooms.vocabulary.catalogue.symptom(slug: symptom)?.name(.en))
            expect(try await house.send("GET", course, as: .owner), 200, holds: [name])
        }
    }

    @Test func `the line at the top of every page has the word that the file of numbers names`() async throws {
        try await WholeHouse.open { house in
            for path in ["/", "/how-we-know", "/nowhere"] {
                let page = try await house.send("GET", path, as: .visitor).text
                expect(page.contains("<a href=\"sms:988?body=hi\""), is: true, path)
            }
        }
    }

    @Test func `advice that waits is told of wherever the way leads`() async throws {
        try await WholeHouse.open { house in
            let page = try await evaluation(house)
            let advice = ("advice", "Call me on 603 555 0123")
            let waits = "waits, and others do not see it yet"
            // Straight on: the page that follows says it, and where it stands.
            let sent = try await house.send("POST", page, as: .owner, [("help", "3"), advice])
            let flash = sent.headers.filter { $0.0.lowercased() == "set-cookie" }.map(\.1).joined()
            expect(sent.status, is: 303)
            expect(flash.contains("journal.advice.isHeld"), is: true, flash)
            // Over the page about what cannot wait.
            let urgent = [("help", "1"), ("severity", "4"), ("offered", "nausea"), ("symptom", "nausea"), advice]
            let answer = try await house.send("POST", page, as: .owner, urgent)
            expect(answer, 200, holds: ["Call your care team today", waits, "with this treatment"], lacks: [])
            // The third time of the day a person looks.
            let third = try await house.send("POST", page, as: .owner, urgent)
            expect(third, 200, holds: ["A moderator reads your sentence", "is for others"])
        }
    }

    @Test func `that it made things worse is answered calmly, and what is more urgent stands alone`() async throws {
        try await WholeHouse.open { house in
            let page = try await evaluation(house)
            let (calm, urgent) = ("Tell your care team that things got worse", "Call your care team today")
            let answer = try await house.send("POST", page, as: .owner, [("help", "worse")])
            expect(
                answer, 200, holds: [calm, "Do not stop a medicine by yourself", "answers are saved"],
                lacks: [urgent, "Please read this first", "class=\"crisis-card", "call 911 now"])
            let extreme = [("help", "worse"), ("severity", "4"), ("offered", "nausea"), ("symptom", "nausea")]
            expect(try await house.send("POST", page, as: .owner, extreme), 200, holds: [urgent], lacks: [calm])
            let severe = [("help", "worse"), ("severity", "3"), ("offered", "nausea"), ("symptom", "nausea")]
            expect(
                try await house.send("POST", page, as: .owner, severe), 200, holds: [calm, "call 911 now"],
                lacks: [urgent])
            let over = [("help", "worse"), ("still", "no"), ("reason", "side-effects")]
            expect(
                try await house.send("POST", page, as: .owner, over), 200, holds: [calm],
                lacks: ["Do not stop a medicine"])
        }
    }

    @Test func `what is mild is thanked for as ever`() async throws {
        try await WholeHouse.open { house in
            let symptom = "shortness-of-breath"
            let fields = [("help", "1"), ("severity", "1"), ("offered", symptom), ("symptom", symptom)]
            expect(try await house.send("POST", try await evaluation(house), as: .owner, fields).status, is: 303)
        }
    }

    @Test func `advice that speaks of danger waits for a second yes while all else is saved`() async throws {
        try await WholeHouse.open { house in
            let page = try await evaluation(house)
            let course = page.replacing("/evaluate", with: "")
            let words = "I want to die since I take it"
            let answer = try await house.send("POST", page, as: .owner, [("help", "2"), ("advice", words)])
            expect(
                answer, 200,
                holds: [
                    "class=\"crisis-card", "Your words wait", "Only the sentence below is not", words,
                    "action=\"/keep-words\"",
                ])
            let before = try await house.send("GET", course, as: .owner)
            expect(before, 200, lacks: [words])
            let form = answer.text.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) } ?? ""
            let again = [("help", "2"), ("advice", words), ("form", form), ("anyway", "yes")]
            expect(
                try await house.send("POST", page, as: .owner, again), 200,
                holds: ["class=\"crisis-card", "Take your time"])
            let record = try await house.send("GET", course, as: .owner)
            expect(record, 200, holds: [words])
            let counts = [before, record].map { $0.text.matches(of: /\/evaluations\/[0-9a-f-]+\/delete/).count }
            expect(counts[0], is: counts[1], "the evaluation is mended, and is no second one")
        }
    }

    @Test func `pages that speak of danger carry the card and how to talk with somebody, for everybody alike`()
        async throws
    {
        try await WholeHouse.open { house in
            let (catalogue, reader) = (house.house.rooms.vocabulary.catalogue, house.house.rooms.safety.reader)
            for topic in reader.topics.all {
                let concept: Concept? =
                    topic.kind == ConceptKind.condition.rawValue
                    ? catalogue.condition(slug: topic.slug).map(Concept.condition)
                    : catalogue.symptom(slug: topic.slug).map(Concept.symptom)
                expect(concept == nil, is: false, "Words/topics.tsv: the catalogue has no \(topic.kind) \(topic.slug)")
            }
            for caller in [Caller.visitor, .visitor, .member] {
                expect(
                    try await house.send("GET", "/conditions/suicidal-thoughts", as: caller), 200,
                    holds: ["class=\"crisis-card", "If you worry about someone"], lacks: ["not saved or sent"])
            }
            let hidden = "/conditions/suicidal-thoughts?card=hidden"
            expect(
                try await house.send("GET", hidden, as: .visitor), 200, holds: ["If you worry about someone"],
                lacks: ["class=\"crisis-card"])
            expect(
                try await house.send("GET", "/conditions/shortness-of-breath", as: .visitor), 200,
                lacks: ["class=\"crisis-card"])
        }
    }

    @Test func `words that wait can be kept as a file, and the way out leads to a page that says nothing`() async throws
    {
        try await WholeHouse.open { house in
            let words = "Ya no puedo más.\nMe quiero morir."
            let file = try await house.send("POST", "/keep-words", as: .member, [("words", words)])
            expect(file.status, is: 200)
            expect(file.text, is: words)
            expect(file.header("content-disposition") ?? "", is: "attachment; filename=\"note.txt\"")
            let blank = try await house.send("GET", "/blank", as: .visitor)
            expect([blank.text, blank.header("content-type") ?? ""], is: ["\n", "text/plain; charset=utf-8"])
            let search = try await house.send("GET", "/search?q=my+husband+hits+me", as: .visitor)
            expect(search, 200, holds: ["href=\"/blank\" rel=\"noreferrer\" data-leave", "in its history"])
        }
    }

    @Test func `a word is proposed only by whoever agreed that health data are kept`() async throws {
        try await WholeHouse.open { house in
            let member = try await house.person(.member)
            try await house.withdrawConsent(of: member)
            expect(
                try await house.send("GET", "/search?q=xyzzyq", as: .member), 200,
                holds: ["Read what we would keep"], lacks: ["action=\"/words\""])
            let fields = [("word", "xyzzyq"), ("kind", "condition")]
            expect(
                try await house.send("POST", "/words", as: .member, fields), 303,
                to: "/consent?to=%2Fsearch%3Fq%3Dxyzzyq")
        }
    }
}

extension WholeHouse {
    fileprivate func withdrawConsent(of member: ID<Person>) async throws {
        _ = try await send("POST", "/consent", as: .member, [("decision", "no")])
    }
}
