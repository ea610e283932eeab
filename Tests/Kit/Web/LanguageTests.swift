import Markup
import Storage
import Testing

@testable import Web

@Suite struct LanguageTests {
    static let choices: [(cookie: String?, header: String?, language: Language)] = [
        (nil, nil, .en), (nil, "es", .es), (nil, "es-419,en;q=0.5", .es), (nil, "en;q=0.5, ES-mx;q=0.9", .es),
        (nil, "fr,de", .en), (nil, "fr, es;q=0.1", .es), (nil, "es;q=0", .en), ("en", "es", .en), ("es", "en", .es),
        ("xx", "es", .es), (nil, "*", .en), (nil, ";;;,,q=", .en), (nil, "es;q=1.5;q=0", .es), (nil, "english", .en),
        (nil, "es;q=0.333,en;q=0.334", .en),
    ]

    @Test func `the chosen language wins, then the browser's, then the default`() throws {
        let languages = try Languages.shipped()
        for (cookie, header, language) in Self.choices {
            #expect(
                languages.chosen(cookie: cookie, acceptLanguage: header) == language,
                "\(cookie ?? "-") \(header ?? "-")"
            )
        }
    }

    @Test func `a language with a region is found by it and by its first part`() throws {
        let languages = try Texts([(MarkupTexts.feature, MarkupTexts.bundle)], pseudo: true).languages
        let regional = Language(rawValue: "en-XA")
        #expect(languages.chosen(cookie: "en-XA", acceptLanguage: nil) == regional)
        #expect(languages.chosen(cookie: nil, acceptLanguage: "fr, EN-xa;q=0.9, en;q=0.1") == regional)
        #expect(languages.chosen(cookie: nil, acceptLanguage: "en-XA-x-private") == regional)
        #expect(languages.chosen(cookie: nil, acceptLanguage: "en-GB") == .en)
    }

    @Test func `choosing a language is remembered and leads back`() async throws {
        let test = try TestSite()
        let chosen = await test.get("/language/es?back=%2Fecho%2Fa%3Fq%3D1")
        expect(chosen, 303, location: "/echo/a?q=1")
        #expect(chosen.cookies == ["language=es"])
        let page = await test.get("/echo/a", headers: ["Cookie": "language=es", "Accept-Language": "en"])
        #expect(page.text.contains("lang=\"es\""))
        expect(await test.get("/language/fr"), 404)
    }

    @Test func `dates are written as people write them`() throws {
        let texts = try TestSite.texts()
        let instant = try #require(Instant(year: 2026, month: 11, day: 3, hour: 23, minute: 5))
        #expect(texts[.en].date(instant) == "November 3, 2026")
        #expect(texts[.es].date(instant) == "3 de noviembre de 2026")
        #expect(texts[.en].date(instant, offsetSeconds: 3_600) == "November 4, 2026")
        #expect(texts[.en].dateAndTime(instant) == "November 3, 2026, 23:05 UTC")
        let distances = [-2_880, -95, -1, 0, 1, 89, 90, 1_440].map { (minutes: Int) in
            texts[.en].fromNow(instant + .minutes(minutes), now: instant)
        }
        #expect(
            distances == [
                "November 1, 2026, 23:05 UTC", "2 hours ago", "1 minute ago", "now", "in 1 minute", "in 89 minutes",
                "in 2 hours", "in 24 hours",
            ])
        #expect(texts[.es].fromNow(instant - .minutes(20), now: instant) == "hace 20 minutos")
        let partial = ["2019", "2019-03", "2019-03-14", "2020-01-01"].compactMap { PartialDate($0) }
        #expect(partial.map { texts[.en].date($0) } == ["2019", "March 2019", "March 14, 2019", "January 1, 2020"])
        #expect(
            partial.map { texts[.es].date($0) }
                == ["2019", "marzo de 2019", "14 de marzo de 2019", "1.º de enero de 2020"])
    }
}
