import Foundation
import Jobs
import Storage
import Web

/// 120 days of a site: who comes when, what they write in their name and in the dark, and everything that is left of it.
struct Life<Door: DarkDoor> {
    /// A question that somebody asked, as the bench knows it.
    private struct Asked {
        let asker: Int
        let planned: Int
        var sent = 0
        var isWaiting = true
        var cells: [ID<Leaks>] = []
        var sittings: [Int] = []
    }

    let plan: Plan
    let rooms: Rooms
    private(set) var door: Door
    private var household: Household
    private let leaks: Leaks
    private let copies: Copies
    private(set) var reading: Reading
    private var asked: [Asked] = []
    private var random: Seeded
    private var threads: [String] = []
    /// When each signed in and was here last, in hours.
    private var sessions: [(begun: Double, last: Double)]
    private let beginning: Instant

    init(_ plan: Plan, _ rooms: Rooms, _ household: Household, _ door: Door) async throws {
        (self.plan, self.rooms, self.household, self.door) = (plan, rooms, household, door)
        leaks = try await Leaks(plan.betrayal, rooms, household.ids)
        let known = plan.posting > 0 ? plan.crowd : Crowd(alike: plan.crowd.count)
        reading = Reading(Trace(known, hours: plan.hours), names: household.names)
        random = Seeded(plan.seed &+ 1)
        sessions = household.guests.map { _ in (-1e9, -1e9) }
        // At midnight, for hours of the bench are hours of the clock.
        // The first of an epoch, so that a question's epoch is known.
        let epoch = (rooms.time.now.milliseconds / 86_400_000 + Int64(Household.days)) / 28 + 1
        let day = epoch * 28 * 86_400_000
        beginning = Instant(milliseconds: day)
        copies = try await Copies(rooms)
    }

    mutating func run() async throws {
        try await openThreads()
        var next = 0
        for hour in 0..<plan.hours {
            try await go(to: Double(hour))
            if hour % Int(Pace.grid) == 0 { try await door.release() }
            try await rooms.worker.runDue(now: rooms.time.now)
            try await take(hour)
            while next < plan.visits.count, plan.visits[next].time < Double(hour + 1) {
                let visit = plan.visits[next]
                next += 1
                try await go(to: visit.time)
                try await sit(visit)
                try await take(hour)
            }
            for _ in 0..<plan.beats { try await door.beat() }
            try await take(hour)
        }
        finish()
    }

    private func go(to hour: Double) async throws {
        rooms.time.be(Instant(milliseconds: beginning.milliseconds + Int64(hour * 3_600_000)))
    }

    /// Something to read and to answer: a few threads of the first member's.
    private mutating func openThreads() async throws {
        try await go(to: -30)
        try await signIn(0, at: -30)
        for number in 0..<6 {
            let path = "/communities/\(Rooms.community)/ask"
            let page = await household.guests[0].get("\(path)?kind=question")
            let sent = await household.guests[0].send(
                path,
                [
                    ("form", Guest.hidden("form", in: page) ?? ""), ("kind", "question"),
                    ("title", "Topic \(number) for all"),
                    ("words", Words.sentence(using: &random)), ("readers", "members"),
                ], on: page)
            guard sent.status == 303, let location = sent.header("location") else {
                throw Unexpected("a thread", sent)
            }
            threads.append(String(location.prefix { $0 != "#" && $0 != "?" }))
        }
        _ = try await copies.take()
        _ = rooms.lines.take()
    }

    private mutating func sit(_ visit: Plan.Visit) async throws {
        let member = visit.member
        try await signIn(member, at: visit.time)
        try await leaks.visited(member)
        await household.guests[member].get("/communities/\(Rooms.community)")
        if let thread = threads.randomElement(using: &random) {
            await household.guests[member].get(thread)
            if visit.posts { try await post(member, to: thread) }
        }
        if let question = visit.asks { try await ask(question, member, visit.time) }
        for question in asked.indices where asked[question].asker == member && asked[question].sent > 0 {
            try await goOn(question, visit.time)
        }
    }

    private mutating func signIn(_ member: Int, at time: Double) async throws {
        defer { sessions[member].last = time }
        guard time - sessions[member].last > 167 || time - sessions[member].begun > 29 * 24 else { return }
        var guest = Guest(rooms.site)
        let entered = await guest.post(
            "/sign-in",
            [("pseudonym", household.names[member].name), ("passphrase", household.passphrases[member])])
        guard entered.status == 303, guest.isSignedIn else { throw Unexpected("signing in", entered) }
        household.guests[member] = guest
        sessions[member].begun = time
    }

    /// A reply in one's own name: begun as a draft, as the script keeps it, and sent.
    private mutating func post(_ member: Int, to thread: String) async throws {
        let page = await household.guests[member].get("\(thread)/reply")
        let fields = [("form", Guest.hidden("form", in: page) ?? ""), ("words", Words.sentence(using: &random))]
        _ = await household.guests[member].send("\(thread)/reply", fields + [("keep", "yes")], on: page)
        let sent = await household.guests[member].send("\(thread)/reply", fields, on: page)
        guard sent.status == 303 else { throw Unexpected("a reply", sent) }
        try await leaks.sent(member)
    }

    private mutating func ask(_ planned: Int, _ member: Int, _ time: Double) async throws {
        let question = asked.count
        asked.append(Asked(asker: member, planned: planned))
        reading.set { trace in
            trace.askers.append(member)
            trace.planned.append(planned)
            trace.acts.append([])
        }
        try await door.ask(member, question, &household.guests[member])
        try await note(question, time)
    }

    /// Who finds that their question, or what they wrote last, has appeared writes on as likely as not.
    private mutating func goOn(_ question: Int, _ time: Double) async throws {
        guard !asked[question].isWaiting, asked[question].sent <= asked[question].planned, random.happens(0.5) else {
            return
        }
        let member = asked[question].asker
        try await door.reply(member, question, &household.guests[member])
        try await note(question, time)
    }

    private mutating func note(_ question: Int, _ time: Double) async throws {
        let (member, cell) = (asked[question].asker, ID<Leaks>.random())
        asked[question].sent += 1
        asked[question].isWaiting = true
        asked[question].cells.append(cell)
        asked[question].sittings.append(Int(time))
        try await leaks.sent(member)
        try await leaks.sat(member, cell: cell, &household.guests[member])
    }

    /// What has changed since the last time goes to the linker; what appeared is noted, and betrayed where that is asked.
    private mutating func take(_ hour: Int) async throws {
        let rows = try await copies.take()
        reading.add(rows, at: hour)
        reading.add(rooms.lines.take(), at: hour)
        for row in rows where row.table == "posts" && row.what == "INSERT" {
            guard let (id, question) = reading.question(of: row), asked[question].isWaiting else { continue }
            try await appear(question, id, hour)
        }
    }

    private mutating func appear(_ question: Int, _ thread: ID<Leaks>, _ hour: Int) async throws {
        let (one, number) = (asked[question], reading.trace.acts[question].count)
        asked[question].isWaiting = false
        reading.set { trace in
            let since = trace.acts[question].last.map { Double($0.appears) }
            trace.acts[question].append(
                Act(pace: number == 0 ? .soon : .patient, appears: hour, isReply: number > 0, since: since ?? 0))
        }
        try await leaks.appeared(thread, of: one.asker, cell: one.cells[number], isFirst: number == 0)
        if plan.betrayal == .duplicateLogged { reading.mention(thread, at: one.sittings[number]) }
    }

    /// Questions that never appeared within the days are no questions to whoever looks.
    private mutating func finish() {
        reading.set { trace in
            let appeared = trace.acts.indices.filter { !trace.acts[$0].isEmpty }
            trace.keep(appeared)
            trace.finish()
        }
    }
}
