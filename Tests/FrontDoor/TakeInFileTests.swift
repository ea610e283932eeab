import Foundation
import Storage
import Testing
import Web
import World

@testable import wayfellow

/// What becomes of a member's file on its way: what other programs make of it is taken in, damage is told with its place.
@Suite struct TakeInFileTests {
    /// What may have become of a file on its way.
    private static func broken(_ file: [UInt8]) -> [(file: String, says: String)] {
        let text = String(decoding: file, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let evaluation = lines.firstIndex { $0.contains("journal/evaluations") } ?? 1
        func with(_ change: (inout [String]) -> Void) -> String {
            var lines = lines
            change(&lines)
            return lines.joined(separator: "\n")
        }
        return [
            ("", "Choose the file"), ("%PDF-1.4", "This file cannot be taken in"),
            ("{\"records\":[]}", "This file cannot be taken in"),
            (text.replacing("\"format\":3", with: "\"format\":9"), "from a newer version"),
            (text.replacing("\"format\":3", with: "\"format\":2"), "from an older version"),
            (String(text.prefix(text.count / 2)), "The file ends too early, after record"),
            (with { $0.removeLast(3) }, "The file ends too early, after record"),
            (with { $0.remove(at: evaluation) }, "The file says that it holds"),
            (
                with { $0[evaluation] = "{\"part\":\"journal/evaluations\",\"rec" },
                "Record \(evaluation): It cannot be read"
            ),
            (
                with { $0[evaluation] = $0[evaluation].replacing(/"effectiveness":\d/, with: "\"effectiveness\":7") },
                "Record \(evaluation) (How it went): “It helped” is missing"
            ),
            (
                with { $0[evaluation] = $0[evaluation].replacing(/"date":"20/, with: "\"date\":\"29") },
                "(How it went): “Said on” is missing"
            ),
            (
                with { $0[evaluation] = $0[evaluation].replacing(/"advice":"[^"]*"/, with: "\"advice\":[1]") },
                "“Your sentence for the next person” is missing"
            ),
            (text + String(repeating: " ", count: 2_200_000), "more than 2 megabytes"),
        ]
    }

    @Test func `a file that is damaged, cut, foreign, too new or too large writes nothing and says where`() async throws
    {
        let (file, _) = try await TakeInTests.elsewhere()
        try await WholeHouse.open { house in
            var (browser, _, _) = try await house.signedIn()
            let before = try await TakeInTests.pages(&browser)
            for (broken, says) in Self.broken(file) {
                expect(await TakeInTests.send(Array(broken.utf8), &browser), 422, holds: [says], "\(broken.prefix(60))")
                expect(await browser.get(TakeInTests.page + "/confirm"), 303, to: "\(TakeInTests.page)")
            }
            // What only the database can tell takes all the rest back.
            let text = String(decoding: file, as: UTF8.self)
            let orphan = text.replacing(/"part":"journal\/treatments"/, with: "\"part\":\"journal/other\"")
            expect(await TakeInTests.send(Array(orphan.utf8), &browser), 303)
            expect(
                await browser.get(TakeInTests.page + "/confirm"), 422,
                holds: ["(How it went): It tells how a treatment went"])
            expect(try await TakeInTests.pages(&browser), is: before)
        }
    }

    /// What editors and viewers make of a file is that file.
    @Test(arguments: ["mark", "utf16", "pretty", "one line", "windows", "old mac", "left at the end", "as it is"])
    func `a file that was opened and saved elsewhere is still one's own`(how: String) async throws {
        let (file, pages) = try await TakeInTests.elsewhere()
        let text = String(decoding: file, as: UTF8.self)
        func again(_ options: JSONSerialization.WritingOptions) throws -> [UInt8] {
            let object = try JSONSerialization.jsonObject(with: Data(file))
            return Array(try JSONSerialization.data(withJSONObject: object, options: options))
        }
        let saved: [UInt8] =
            switch how {
            case "mark": [0xEF, 0xBB, 0xBF] + file
            case "utf16": Array(try #require(text.data(using: .utf16)))
            case "pretty": try again([.prettyPrinted, .sortedKeys])
            case "one line": try again([.sortedKeys])
            case "windows": Array(text.replacing("\n", with: "\r\n").utf8)
            case "old mac": Array(text.replacing("\n", with: "\r").utf8)
            case "left at the end": Array((text.replacing("\n", with: "\n\t") + "\t\u{1A}").utf8)
            default: file
            }
        try await WholeHouse.open { house in
            var (browser, _, _) = try await house.signedIn()
            expect(await TakeInTests.send(saved, &browser), 303, to: "\(TakeInTests.page)/confirm")
            expect(await browser.get(TakeInTests.page + "/confirm"), 200, holds: ["of these records are new here"])
            expect(await TakeInTests.confirm(&browser), 200, holds: ["were added"])
            expect(try await TakeInTests.pages(&browser), is: pages)
        }
    }

    /// The file of somebody who got worse and then was as before.
    private static func worse() async throws -> String {
        try await WholeHouse.open { house in
            var (browser, _, passphrase) = try await house.signedIn()
            let added = await browser.post(
                "/me/treatments/new", on: "/me/treatments/new?treatment=duloxetine",
                [("treatment", "duloxetine"), ("other", "fibromyalgia")])
            let form = try #require(added.header("location"))
            for help in ["worse", "0"] { _ = await browser.post(form, [("help", help)]) }
            return String(decoding: await TakeInTests.download(&browser, passphrase), as: UTF8.self)
        }
    }

    @Test func `that it made things worse goes along, and a file of before it could be said leaves it open`()
        async throws
    {
        let file = try await Self.worse()
        let field = /"gotWorse":(true|false),/
        expect(file.matches(of: field).map { String($0.1) }, is: ["true", "false"])
        let older = file.replacing(field, with: "")
        for (sent, kept) in [(file, ["worse", "not"]), (older, ["unknown", "unknown"])] {
            try await WholeHouse.open { house in
                var (browser, _, _) = try await house.signedIn()
                for times in 1...2 {
                    expect(await TakeInTests.send(Array(sent.utf8), &browser), 303)
                    let says = times == 1 ? "were added" : "Nothing was added"
                    expect(await TakeInTests.confirm(&browser), 200, holds: [says])
                }
                let found = try await house.house.dependencies.database.read { tx in
                    try tx.rows("SELECT got_worse FROM evaluations WHERE effectiveness = 0 ORDER BY evaluated_at") {
                        try $0.get(0, as: Bool?.self).map { $0 ? "worse" : "not" } ?? "unknown"
                    }
                }
                expect(found, is: kept)
                let impossible = sent.replacing(
                    "\"effectiveness\":0,\"gotWorse\":true", with: "\"effectiveness\":3,\"gotWorse\":true")
                guard impossible != sent else { return }
                expect(
                    await TakeInTests.send(Array(impossible.utf8), &browser), 422, holds: ["“It helped” is missing"])
            }
        }
    }
}
