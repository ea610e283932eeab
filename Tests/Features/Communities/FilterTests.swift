import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities

/// What readers asked to be warned of stays folded, for them alone; and what a moderator warns of, for all.
@Suite struct FilterTests {
    private static let folded = "This post speaks of something you asked to be warned of"

    private func save(_ themes: [TalkTheme], _ words: String = "", by number: Int, _ site: TestTalk) async {
        let fields = themes.map { ("themes", $0.rawValue) } + [("words", words)]
        expect(await site.post("/me/talk/filters", as: number, fields), 303, to: "/me/talk/filters")
    }

    /// How often something is folded on the page of a thread.
    private func folds(_ thread: ID<CommunityThread>, as number: Int?, _ site: TestTalk) async -> Int {
        let page = await site.get(site.path(thread), as: number)
        expect(page, 200)
        return page.text.ranges(of: Self.folded).count
    }

    // MARK: - Words

    @Test(arguments: [
        ("She passed away in March, and the funeral was small.", TalkTheme.death),
        ("Mi abuela falleció en marzo.", .death), ("I was cutting myself at school.", .selfHarm),
        ("Tuve pensamientos suicidas.", .selfHarm), ("He hit me again last night.", .violence),
        ("Mi jefe me acosaba.", .violence), ("I count calories and weigh myself twice a day.", .foodAndWeight),
        ("Tuve atracones cada noche.", .foodAndWeight), ("I hate the NEEDLE, every injection.", .needles),
        ("Me da miedo la aguja y la inyección.", .needles), ("There was blood after surgery.", .bloodAndWounds),
        ("La herida sangraba.", .bloodAndWounds), ("How do I talk about sex with her?", .sex),
        ("No tengo ganas de sexo.", .sex), ("After my miscarriage I stopped.", .pregnancyAndLoss),
        ("Estoy embarazada.", .pregnancyAndLoss), ("I am two years sober.", .alcoholAndDrugs),
        ("Volví a beber y me emborraché.", .alcoholAndDrugs),
    ])
    func `the shipped words know a theme in both languages`(_ text: String, _ theme: TalkTheme) {
        expect(ThemeWords.shipped.themes(of: text).contains(theme), is: true, text)
    }

    @Test(arguments: [
        "I slept badly and took a walk, which helped.", "Whom did you tell first?", "Dormí mal y salí a caminar.",
        "My doctor listened for ten minutes.", "¿A quién se lo contaste primero?", "", "…", "\u{301}",
    ])
    func `of harmless words they say nothing`(_ text: String) {
        expect(ThemeWords.shipped.themes(of: text), is: [], text)
    }

    @Test func `phrases are found as words, whatever accents and marks stand between`() {
        var table = PhraseTable()
        for (mark, phrase) in ["night bus", "Café", "vomit", "ox"].enumerated() {
            table.add(phrase, isOpen: mark == 2, for: mark)
        }
        for (text, marks) in [
            ("The NIGHT-bus", [0]), ("a night on the bus", []), ("CAFE\u{301}", [1]), ("cafes", []), ("vomiting", [2]),
            ("oxen", []), ("an ox", [3]), ("n\u{200B}ight bus", [0]), ("night", []),
        ] as [(String, Set<Int>)] {
            expect(table.marks(in: text), is: marks, text)
        }
        expect(table.add("…!", isOpen: true, for: 9), is: false)
    }

    // MARK: - Folded

    @Test(arguments: Backend.available)
    func `a post that speaks of it is folded for who asked, and for nobody else`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0, .anyone)
            try await site.put("The needle is the worst of it.", in: thread, by: 1)
            try await site.put("A walk by the quittenlake helped.", in: thread, by: 2)
            expect(await folds(thread, as: 3, site), is: 0)
            await save([.needles], by: 3, site)
            expect(await folds(thread, as: 3, site), is: 1)
            await save([], "Quittenlak\nnobody", by: 3, site)
            expect(await folds(thread, as: 3, site), is: 1)
            await save([.needles, .death], "quittenlake", by: 3, site)
            expect(await folds(thread, as: 3, site), is: 2)
            for number in [nil, 1, 4] { expect(await folds(thread, as: number, site), is: 0) }
            await save([.needles], by: 1, site)
            expect(await folds(thread, as: 1, site), is: 0, "one's own words one knows")
            await save([], by: 3, site)
            expect(await folds(thread, as: 3, site), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `what is folded is not read in a quote either, and a change is looked at anew`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            let thread = try await site.start(by: 0)
            let reply = "\(site.path(thread))/reply"
            expect(await site.post(reply, as: 1, [("words", "The needle, the quittenneedle.")]), 303)
            let quoting = [("words", "Same here."), ("answers", "2"), ("quote", "yes")]
            expect(await site.post(reply, as: 2, quoting), 303)
            await save([.needles], by: 3, site)
            let page = await site.get(site.path(thread), as: 3).text
            expect(page.ranges(of: "quittenneedle").count, is: 1, "in the fold only")
            expect(await folds(thread, as: 3, site), is: 2)
            let edit = site.path(PostPlace(thread, 2), "edit")
            expect(await site.post(edit, as: 1, [("words", "A walk helped.")]), 303)
            expect(await folds(thread, as: 3, site), is: 0)
        }
    }

    @Test(arguments: Backend.available)
    func `filters are their member's alone: in their file, in no address, and gone with them`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            await save([.death, .sex], "quittenfilter", by: 1, site)
            expect(await site.get("/me/talk/filters", as: 1), 200, holds: ["quittenfilter", "value=\"death\" checked"])
            expect(await site.get("/me/talk/filters", as: 2), 200, lacks: ["quittenfilter", "value=\"death\" checked"])
            expect(await site.get("/me/talk/filters").status, is: 303)
            let file = try await site.talk.records.exported(of: site.people[1], from: site.database)
            let filters = file["talk/filters"]?.first ?? [:]
            expect(filters["themes"] as? [String], is: ["death", "sex"])
            expect(filters["words"] as? [String], is: ["quittenfilter"])
            _ = try await site.world.accounts.leave(
                site.people[1], .erase, by: site.viewer(1), site.world.features, at: site.now)
            expect(try await site.database.places(of: site.people[1], orWords: ["quittenfilter"]), is: [])
        }
    }

    @Test(arguments: Backend.available)
    func `what cannot be looked for comes back as it was typed, with a word on it`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            let many = (1...21).map { "word\($0)" }.joined(separator: "\n")
            for (typed, said) in [
                (many, "Keep to 20"), (String(repeating: "x", count: 41), "40 letters"), ("!!!", "letters or digits"),
                (String(repeating: "x", count: 1_000), "40 letters"),
            ] {
                let fields = [("themes", "death"), ("words", typed)]
                let sent = await site.post("/me/talk/filters", as: 1, fields)
                expect(sent, 422, holds: [said, typed, "value=\"death\" checked"])
            }
            expect(await site.post("/me/talk/filters", as: 1, [("themes", "made-up")]), 422)
            let hostile = "</textarea><b hostile>"
            await save([], hostile, by: 1, site)
            expect(await site.get("/me/talk/filters", as: 1), 200, lacks: ["<b hostile"])
            expect(try await site.count("SELECT COUNT(*) FROM talk_filters"), is: 1)
        }
    }

    // MARK: - A moderator's warning

    @Test(arguments: Backend.available)
    func `who keeps the place warns readers, and takes the warning back`(on backend: Backend) async throws {
        try await withTalk(on: backend) { site in
            try await site.world.grant(.moderator, in: .community(TestTalk.stigma), to: site.people[5])
            try await site.world.grant(.moderator, in: .community(Community.id(slug: "epilepsy")), to: site.people[6])
            let here = try await site.world.viewer(site.people[5])
            let elsewhere = try await site.world.viewer(site.people[6])
            let place = try await site.put("A quittenword.", in: try await site.start(by: 0, .anyone), by: 1)
            let (thread, warning) = (site.path(place.thread), site.path(place, "warning"))
            for viewer in [elsewhere, site.viewer(1), site.viewer(2)] {
                expect(await site.world.get(warning, as: viewer), 404)
                let sent = await site.world.post(warning, on: TestTalk.page, as: viewer, [("theme", "death")])
                expect(sent, 404)
                expect(await site.world.get(thread, as: viewer), 200, lacks: ["/posts/2/warning"])
            }
            expect(await site.world.get(thread, as: here), 200, holds: ["/posts/2/warning"])
            expect(await site.world.get(warning, as: here), 200, holds: ["quittenword"])
            for (theme, isFolded) in [("death", true), ("made-up", true), ("none", false)] {
                let sent = await site.world.post(warning, on: TestTalk.page, as: here, [("theme", theme)])
                expect(sent, 303, to: "\(thread)#p2")
                for number in [nil, 1, 3] {
                    let page = await site.get(thread, as: number).text
                    expect(page.contains("About: death and grief. Open to read."), is: isFolded, theme)
                }
            }
            let lines = try await site.database.read {
                try $0.rows("SELECT event, detail FROM audit_events WHERE event LIKE 'post-warn%' ORDER BY sequence") {
                    "\(try $0.get(0, as: String.self)) \(try $0.get(1, as: String.self))"
                }
            }
            expect(lines, is: ["post-warned \(place.record)", "post-warning-removed \(place.record)"])
        }
    }
}
