import Accounts
import Markup
import Storage
import Testing
import Vocabulary
import Web
import World

@testable import Journal

/// Files of reviews that come by the administrator's page, on every engine.
@Suite struct SentReviewsTests {
    private func withAdministrator(
        on backend: Backend = .sqlite, _ body: (TestJournal, Viewer) async throws -> Void
    ) async throws {
        try await withJournal(on: backend) { journal in
            let person = try await journal.world.accounts.createSynthetic(
                count: 1, seed: 4, joined: { _ in journal.world.now })[0]
            try await journal.world.grant(.administrator, to: person)
            try await body(journal, try await journal.world.viewer(person))
        }
    }

    private func send(_ file: [UInt8], _ journal: TestJournal, as viewer: Viewer) async -> Exchange {
        await journal.world.upload("/admin/reviews", as: viewer, Multipart(file: file, named: "reviews.tsv"))
    }

    /// Sends a file and does what works behind the requests.
    private func sendAndWrite(_ file: [UInt8], _ journal: TestJournal, as viewer: Viewer) async throws -> String {
        let answer = await send(file, journal, as: viewer)
        expect(answer, 303)
        try await write(journal)
        return answer.header("location") ?? ""
    }

    private func write(_ journal: TestJournal) async throws {
        var work = journal.journal.intake.work.makeAsyncIterator()
        guard let next = await work.next() else { return }
        var sent = next.sent
        try await journal.journal.importReviews(of: next.file, &sent)
    }

    private static let rows = (1...600).map { ReviewImportTests.row("\($0)") }

    @Test(arguments: Backend.available) func `a file is checked, written, reported, and written once`(
        on backend: Backend
    ) async throws {
        try await withAdministrator(on: backend) { journal, viewer in
            let file = ReviewImportTests.file(
                Self.rows + [ReviewImportTests.row("x", "unheard-of"), ReviewImportTests.row("y", rating: "11")])
            let answer = await send(file, journal, as: viewer)
            let page = answer.header("location") ?? ""
            expect(
                await journal.world.get(page, as: viewer), 200,
                holds: ["0 of 602 rows have been looked at.", "data-events=\"\(page)/events\"", "Look again"])
            try await write(journal)
            expect(
                await journal.world.get(page, as: viewer), 200,
                holds: ["Imported", "602 rows read = 600 stored + 0 stored before + 1 unmapped + 1 rejected"],
                lacks: ["data-events"])
            expect(try await journal.count(.evaluations), is: 600)
            let noted = try await journal.world.database.read {
                try $0.rows("SELECT event FROM audit_events WHERE event = 'reviews-sent'") { try $0.get(0) as String }
            }
            #expect(noted == ["reviews-sent"])
            let again = try await sendAndWrite(file, journal, as: viewer)
            expect(
                await journal.world.get(again, as: viewer, .es), 200,
                holds: ["Importado", "0 stored + 600 stored before"])
            expect(try await journal.count(.evaluations), is: 600)
            expect(await journal.world.get("/admin/reviews", as: viewer), 200, holds: [page, again])
        }
    }

    @Test func `a file that is not right changes nothing, and says where`() async throws {
        try await withAdministrator { journal, viewer in
            let wrong: [(file: [UInt8], said: String)] = [
                (ReviewImportTests.file(Self.rows + ["7\tzoloft"]), "Line 602: 2 columns where 9 are expected."),
                (Array("name\tage\n1\t2".utf8), "Line 1: the header must be these columns"),
                (ReviewImportTests.file(["\"" + ReviewImportTests.row("1")]), "never ends"),
                (ReviewImportTests.file([ReviewImportTests.row("1", felt: "a\0b")]), "a NUL byte"),
                (ReviewImportTests.file((1...9).map { ReviewImportTests.row("\($0)", rating: "ten") }), "9 of 9 rows"),
                (Array("\n\n".utf8), "The file is empty."),
            ]
            for (file, said) in wrong {
                let answer = await send(file, journal, as: viewer)
                expect(answer, 303, said)
                let page = await journal.world.get(answer.header("location") ?? "", as: viewer)
                expect(page, 200, holds: ["Not taken", said, "Nothing was imported"])
                let spanish = await journal.world.get(answer.header("location") ?? "", as: viewer, .es)
                expect(spanish, 200, holds: ["No se aceptó"], lacks: [said, "⟦", "{"])
            }
            expect(try await journal.count(.evaluations), is: 0)
            let none = await send([], journal, as: viewer)
            expect(none, 422, holds: ["Choose a file."])
        }
    }

    @Test func `what is no text is called by its name, with what to do`() async throws {
        let zip: [UInt8] = [0x50, 0x4B, 3, 4] + Array(repeating: 0, count: 26)
        let others: [(file: [UInt8], english: String, spanish: String)] = [
            (zip + Array("[Content_Types].xml".utf8), "a workbook of Excel", "un libro de Excel"),
            (zip + Array("mimetypeapplication/vnd.oasis".utf8), "“Text CSV”", "“Texto CSV”"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "“Unicode Text”", "“Texto Unicode”"),
            (zip + Array("reviews.tsv".utf8), "a compressed file", "un archivo comprimido"),
            ([0x1F, 0x8B, 8], "Unpack it", "Descomprímelo"), (Array("%PDF-1.7".utf8), "a PDF", "un PDF"),
        ]
        try await withAdministrator { journal, viewer in
            for (start, english, spanish) in others {
                for file in [start, start + Array(repeating: 0xFE, count: 500)] {
                    let page = (await send(file, journal, as: viewer)).header("location") ?? ""
                    expect(
                        await journal.world.get(page, as: viewer), 200, holds: [english],
                        lacks: ["NUL", "text in UTF-8"])
                    expect(await journal.world.get(page, as: viewer, .es), 200, holds: [spanish], lacks: [english])
                }
                expect(#expect(throws: ReviewFileError.self) { try ReviewFile(bytes: start) }?.line, is: 0)
            }
        }
    }

    @Test func `the reason of an earlier version is shown as it was written`() async throws {
        try await withAdministrator { journal, viewer in
            var old = SentReviews(id: .random(), at: journal.world.now)
            (old.state, old.words) = (.refused, "Line 3: a NUL byte; this is no text file.")
            let sent = old
            try await journal.world.database.write { tx in
                try SentReviewsStore.add(sent, in: tx)
                try SentReviewsStore.update(sent, in: tx)
            }
            let page = await journal.world.get("/admin/reviews/\(sent.id)", as: viewer, .es)
            expect(page, 200, holds: ["lang=\"en\" tabindex=\"0\">Line 3: a NUL byte"])
        }
    }

    @Test func `two files of one minute can be told apart`() async throws {
        try await withAdministrator { journal, viewer in
            let none: [UInt8] = Array("no reviews".utf8)
            let at = journal.world.now.utc.second
            _ = await send(none, journal, as: viewer)
            journal.world.time.pass(.seconds(2))
            _ = await send(none, journal, as: viewer)
            let list = await journal.world.get("/admin/reviews", as: viewer).text
            let times = list.matches(of: /, (\d\d:\d\d:\d\d) UTC/).map { $0.1 }
            #expect(
                times.count == 2 && Set(times).count == 2
                    && times.last?.hasSuffix(":\(at < 10 ? "0" : "")\(at)") == true)
        }
    }

    @Test func `what ends in the middle says how far it came, and the rest is added when it is sent again`()
        async throws
    {
        try await withAdministrator { journal, viewer in
            let file = ReviewImportTests.file(Self.rows)
            let page = (await send(file, journal, as: viewer)).header("location") ?? ""
            // The process that had it wrote 250 rows and was killed.
            var work = journal.journal.intake.work.makeAsyncIterator()
            let taken = await work.next()
            var sent = try #require(taken).sent
            let some = try ReviewFile(bytes: ReviewImportTests.file(Array(Self.rows.prefix(250))))
            let (mapped, _) = ReviewMapping(journal.journal.vocabulary.catalogue).map(some)
            (sent.rowsDone, sent.stored) = (250, 250)
            let left = sent
            try await journal.world.database.write { tx in
                _ = try ReviewStore.add(mapped, of: .druglib, now: journal.world.now, in: tx)
                try SentReviewsStore.update(left, in: tx)
            }
            expect(await send(file, journal, as: viewer), 409, holds: ["Another file is under way"])
            journal.world.time.pass(.seconds(31))
            expect(
                await journal.world.get(page, as: viewer), 200,
                holds: ["Interrupted", "It ended at row 250 of 600.", "Send the file again"])
            let again = try await sendAndWrite(file, journal, as: viewer)
            expect(await journal.world.get(again, as: viewer), 200, holds: ["350 stored + 250 stored before"])
            expect(try await journal.count(.evaluations), is: 600)
        }
    }

    @Test func `half a file is told, and leaves nothing but that`() async throws {
        try await withAdministrator { journal, viewer in
            let form = Multipart(file: ReviewImportTests.file(Self.rows))
            let browser = await journal.world.get("/admin/reviews", as: viewer)
            let token = Browser.token(in: browser) ?? ""
            let half = Array(form.body(token: token).dropLast(20_000))
            let answer = await journal.world.upload("/admin/reviews", as: viewer, form, bytes: half)
            expect(answer, 400, holds: ["The file did not arrive whole"])
            expect(try await journal.count(.evaluations), is: 0)
            expect(await journal.world.get("/admin/reviews", as: viewer), 200, holds: ["Interrupted"])
            // It stands in nobody's way.
            expect(await send(ReviewImportTests.file(Self.rows), journal, as: viewer), 303)
        }
    }

    @Test func `an import that is cancelled is left as interrupted`() async throws {
        try await withAdministrator { journal, viewer in
            let page = (await send(ReviewImportTests.file(Self.rows), journal, as: viewer)).header("location") ?? ""
            let room = journal.journal
            // As a server ends: its background work is cancelled.
            let work = Task { await room.keepImportingReviews(beginning: { withUnsafeCurrentTask { $0?.cancel() } }) }
            await work.value
            expect(await journal.world.get(page, as: viewer), 200, holds: ["It ended at row 0 of 600."])
        }
    }

    @Test func `an open page is told how far it is, until the end`() async throws {
        try await withAdministrator { journal, viewer in
            let page = try await sendAndWrite(ReviewImportTests.file(Self.rows), journal, as: viewer)
            let events = await journal.world.get("\(page)/events", as: viewer)
            expect(events.header("content-type"), is: "text/event-stream")
            expect(events.text.contains("event: progress\ndata: 600 600\ndata: All 600 rows"), is: true)
            expect(events.text.contains("event: end"), is: true)
            expect(await journal.world.get("/admin/reviews/\(ID<SentReviews>.random())/events", as: viewer), 404)
        }
    }
}
