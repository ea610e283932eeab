import Databases
import Foundation
import Testing

@testable import Storage

/// What people wrote may be read by the server's own account only.
@Suite struct PrivateFileTests {
    @Test func `a database's files are for their owner alone from the first moment`() async throws {
        try await withFolder { folder in
            let path = folder.appendingPathComponent("new.sqlite").path
            let database = try await Database.sqlite(path: path)
            try await database.migrate([people])
            #expect(
                modes(in: folder) == [
                    "new.sqlite": 0o600, "new.sqlite-lock": 0o600, "new.sqlite-shm": 0o600, "new.sqlite-wal": 0o600,
                ])
            try await database.close()
        }
    }

    @Test func `files of an earlier program that others may read are narrowed`() async throws {
        try await withFolder { folder in
            let path = folder.appendingPathComponent("old.sqlite").path
            let first = try await Database.sqlite(path: path)
            try await first.migrate([people])
            try await first.write { try add("Ana", in: $0) }
            try await first.close()
            for name in ["old.sqlite", "old.sqlite-wal", "old.sqlite-shm"] {
                let file = folder.appendingPathComponent(name).path
                // What a copy or a crash may have left behind.
                if !FileManager.default.fileExists(atPath: file) {
                    FileManager.default.createFile(atPath: file, contents: Data())
                }
                try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: file)
            }
            let database = try await Database.sqlite(path: path)
            try await expectNames(["Ana"], in: database)
            #expect(modes(in: folder).values.allSatisfy { $0 == 0o600 }, "\(modes(in: folder))")
            try await database.close()
        }
    }

    @Test func `a folder is made private, with what is above it left alone`() async throws {
        try await withFolder { parent in
            let folder = parent.appendingPathComponent("data", isDirectory: true)
            try PrivateFolder.prepare(folder, knownBy: ours)
            #expect(modes(in: parent) == ["data": 0o700])
        }
    }

    @Test(arguments: [nil, "wayfellow.lock", "account.key"] as [String?])
    func `a folder of ours that others may enter is narrowed`(holding file: String?) async throws {
        try await withFolder { parent in
            let folder = parent.appendingPathComponent("data", isDirectory: true)
            try make(folder, holding: file)
            try PrivateFolder.prepare(folder, knownBy: ours)
            #expect(modes(in: parent) == ["data": 0o700])
        }
    }

    @Test func `a folder that others use for something else is refused and left as it is`() async throws {
        try await withFolder { parent in
            let folder = parent.appendingPathComponent("shared", isDirectory: true)
            try make(folder, holding: "somebody's letter.txt")
            let error = #expect(throws: FileRefusal.self) { try PrivateFolder.prepare(folder, knownBy: ours) }
            #expect("\(error, default: "")".contains("choose a folder of its own"))
            #expect(modes(in: parent) == ["shared": 0o755])
        }
    }

    private let ours: Set<String> = ["wayfellow.lock", "account.key"]

    private func make(_ folder: URL, holding file: String?) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        if let file {
            FileManager.default.createFile(atPath: folder.appendingPathComponent(file).path, contents: Data())
        }
    }

    private func modes(in folder: URL) -> [String: Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return Dictionary(
            uniqueKeysWithValues: names.map { name in
                let path = folder.appendingPathComponent(name).path
                let attributes = try? FileManager.default.attributesOfItem(atPath: path)
                return (name, attributes?[.posixPermissions] as? Int ?? -1)
            })
    }
}
