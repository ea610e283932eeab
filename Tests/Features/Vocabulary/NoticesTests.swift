import Foundation
import Markup
import Storage
import Testing
import World

@testable import Vocabulary

/// Words of caution: of a treatment, of its family and the wider ones, and only what somebody looked up.
@Suite struct NoticesTests {
    private static let header =
        "kind,subject_kind,subject,except,title_en,title_es,points_en,points_es,source,source_url,checked"

    /// A row without a fault, but for what is said.
    private static func row(
        _ kind: String, _ subject: String, except: String = "", _ title: String = "Title", titleES: String = "Título",
        points: String = "One. | Two.", pointsES: String = "Uno. | Dos.", source: String = "Label",
        page: String = "https://example.org/a", checked: String = "2026-11-02"
    ) -> String {
        [kind, subject, except, title, titleES, points, pointsES, source, page, checked].joined(separator: ",")
    }

    private static func catalogue(_ rows: [String]) throws -> Catalogue {
        try Fixture.catalogue(["notices.csv": ([header] + rows).joined(separator: "\n")])
    }

    /// What is said of a treatment, by its titles.
    private func titles(_ slug: String, _ rows: [String]) throws -> [String] {
        let catalogue = try Self.catalogue(rows)
        return catalogue.notices(about: try #require(catalogue.treatment(slug: slug))).map { $0.title(.en) }
    }

    @Test func `a notice is read with all that it says`() throws {
        let row = Self.row("do-not-stop", "treatment,sertraline", "Go slowly", titleES: "Ve despacio")
        let catalogue = try Self.catalogue([row])
        let found = catalogue.notices(about: try #require(catalogue.treatment(slug: "sertraline")))
        let notice = try #require(found.first)
        #expect(found.count == 1 && notice.kind == .doNotStop)
        expect([notice.title(.en), notice.title(.es)], is: ["Go slowly", "Ve despacio"])
        expect(notice.points.map { $0(.en) }, is: ["One.", "Two."])
        expect(notice.points.map { $0(.es) }, is: ["Uno.", "Dos."])
        expect([notice.source, notice.page.text], is: ["Label", "https://example.org/a"])
        expect(notice.checked, is: PartialDate(year: 2026, month: 11, day: 2))
    }

    @Test func `what is said of a family holds for all in it and in narrower ones`() throws {
        let rows = [
            Self.row("boxed", "family,medicines", "Wider"), Self.row("interacts", "family,ssri", "Family"),
            Self.row("pregnancy", "treatment,sertraline", "Own"),
        ]
        expect(try titles("sertraline", rows), is: ["Wider", "Own", "Family"])
        expect(try titles("ethinyl-estradiol", rows), is: ["Wider"])
        expect(try titles("walking", rows), is: [])
    }

    @Test func `the nearest of a kind replaces the others, and two of one family stand both`() throws {
        let wider = Self.row("boxed", "family,medicines", "Wider")
        let family = Self.row("boxed", "family,ssri", "Family")
        expect(try titles("sertraline", [wider, family]), is: ["Family"])
        expect(
            try titles("sertraline", [wider, family, Self.row("boxed", "treatment,sertraline", "Own")]), is: ["Own"])
        expect(
            try titles("sertraline", [wider, family, Self.row("boxed", "family,ssri", "Other")]),
            is: ["Family", "Other"])
        expect(try titles("ethinyl-estradiol", [wider, family]), is: ["Wider"])
    }

    @Test func `an exception is out of a family's notice, and a wider one may hold again`() throws {
        let family = Self.row("boxed", "family,ssri", except: "sertraline; walking", "Family")
        expect(try titles("sertraline", [family]), is: [])
        expect(try titles("sertraline", [family, Self.row("boxed", "family,medicines", "Wider")]), is: ["Wider"])
    }

    @Test func `what weighs most stands first, in whatever order the file has it`() throws {
        let kinds = Notice.Kind.allCases.map(\.rawValue)
        let rows = kinds.reversed().enumerated().map { number, kind in
            Self.row(kind, number % 2 == 0 ? "family,ssri" : "treatment,sertraline", kind)
        }
        expect(try titles("sertraline", rows), is: kinds)
    }

    @Test func `what nobody has looked up stays away, even with a fault`() throws {
        let rows = [
            Self.row("boxed", "treatment,sertraline", checked: ""),
            Self.row("nonsense", "family,nothing", checked: " "),
        ]
        expect(try titles("sertraline", rows), is: [])
    }

    static let faults: [(row: String, fault: String)] = [
        (row("nonsense", "family,ssri"), "notices.csv, line 2: needs a kind"),
        (row("boxed", "family,nothing"), "notices.csv, line 2: there is no family called “nothing”"),
        (row("boxed", "treatment,ssri"), "there is no treatment called “ssri”"),
        (row("boxed", "plant,ssri"), "there is no plant called “ssri”"),
        (row("boxed", "family,ssri", except: "nothing"), "there is no treatment nothing"),
        (row("boxed", "family,ssri", page: "http://example.org/a"), "line 2: needs a kind, a title, points, a page"),
        (row("boxed", "family,ssri", page: ""), "needs a kind"),
        (row("boxed", "family,ssri", source: ""), "needs a kind"),
        (row("boxed", "family,ssri", titleES: ""), "needs a kind"), (row("boxed", "family,ssri", ""), "needs a kind"),
        (row("boxed", "family,ssri", pointsES: ""), "needs a kind"),
        (row("boxed", "family,ssri", titleES: "", pointsES: ""), "needs a kind"),
        (row("boxed", "family,ssri", pointsES: "Uno."), "needs a kind"),
        (row("boxed", "family,ssri", points: "One. | Two. | Three."), "needs a kind"),
        (row("boxed", "family,ssri", checked: "2026-13-02"), "needs a kind"),
        (row("boxed", "family,ssri", checked: "soon"), "needs a kind"),
        ("boxed,family,ssri", "notices.csv, line 2: 3 cells instead of 11"),
    ]

    @Test(arguments: faults) func `a fault is said with its place`(row: String, fault: String) throws {
        let error = try #require(throws: CatalogueError.self) { try Self.catalogue([row]) }
        #expect(error.description.contains(fault), "\(error)")
    }

    @Test func `a catalogue without the file warns of nothing`() throws {
        let catalogue = try Fixture.catalogue()
        #expect(catalogue.treatments.allSatisfy { catalogue.notices(about: $0).isEmpty })
    }

    @Test func `the file that is shipped has no fault and every kind at least once`() throws {
        let folder = Project.root.appending(path: "Vocabulary").path(percentEncoded: false)
        let catalogue = try Catalogue(CatalogueFiles.read(folder: folder))
        let notices = catalogue.treatments.flatMap { catalogue.notices(about: $0) }
        let kinds = Set(notices.map(\.kind))
        expect(Notice.Kind.allCases.filter { !kinds.contains($0) }, is: [])
        let languages = catalogue.languages.count
        #expect(
            languages > 1 && notices.allSatisfy { ([$0.title] + $0.points).allSatisfy { $0.all.count == languages } })
    }
}
