import Accounts
import Databases
import Foundation
import Storage
import Testing
import Web
import World

@testable import wayfellow

/// Whatever a table can hold of a member is in a set of records (`Feature.records`): the schema is walked, so that a table to
/// come cannot be forgotten.
@Suite struct RecordSetTests {
    @Test(arguments: Backend.available)
    func `every column that can hold something of a member stands in a set of records`(on backend: Backend) async throws
    {
        try await WholeHouse.open(on: backend) { house in
            expect(try await house.recordFaults(), is: [], "see Sources/Kit/Web/Features/RecordSet.swift")
        }
    }

    /// The control.
    @Test(arguments: Backend.available)
    func `a room that adds a table with a member in it and no set of records is found`(on backend: Backend) async throws
    {
        try await WholeHouse.open(on: backend) { house in
            let database = house.house.dependencies.database
            try await database.write { tx in
                try tx.execute(
                    "CREATE TABLE tea_orders (id UUID PRIMARY KEY, member_id UUID REFERENCES members (id), wish TEXT)")
                try tx.execute("ALTER TABLE courses ADD COLUMN seen_by UUID")
                try tx.execute("ALTER TABLE spaces ADD COLUMN owner_id UUID REFERENCES members (id)")
            }
            expect(
                try await house.recordFaults(),
                is: [
                    "courses.seen_by: name it in its set, as members, words, codes or with a reason in except",
                    "spaces.owner_id: it refers to a member, and its table is said to hold nothing of members",
                    "tea_orders: no room's feature.records has this table",
                ])
        }
    }

    @Test func `a set that names what is not there, or leaves its rows behind, is found`() async throws {
        let room = FaultyRoom(sets: [
            RecordSet(
                "tea/cups",
                [.init("sample_cups", of: ["drinker"])], .none(because: "test")),
            RecordSet("tea/pots", [.init("teapots", of: ["member_id"])], .none(because: "test")),
        ])
        try await WholeHouse.open(guests: [room]) { house in
            expect(
                try await house.recordFaults(),
                is: [
                    "sample_cups.drinker: the table has no such column",
                    "sample_cups: its rows are said to go with the member's row, and nothing has them go",
                    "teapots: there is no such table",
                ])
        }
    }
}

/// A room with a table and these sets.
private struct FaultyRoom: Room {
    let sets: [RecordSet]

    var feature: Feature {
        var feature = Feature(name: "Sample", bundle: SampleTexts.bundle)
        feature.records = sets
        return feature
    }
}

extension WholeHouse {
    /// What is wrong between the tables that there are and the sets that the rooms hand in, in the order of their names.
    func recordFaults() async throws -> [String] {
        let (columns, references) = try await house.dependencies.database.schema()
        let sets = RecordSet.ofKit + features.flatMap(\.records)
        return RecordWalk(columns: columns, references: references, sets: sets).faults
    }
}

/// Holds the sets beside the schema.
private struct RecordWalk {
    let columns: [SchemaColumn]
    let references: [SchemaReference]
    let sets: [RecordSet]

    /// Tables whose rows go with the row of a member: `table.column` that leads there.
    private func goesWithMember(_ table: String, _ column: String? = nil, seen: Set<String> = []) -> Bool {
        references.contains { reference in
            guard reference.table == table, reference.goesAlong, column.map({ $0 == reference.column }) ?? true else {
                return false
            }
            return reference.target == "members"
                || !seen.contains(reference.target) && goesWithMember(reference.target, seen: seen.union([table]))
        }
    }

    private func refersToMember(_ column: SchemaColumn) -> Bool {
        references.contains { $0.table == column.table && $0.column == column.name && $0.target == "members" }
    }

    /// What is no number and no truth, or is named like a member.
    private func canHoldMember(_ column: SchemaColumn) -> Bool {
        if refersToMember(column) { return true }
        if column.name.contains("member") || column.name.contains("person") || column.name.hasSuffix("_by") {
            return true
        }
        if ["bigint", "boolean", "double precision"].contains(column.type) || column.name == "id" { return false }
        return !references.contains { $0.table == column.table && $0.column == column.name }
    }

    var faults: [String] {
        let byTable = Dictionary(grouping: columns, by: \.table)
        var faults: [String] = []
        var known: Set<String> = []
        for set in sets {
            for table in set.tables {
                known.insert(table.name)
                faults += check(table, of: set, byTable[table.name] ?? [])
            }
        }
        faults += byTable.keys.filter { !known.contains($0) }.map { "\($0): no room's feature.records has this table" }
        return faults.sorted()
    }

    private func check(_ table: RecordSet.Table, of set: RecordSet, _ columns: [SchemaColumn]) -> [String] {
        guard !columns.isEmpty else { return ["\(table.name): there is no such table"] }
        let named = table.members + table.words + table.codes + table.except.keys
        let missing = Set(named).subtracting(columns.map(\.name)).map {
            "\(table.name).\($0): the table has no such column"
        }
        if case (.none, .none) = (set.download, set.erasing) {
            return missing
                + columns.filter(refersToMember).map {
                    "\(table.name).\($0.name): it refers to a member, and its table is said to hold nothing of members"
                }
        }
        let unnamed = columns.filter { canHoldMember($0) && !named.contains($0.name) }.map {
            "\(table.name).\($0.name): name it in its set, as members, words, codes or with a reason in except"
        }
        var staying: [String] = []
        if case .withMember = set.erasing, table.name != "members", !goesWithMember(table.name) {
            staying = ["\(table.name): its rows are said to go with the member's row, and nothing has them go"]
        }
        return missing + unnamed + staying
    }
}
