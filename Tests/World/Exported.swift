package import Foundation
package import Storage
package import Testing
package import Web

extension Exporter {
    /// What stands in the file, part by part, read two records at a time; as many as are counted, and none twice.
    package func exported(
        of member: ID<Person>, from database: Database, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: [[String: Any]]] {
        var found: [String: [[String: Any]]] = [:]
        for part in parts {
            let (lines, keys, count) = try await database.read { tx in
                var (lines, keys): ([[UInt8]], [String]) = ([], [])
                while true {
                    let records = try part.read(member, keys.last, 2, tx)
                    lines += try records.map { try JSONBytes.of($0.value) }
                    keys += records.map(\.key)
                    if records.count < 2 { return (lines, keys, try part.count(member, tx)) }
                }
            }
            #expect(keys.count == count && Set(keys).count == count, "\(part.name)", sourceLocation: sourceLocation)
            #expect(keys.allSatisfy { !$0.contains(",") && $0.utf8.count <= 200 }, sourceLocation: sourceLocation)
            found[part.name, default: []] += try lines.compactMap {
                try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
            }
        }
        return found
    }
}
