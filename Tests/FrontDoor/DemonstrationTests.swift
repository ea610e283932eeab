import Databases
import Evidence
import Foundation
import Safety
import Storage
import Testing
import Web
import World

@testable import Journal
@testable import wayfellow

/// What a demonstration says must pass the look that everybody's words pass, with the rules and the medicines of today.
@Suite struct DemonstrationTests {
    @Test func `no word of the demonstration is held`() async throws {
        try await WholeHouse.open { house in
            let rooms = await house.house.rooms
            let (member, leader) = (try await house.person(.member), try await house.person(.owner))
            try await rooms.journal.demonstrateMember(member)
            try await rooms.journal.demonstrateLeader(leader)
            try await rooms.evidence.demonstrateAsk(by: member, of: leader)
            let words = try await house.house.dependencies.database.read { tx in
                try tx.rows(
                    "SELECT advice FROM evaluations WHERE advice IS NOT NULL UNION ALL SELECT question FROM asks"
                ) { try $0.get(0, as: String.self) }
            }
            #expect(words.count >= 5)
            for text in words { expect(rooms.safety.findings(in: text).map(\.kind), is: [], "held: \(text)") }
        }
    }

    @Test func `no sentence of simulated members is held, in any language`() async throws {
        try await WholeHouse.open { house in
            let safety = await house.house.rooms.safety
            let file = Project.root.appending(path: "Vocabulary/simulated-advice.csv")
            let bytes = Array(try Data(contentsOf: file))
            let languages = try AdviceSentences(bytes: bytes).languages.map(\.rawValue)
            let table = try ContentTable("simulated-advice.csv", bytes: bytes, columns: ["kind", "helped"], more: true)
            for row in table.rows {
                for language in languages {
                    let text = row[language].replacing("{weeks}", with: "6")
                    expect(safety.findings(in: text).map(\.kind), is: [], "line \(row.line) is held: \(text)")
                }
            }
        }
    }
}
