import Foundation
import Storage

/// One world to be lived through: its members, what they leave, what betrays.
struct WorldPlan: Sendable {
    let name: String
    let members: Int
    let posting: Double
    let questions: Int
    let days: Int
    var betrayal: Betrayal?
    var isPostgres = false

    static let share = 0.3
}

/// Sites on which everybody has joined, copied for each world.
struct Worlds: Sendable {
    let folder: String
    /// Of a server; nil: worlds on PostgreSQL are left out.
    let postgres: String?
    let content: String
    private let key = [UInt8](repeating: 7, count: 32)

    struct Result: Sendable {
        let plan: WorldPlan
        let finding: Linker.Finding
        let seconds: Int64
        let changes: Int
    }

    func live(_ world: WorldPlan, seed: UInt64) async throws -> Result {
        let began = ContinuousClock.now
        let address = try await address(of: world)
        let rooms = try await Rooms(address, content: content, key: key, time: Time())
        let plan = Plan(
            world.members, posting: world.posting, questions: world.questions, days: world.days, world.betrayal,
            alwaysThree: world.betrayal != nil, seed: seed)
        var trace: Trace?
        try await rooms.running {
            let household = try await Household(world.members, rooms)
            let door = StandIn(rooms, isAtOnce: world.betrayal == .noDelay, seed: seed &+ 3)
            var life = try await Life(plan, rooms, household, door)
            try await life.run()
            trace = life.reading.trace
        }
        try await rooms.database.close()
        guard let trace else { throw Unexpected("\(world.name) left nothing") }
        let finding = Linker(trace: trace).find(seed: seed &+ 4)
        return Result(
            plan: world, finding: finding, seconds: (ContinuousClock.now - began).components.seconds,
            changes: trace.changes.count)
    }

    private func address(of world: WorldPlan) async throws -> String {
        let name = world.name.lowercased().filter { $0.isLetter || $0.isNumber }
        guard world.isPostgres, let postgres else { return "\(folder)/\(name).sqlite" }
        return postgres.replacing(/\/postgres$/, with: "/unmasking_\(world.posting > 0 ? "posters" : "readers")")
    }

    /// All worlds, two at a time, as each is done.
    func live(_ worlds: [WorldPlan], told: (Result) -> Void) async throws -> [Result] {
        try await withThrowingTaskGroup(of: Result.self) { group in
            var (results, next): ([Result], Int) = ([], 0)
            func begin() {
                guard next < worlds.count else { return }
                let (world, seed) = (worlds[next], UInt64(100 + next))
                group.addTask { try await live(world, seed: seed) }
                next += 1
            }
            begin()
            begin()
            while let result = try await group.next() {
                told(result)
                results.append(result)
                begin()
            }
            return results
        }
    }
}
