import Markup
import Storage
import Web

/// What takes away, and what needs no words: deleting a post, letting a question go, the best answer, taking back what waits,
/// and all of it before one leaves.
struct DarkParting {
    let desk: OpenDesk

    private var text: Text { desk.text }
    private var visit: Visit { desk.visit }
    private var isYes: Bool { visit.fields["go"] == "send" }

    func reply() async throws -> Reply {
        switch visit.fields[DarkDesk.verb] ?? "" {
        case "remove": try await remove()
        case "letGo": try await letGo()
        case "takeBack": try await takeBack()
        case "leave": try await leave()
        case "best none": try await best(nil)
        default: try await best(try desk.number())
        }
    }

    /// A second look with what it costs.
    private func ask(_ what: String, _ verb: String, _ fields: [(String, String)], choice: HTML = .empty) -> Reply {
        desk.page(
            text("communities.dark.\(what)"),
            desk.form(
                verb, fields,
                """
                <p>\(text("communities.dark.\(what).is"))</p>\(desk.formField)\(choice)\
                \(HTML.actions([HTML.button(text("communities.dark.\(what).go"), kind: .danger, name: "go", value: "send")]))
                """))
    }

    private func submit(
        _ deed: DarkDeed, _ mark: DarkMark, at due: Instant, replacing earlier: ID<DarkAct>? = nil, done: String
    ) async -> Reply {
        await desk.submit(
            DarkAct(id: desk.act, replaces: earlier, mark: mark, due: due, deed: deed), done: done)
    }

    // MARK: - Deleting

    private func remove() async throws -> Reply {
        let (own, number) = (try desk.own(), try desk.number())
        let fields = [("thread", own.thread.description), ("number", String(number))]
        var reader = FormReader(visit.fields)
        let pace = reader.choice(
            "pace", among: DarkPace.allCases.map(\.rawValue), required: "communities.dark.pace.required"
        ).flatMap { DarkPace(rawValue: $0) }
        guard isYes, let pace else {
            let choice = HTML.radios(
                Choices(
                    name: "pace", legend: text("communities.dark.remove.when"),
                    options: [DarkPace.patient, .soon, .atOnce].map { pace in
                        Choice(
                            pace.rawValue, text("communities.dark.remove.\(pace.rawValue)"),
                            hint: text("communities.dark.remove.\(pace.rawValue).hint"))
                    }, error: isYes ? text("communities.dark.pace.required") : nil))
            return ask(number == 1 ? "remove.question" : "remove", "remove", fields, choice: choice)
        }
        let due = desk.communities.darkDue(pace, at: visit.now)
        return await submit(.remove(number: number), own.mark, at: due, done: pace == .atOnce ? "removeNow" : "remove")
    }

    private func letGo() async throws -> Reply {
        let own = try desk.own()
        guard isYes else { return ask("letGo", "letGo", [("thread", own.thread.description)]) }
        let due = desk.communities.darkDue(.patient, at: visit.now)
        return await submit(.letGo, own.mark, at: due, done: "letGo")
    }

    // MARK: - What needs no second look

    private func best(_ number: Int?) async throws -> Reply {
        let own = try desk.own()
        let due = desk.communities.darkDue(.patient, at: visit.now)
        return await submit(.best(number: number), own.mark, at: due, done: "best")
    }

    private func takeBack() async throws -> Reply {
        let act = try await desk.waiting(named: visit.fields["act"])
        return await submit(.nothing, act.mark, at: act.due, replacing: act.id, done: "takeBack")
    }

    // MARK: - Leaving

    /// All that they asked, each at an hour of its own within 28 days: what goes within days of an account would name it.
    private func leave() async throws -> Reply {
        guard isYes else { return ask("leave", "leave", []) }
        let farewells = desk.all().map { own in
            let hours = Int64.random(in: 24...(28 * 24))
            let grid = DarkPace.gridHours * 3_600_000
            let at = visit.now.milliseconds + hours * 3_600_000
            return DarkFarewell(mark: own.mark, due: Instant(milliseconds: (at + grid - 1) / grid * grid))
        }
        guard let first = farewells.map(\.due).min(), let mark = desk.me.now.first else { throw Problem.notFound }
        return await submit(.leave(farewells), mark, at: first, done: "leaving")
    }
}
