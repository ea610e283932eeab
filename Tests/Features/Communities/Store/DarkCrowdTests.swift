import Markup
import Storage
import Testing
import Web
import World

@testable import Accounts
@testable import Communities

/// How many could have asked: counted once a night for all places, said in bands.
@Suite struct DarkCrowdTests {
    @Test(arguments: [
        (0, DarkBand.fewerThan100), (99, .fewerThan100), (100, .from100), (199, .from100), (200, .from200),
        (499, .from200), (500, .from500), (1_999, .from500), (2_000, .from2000), (.max, .from2000),
    ])
    func `bands begin at round numbers`(people: Int, band: DarkBand) {
        #expect(DarkBand(people: people) == band)
    }

    /// 230 accounts that have been there for 15 days, of which 20 read Spanish, and 20 that are too young by four; all belong
    /// to one place. As many sessions as asked for.
    private func fill(_ site: TestTalk, sessions: Int) async throws -> [ID<Person>] {
        let now = site.now
        let people = try await site.world.accounts.createSynthetic(
            count: 250, seed: 9, joined: { _ in now - .days(15) }, language: { _ in .en })
        try await site.database.write { tx in
            try tx.execute("DELETE FROM community_members")
            try tx.execute("UPDATE members SET is_synthetic = FALSE")
            for member in people {
                try CommunityStore.join(
                    TestTalk.stigma, mayBeAsked: false, as: .person(member, roles: []), in: tx)
                try CredentialStore.add(member, phc: "-", recoveryHash: nil, at: now, in: tx)
            }
            for member in people[210..<230] {
                try MemberStore.setLanguage(.es, as: .person(member, roles: []), in: tx)
            }
            let later = now - .days(10)
            for member in people[230...] {
                try tx.execute("UPDATE members SET created_at = \(later) WHERE id = \(member)")
            }
            for _ in 0..<sessions { try session(until: SessionTerms.day(of: now) + 3, in: tx) }
        }
        return people
    }

    private func session(until day: Int64, in tx: Transaction) throws {
        let (mark, wrap) = (RandomBytes.make(32), RandomBytes.make(60))
        try tx.execute("INSERT INTO sessions (mark, key_wrap, expires_on) VALUES (\(mark), \(wrap), \(day))")
    }

    private func bands(_ site: TestTalk) -> [DarkBand] {
        Language.allCases.map { site.talk.crowd.band(of: TestTalk.stigma, in: $0) }
    }

    @Test(arguments: Backend.available)
    func `who reads the language and is no newcomer counts, times the share of accounts in use`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            #expect(bands(site) == [.fewerThan100, .fewerThan100], "before the first count nobody is hidden")
            let people = try await fill(site, sessions: 500)
            try await site.talk.countCrowds()
            #expect(bands(site) == [.from200, .fewerThan100], "210 of 250 sessions each")
            // Who is held could not have asked: 199 are left, and no more with sessions that are over.
            let now = site.now
            try await site.database.write { tx in
                for member in people.prefix(11) { try HoldStore.set(.suspended, on: member, at: now, in: tx) }
                for _ in 0..<500 { try session(until: SessionTerms.day(of: now), in: tx) }
            }
            try await site.talk.countCrowds()
            #expect(bands(site)[0] == .from200, "once a night")
            site.time.pass(.days(1))
            try await site.talk.countCrowds()
            #expect(bands(site)[0] == .from100)
        }
    }

    @Test(arguments: Backend.available)
    func `where half of the accounts are in use half are counted, and no more than all`(
        on backend: Backend
    ) async throws {
        try await withTalk(on: backend) { site in
            _ = try await fill(site, sessions: 250)
            try await site.talk.countCrowds()
            #expect(bands(site)[0] == .from100, "105")
            let now = site.now
            try await site.database.write { tx in
                for _ in 0..<5_000 { try session(until: SessionTerms.day(of: now) + 9, in: tx) }
            }
            site.time.pass(.days(4))
            try await site.talk.countCrowds()
            // Meanwhile those who were too young have come of age: 230.
            #expect(bands(site)[0] == .from200)
        }
    }

    @Test(arguments: Backend.available)
    func `made-up members hide nobody, but where all are made up`(on backend: Backend) async throws {
        for isMadeUp in [false, true] {
            var settings = SiteSettings()
            settings.syntheticNotice = isMadeUp
            try await withWorld(on: backend, settings: settings, rooms: talkRooms) { world in
                let talk: CommunitiesFeature = try #require(world.room())
                let now = world.now
                let people = try await world.accounts.createSynthetic(count: 120, seed: 3) { _ in now - .days(20) }
                let place = Community(id: TestTalk.stigma, slug: TestTalk.slug, kind: .theme)
                try await world.database.write { tx in
                    _ = try CommunityStore.open(place, at: now, in: tx)
                    for member in people {
                        try CommunityStore.join(place.id, mayBeAsked: true, as: .person(member, roles: []), in: tx)
                    }
                }
                try await talk.countCrowds()
                let all = Language.allCases.map { talk.crowd.band(of: place.id, in: $0) }
                #expect(all.allSatisfy { $0 == .fewerThan100 }, "four of five read English: 96")
                let more = try await world.accounts.createSynthetic(count: 60, seed: 4) { _ in now - .days(20) }
                try await world.database.write { tx in
                    for member in more {
                        try CommunityStore.join(place.id, mayBeAsked: true, as: .person(member, roles: []), in: tx)
                    }
                }
                world.time.pass(.days(1))
                try await talk.countCrowds()
                let band = talk.crowd.band(of: place.id, in: .en)
                #expect(band == (isMadeUp ? .from100 : .fewerThan100))
            }
        }
    }

    @Test func `a wider place is the nearest that hides, and asking for it counts nobody`() async throws {
        try await withTalk { site in
            _ = try await fill(site, sessions: 500)
            try await site.talk.countCrowds()
            let small = Community(id: Community.id(slug: "back-pain"), slug: "back-pain", kind: .condition)
            let (wider, none, same) = try await site.database.read { tx in
                (
                    try site.talk.widerPlaces(than: small, for: .en, tx).map(\.slug),
                    try site.talk.widerPlaces(than: small, for: .es, tx).map(\.slug),
                    try site.talk.widerPlaces(
                        than: Community(id: TestTalk.stigma, slug: TestTalk.slug, kind: .theme), for: .en, tx
                    ).map(\.slug)
                )
            }
            #expect(wider == [TestTalk.slug] && none.isEmpty && same.isEmpty)
            _ = site.world.statements.take()
            _ = site.talk.crowd.band(of: TestTalk.stigma, in: .en)
            try await site.talk.countCrowds()
            #expect(site.world.statements.take().isEmpty)
        }
    }
}
