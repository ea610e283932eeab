import Databases
import Foundation
import Storage
import Testing

@testable import Files

@Suite struct FilesTests {
    private let image = Image(kind: .png, bytes: [1, 2, 3], width: 40, height: 30)
    private let now = Instant(milliseconds: 1_800_000_000_000)

    @Test(arguments: Backend.available) func `a file is kept with its bytes and what it shows, until it is removed`(
        on backend: Backend
    ) async throws {
        try await withDatabase(on: backend, migrations: [FileStore.migrations]) { database in
            let file = try await database.write { tx in
                try FileStore.add(image, descriptions: ["en": "A lighthouse", "es": "Un faro"], at: now, in: tx)
            }
            #expect(file.mediaType == "image/png")
            #expect(try await database.read { try FileStore.file(file.id, in: $0) } == file)
            #expect(try await database.read { try FileStore.bytes(of: file.id, in: $0) } == [1, 2, 3])
            try await database.write { try FileStore.describe(file.id, ["en": "A tower"], in: $0) }
            #expect(try await database.read { try FileStore.file(file.id, in: $0)?.descriptions } == ["en": "A tower"])
            try await database.write { try FileStore.remove(file.id, in: $0) }
            #expect(try await database.read { try FileStore.file(file.id, in: $0) } == nil)
            #expect(try await database.read { try FileStore.bytes(of: file.id, in: $0) } == nil)
        }
    }

    @Test(arguments: Backend.available) func `a file of more than 512 KiB is not kept`(on backend: Backend) async throws
    {
        try await withDatabase(on: backend, migrations: [FileStore.migrations]) { database in
            for (count, isKept) in [(StoredFile.mostBytes, true), (StoredFile.mostBytes + 1, false), (0, false)] {
                let image = Image(kind: .jpeg, bytes: Array(repeating: 7, count: count), width: 1, height: 1)
                let kept = try? await database.write { try FileStore.add(image, descriptions: [:], at: now, in: $0) }
                #expect((kept != nil) == isKept, "\(count) bytes")
            }
        }
    }

    @Test func `a file on its way has no name, and is read as it was written`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spool-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try SpooledFile(in: folder)
        for _ in 0..<10 { try await file.append(Array("0123456789".utf8)) }
        #expect(file.size == 100)
        #expect(try await file.bytes(from: 95, atMost: 50) == Array("56789".utf8))
        #expect(try await file.bytes(from: 100, atMost: 50) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        #expect(throws: SpooledFile.Failure.self) { _ = try SpooledFile(in: folder + "/none") }
    }
}
