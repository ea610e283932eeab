import Databases
import Foundation
import Logging
import Storage
import Testing

@testable import Accounts

/// The file that says who must be erased again when a copy is restored.
@Suite struct ErasureBookTests {
    private let keys: AccountKeys
    private let ana = ID<Person>.random()
    private let ben = ID<Person>.random()

    init() throws { keys = try AccountKeys(secret: [UInt8](repeating: 5, count: 32)) }

    @Test(arguments: Backend.available)
    func `an erasure is a row in its transaction and a line in the file, without an id or a time`(
        on backend: Backend
    ) async throws {
        try await withErasures(on: backend) { erasures, path in
            let mark = try await erasures.database.write { try erasures.noteErased(ana, in: $0) }
            await erasures.writeDown([mark])
            let book = try ErasureBook(path: path, keys: keys)
            #expect(book.kinds == [keys.erasures.erased(ana): .erased])
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(!text.contains(ana.description) && text.split(separator: "\n").count == 2)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func `what is written once more is no second line, and what was missed is written at the next start`()
        async throws
    {
        try await withErasures { erasures, path in
            let (first, second) = try await erasures.database.write {
                (try erasures.noteErased(ana, in: $0), try erasures.noteErased(ben, in: $0))
            }
            await erasures.writeDown([first])
            await erasures.writeDown([first])
            await erasures.writeDown()
            await erasures.writeDown()
            #expect(Set(try ErasureBook(path: path, keys: keys).kinds.keys) == [first, second])
            #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 3)
        }
    }

    @Test func `consent that is given anew takes back that it was withdrawn`() async throws {
        try await withErasures { erasures, path in
            for (isGranted, kind) in [(true, nil), (false, .withdrawn), (true, .granted), (false, .withdrawn)]
                as [(Bool, ErasureKind?)]
            {
                let mark = try await erasures.database.write {
                    try erasures.noteConsent(isGranted, of: ana, in: $0)
                }
                await erasures.writeDown([mark])
                #expect(try ErasureBook(path: path, keys: keys).kinds[keys.erasures.consent(ana)] == kind)
            }
            _ = try await erasures.database.write { try erasures.noteErased(ana, in: $0) }
            let rows = try await erasures.database.read { try ErasureMarkStore.all(in: $0) }
            // The other one stays: a copy from before the erasure has it, too, and the file must not lack it.
            #expect(
                Set(rows.map(\.mark)) == [keys.erasures.erased(ana), keys.erasures.consent(ana)]
                    && Set(rows.map(\.kind)) == [.erased, .withdrawn])
        }
    }

    @Test func `many at once, through two hands, are all in the file`() async throws {
        try await withErasures { erasures, path in
            let other = Erasures(
                database: erasures.database, key: erasures.key, folder: erasures.folder, logger: erasures.logger)
            try await withThrowingTaskGroup { group in
                for number in 0..<40 {
                    group.addTask {
                        let hand = number.isMultiple(of: 2) ? erasures : other
                        let mark = try await hand.database.write { try hand.noteErased(.random(), in: $0) }
                        await hand.writeDown([mark])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try ErasureBook(path: path, keys: keys).kinds.count == 40)
        }
    }

    @Test func `a line that is changed, missing, cut or of another server is noticed`() async throws {
        try await withErasures { erasures, path in
            for member in [ana, ben] {
                _ = try await erasures.database.write { try erasures.noteErased(member, in: $0) }
            }
            await erasures.writeDown()
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(separator: "\n").map(String.init)
            func read(_ text: String) throws { _ = try ErasureBook(Data(text.utf8), path: "e", key: keys.erasures) }
            try read(text)
            let letter = lines[1].contains("a") ? ("a", "b") : ("1", "2")
            for (damaged, line) in [
                (lines[0] + "\n" + lines[1].replacing(letter.0, with: letter.1) + "\n" + lines[2] + "\n", 2),
                (lines[0] + "\n" + lines[2] + "\n", 2), ("", 1), ("\n", 1),
                (lines[0] + "\n" + lines[1] + "\n" + lines[2].prefix(40), 3),
                (lines[0] + "\n" + lines[1] + "\n" + lines[2].dropLast(20) + "x", 3),
                (lines[0] + "\n\n", 2), ("what is this\n", 1),
            ] {
                #expect(throws: ErasureBookError.damaged(path: "e", line: line)) { try read(damaged) }
            }
            let other = try AccountKeys.ephemeral()
            #expect(throws: ErasureBookError.foreign(path: "e")) {
                _ = try ErasureBook(Data(text.utf8), path: "e", key: other.erasures)
            }
            #expect(throws: ErasureBookError.missing(path: path + "-")) {
                _ = try ErasureBook(path: path + "-", keys: keys)
            }
        }
    }

    @Test(arguments: [1, 2, 10, 17])
    func `a last line that was cut behind its mark still holds, and is mended by the next`(missing: Int) async throws {
        try await withErasures { erasures, path in
            _ = try await erasures.database.write { try erasures.noteErased(ana, in: $0) }
            await erasures.writeDown()
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try Data(text.dropLast(missing).utf8).write(to: URL(filePath: path))
            #expect(try ErasureBook(path: path, keys: keys).kinds == [keys.erasures.erased(ana): .erased])
            let second = try await erasures.database.write { try erasures.noteErased(ben, in: $0) }
            await erasures.writeDown([second])
            #expect(try ErasureBook(path: path, keys: keys).kinds.count == 2)
            #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(text))
            #expect(!FileManager.default.fileExists(atPath: path + ".damaged"))
        }
    }

    @Test func `a damaged file is put aside and written anew, from the database`() async throws {
        try await withErasures { erasures, path in
            let mark = try await erasures.database.write { try erasures.noteErased(ana, in: $0) }
            await erasures.writeDown()
            try Data("wayfellow erasures 1 of somebody".utf8).write(to: URL(filePath: path))
            let second = try await erasures.database.write { try erasures.noteErased(ben, in: $0) }
            await erasures.writeDown([second])
            #expect(Set(try ErasureBook(path: path, keys: keys).kinds.keys) == [mark, second])
            #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
        }
    }

    private func withErasures(
        on backend: Backend = .sqlite, _ body: (Erasures, String) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            try await withDatabase(on: backend, migrations: try Project.migrations(of: ["Accounts"])) { database in
                let erasures = Erasures(
                    database: database, key: keys.erasures, folder: folder.path, logger: Logger(label: "test"))
                try await body(erasures, ErasureBook.path(in: folder.path))
            }
        }
    }
}
