package import Foundation
package import Storage
package import Testing
package import Web

extension [RecordSet] {
    /// What stands in the file, part by part, read two records at a time; as many as are counted, and none twice.
    package func exported(
        of member: ID<Person>, from database: Database, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: [[String: Any]]] {
        var found: [String: [[String: Any]]] = [:]
        for set in self {
            guard case .records(let count, let read) = set.download else { continue }
            let (lines, keys, counted) = try await database.read { tx in
                var (lines, keys): ([[UInt8]], [String]) = ([], [])
                while true {
                    let records = try read(member, keys.last, 2, tx)
                    lines += try records.map { try JSONBytes.of($0.value) }
                    keys += records.map(\.key)
                    if records.count < 2 { return (lines, keys, try count(member, tx)) }
                }
            }
            #expect(keys.count == counted && Set(keys).count == counted, "\(set.name)", sourceLocation: sourceLocation)
            #expect(keys.allSatisfy { !$0.contains(",") && $0.utf8.count <= 200 }, sourceLocation: sourceLocation)
            found[set.name, default: []] += try lines.compactMap {
                try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
            }
        }
        return found
    }
}
