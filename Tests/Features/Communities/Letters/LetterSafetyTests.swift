import Accounts
import Markup
import Post
import Storage
import Testing
import Web
import World

@testable import Communities
@testable import Safety

/// Letters are sent once and looked at as far as two who said yes to each other let it be; a report shows one letter.
@Suite struct LetterSafetyTests {
    private static let number = "It helped me, call me on 603 555 0123 and I tell you more."
    private static let danger = "I want to kill myself tonight."

    private func form(_ path: String, as number: Int, _ site: TestTalk) async throws -> String {
        let shown = await site.get(path, as: number).text
        return try #require(shown.firstMatch(of: /name="form" value="([^"]+)"/).map { String($0.1) })
    }

    private func letters(_ site: TestTalk) async throws -> Int { try await site.count("SELECT COUNT(*) FROM letters") }

    @Test(arguments: Backend.available)
    func `a form that is sent twice is one letter, also by the back button`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            try await site.befriend(1, 2)
            let first = [("words", TestTalk.hello), ("form", try await form(site.letterPath(2), as: 1, site))]
            let sent = await site.ask(1, 2, first)
            let path = try #require(sent.header("location"))
            expect(try await letters(site), is: 1)
            expect(await site.post("\(path)/answer", as: 2, [("answer", "yes")]), 303)
            let words = [("words", "Ten minutes, sitting."), ("form", try await form(path, as: 2, site))]
            let statuses = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { await site.post(path, as: 2, words).status } }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            expect(statuses, is: [303, 303, 303, 303])
            expect(await site.post(path, as: 2, [("words", "Ten minutes, sitting.")]), 303)
            expect(try await letters(site), is: 2)
            // Another's form is not theirs: what they send with it is a letter of its own.
            expect(await site.post(path, as: 1, words), 303)
            expect(try await letters(site), is: 3)
            // Other words in a form that a step back brought are another letter.
            let again = words.filter { $0.0 == "form" } + [("words", "How did you go on?")]
            expect(await site.post(path, as: 2, again), 303)
            expect(try await letters(site), is: 4)
        }
    }

    @Test(arguments: Backend.available)
    func `what is too long says by how much, and nothing that was typed is lost`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2)
            let long = String(repeating: "ñ", count: Letter.longestWords + 12)
            expect(await site.write(long, in: id, by: 1), 422, holds: ["12 characters too long", long])
            expect(await site.write(" \n ", in: id, by: 1), 422)
            let fits = String(repeating: "👩‍👩‍👧", count: 1_000)
            expect(await site.write(fits, in: id, by: 1), 303)
            let hostile =
                "<script>alert(1)</script>\r\n\r\n=cmd|' /C calc'!A0 \u{202A} javascript:alert(1) http://a.example"
            expect(await site.write(hostile, in: id, by: 2), 422, "an override is refused")
            expect(await site.write(hostile.replacing("\u{202A}", with: ""), in: id, by: 2, [("sure", "yes")]), 303)
            expect(
                await site.get(site.letterbox(id), as: 1), 200, holds: [fits, "&lt;script&gt;"],
                lacks: ["<script>alert", "href=\"http://a.example"])
        }
    }

    @Test(arguments: Backend.available)
    func `a first letter with a number is held, and goes on by a person only`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            try await site.befriend(1, 2)
            expect(await site.ask(1, 2, [("words", Self.number)]), 200, holds: ["<mark>603 555 0123</mark>"])
            expect(try await letters(site), is: 0)
            let sent = await site.ask(1, 2, [("words", Self.number), ("person", "yes")])
            let path = try #require(sent.header("location"))
            expect(await site.get(path, as: 1), 200, holds: ["603 555", "until a person has read it"])
            for page in [path, "/me/letters"] {
                expect(await site.get(page, as: 2).text.contains("603 555"), is: false)
            }
            expect(await site.get(path, as: 2), 404)
            expect(try await site.count("SELECT COUNT(*) FROM letter_news"), is: 0)
            try await site.rule(.allowed)
            expect(await site.get(path, as: 2), 200, holds: ["603 555", "value=\"yes\""])
            expect(try await site.count("SELECT COUNT(*) FROM letter_news"), is: 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a first letter that goes on behind a block is news for nobody`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            try await site.befriend(1, 2)
            expect(await site.ask(1, 2, [("words", Self.number), ("person", "yes")]), 303)
            try await site.world.accounts.block(site.people[1], as: site.viewer(2))
            try await site.rule(.allowed)
            expect(try await site.count("SELECT COUNT(*) FROM letters WHERE state = 'shown'"), is: 1)
            expect(try await site.count("SELECT COUNT(*) FROM letter_news"), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `between two who said yes a number is asked about once, and words of danger wait for a second yes`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2)
            expect(await site.write(Self.number, in: id, by: 1), 422, holds: ["name=\"sure\"", "603 555 0123"])
            expect(try await letters(site), is: 1)
            expect(await site.write(Self.number, in: id, by: 1, [("sure", "yes")]), 303)
            let held = await site.write(Self.danger, in: id, by: 2)
            expect(held, 200, holds: ["name=\"anyway\"", Self.danger], lacks: ["A moderator reads them first"])
            expect(try await letters(site), is: 2)
            expect(
                [200, 303].contains(await site.write(Self.danger, in: id, by: 2, [("anyway", "yes")]).status), is: true)
            expect(await site.get(site.letterbox(id), as: 1), 200, holds: [Self.danger, "603 555"])
            expect(try await site.count("SELECT COUNT(*) FROM safety_cases"), is: 0, "nobody else reads it")
        }
    }

    @Test(arguments: Backend.available)
    func `a report shows a moderator one letter, and takes it out of the other's sight`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2, "Before it")
            await site.write("Send me money or else", in: id, by: 1, [("sure", "yes")])
            let place = LetterPlace(id, 2)
            expect(try await site.reportLetter(place, by: 3), is: .gone)
            expect(try await site.reportLetter(place, by: 1), is: .own)
            expect(try await site.reportLetter(place, by: 2), is: .sent)
            for record in ["\(id)", "\(id).0", "\(id).x", "\(id).2.2", "\(id).99999999999"] {
                expect(await site.get("/report/communities.letters/\(record)", as: 2), 404, record)
            }
            let texts = PublishedTexts(of: site.world.features)
            let shown = try await site.database.read {
                try texts.find(CommunitiesFeature.subject(place), as: .system(reason: "test"), $0)?.text
            }
            expect(shown?.words, is: "Send me money or else")
            expect(shown?.author, is: site.people[1])
            expect(await site.world.get(site.letterbox(id), as: site.moderator), 404)
            try await site.rule(.hidden)
            expect(await site.get(site.letterbox(id), as: 2), 200, holds: ["Before it"], lacks: ["Send me money"])
            expect(await site.get(site.letterbox(id), as: 1), 200, holds: ["Send me money", "out of others"])
            // Sent again, a person reads it first, and twice is once.
            for _ in 0..<2 {
                expect(await site.write("Send me money or else", in: id, by: 1, [("sure", "yes")]), 303)
            }
            expect(try await letters(site), is: 3)
            expect(await site.get(site.letterbox(id), as: 2), 200, lacks: ["Send me money"])
        }
    }

    @Test(arguments: Backend.available)
    func `a mail says that something is new, and not what or from whom`(on backend: Backend) async throws {
        try await withTalk(on: backend, mail: .ofTests) { site in
            try await site.world.accounts.demonstrateMail(to: "two@example.org", of: site.people[2])
            let mailbox = MailboxTransport()
            let id = try await site.asked(1, 2, "My quittenword")
            try await site.world.runJobs(mailingThrough: mailbox)
            expect(mailbox.mails.map(\.to.text), is: ["two@example.org"])
            let name = try await site.name(1)
            for mail in mailbox.mails {
                let said = (mail.subject + mail.text).lowercased()
                for word in ["quittenword", "\(id)", name.lowercased(), "/me/letters"] {
                    expect(said.contains(word), is: false, word)
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `thirty letters stand on a page, and the way back leads through all`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let id = try await site.correspondence(1, 2, "Number 1.")
            let (author, now, talk) = (site.people[1], site.now, site.talk)
            try await site.database.write { tx in
                let keys = try CorrespondenceStore.ends(of: id, in: tx)?.keys
                for number in 2...65 {
                    let input = LetterInput(words: "Number \(number).")
                    try talk.add(input, to: id, from: .asker, author, keys?[.asker], nil, at: now, tx)
                }
            }
            var (path, seen): (String, [Int]) = (site.letterbox(id), [])
            for _ in 0..<4 {
                let page = await site.get(path, as: 2)
                expect(page, 200)
                seen = page.text.matches(of: /Number (\d+)\./).compactMap { Int($0.1) } + seen
                guard let back = page.text.firstMatch(of: /href="([^"]+\?before=[^"]+)"/) else { break }
                path = String(back.1)
            }
            expect(seen, is: Array(1...65))
        }
    }
}
