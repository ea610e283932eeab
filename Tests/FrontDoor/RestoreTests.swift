import Databases
import Foundation
import Storage
import Testing
import Web

@testable import Accounts
@testable import wayfellow

/// A copy of the database is put back: whoever erased their account since then stays erased.
@Suite struct RestoreTests {
    @Test(arguments: Backend.available)
    func `who erased their account after the copy is nowhere in the restored one`(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (gone, kept, copy) = try await server.open { house in
                let (gone, kept) = try await house.fill()
                let copy = try await server.copy()
                try await house.erase(gone)
                _ = try await house.add("Later Lark")
                return (gone, kept, copy)
            }
            let said = try await server.restore(copy, replaces: true)
            #expect(
                said == [
                    "The copy is in its place. Accounts: 1.", "Erased again: 1. Consent ended again: 0.",
                    "Everybody has to sign in again. Start the server, and delete the copy: it still holds what was erased.",
                ])
            #expect(try await server.names(of: gone, kept) == ["Kept Kite"])
            let places = try await server.look { try await $0.places(of: gone, orWords: ["Quittenheron"]) }
            #expect(places == [])
            // Whose data came back finds a receipt of it.
            let receipts = try await server.look { database in
                try await database.read {
                    try $0.rows("SELECT member_id FROM receipts WHERE purpose = 'restored'") {
                        try $0.get(0, as: ID<Person>.self)
                    }
                }
            }
            #expect(receipts == [kept])
            if case .sqlite = backend { #expect(try bytesHold("Quittenheron", in: server.data) == false) }
        }
    }

    @Test(arguments: Backend.available)
    func `consent that was taken back after the copy is not there again, and one given anew is`(
        on backend: Backend
    ) async throws {
        try await withServer(on: backend) { server in
            let (second, copy) = try await server.open { house in
                let (first, second) = try await house.fill()
                for member in [first, second] { try await house.decide(true, of: member) }
                let copy = try await server.copy()
                try await house.decide(false, of: first)
                try await house.decide(false, of: second)
                try await house.decide(true, of: second)
                return (second, copy)
            }
            let said = try await server.restore(copy, replaces: true)
            #expect(said.contains("Erased again: 0. Consent ended again: 1."))
            let agreeing = try await server.look { database in
                try await database.read { tx in
                    var agreeing: [ID<Person>] = []
                    try AccountsFeature.forEachConsenting(in: tx) { member, _, _ in agreeing.append(member) }
                    return agreeing
                }
            }
            #expect(agreeing == [second])
        }
    }

    @Test(arguments: Backend.available)
    func `nothing is written over a database with members, unless told to`(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (gone, copy) = try await server.open { house in
                let gone = try await house.fill().0
                let copy = try await server.copy()
                _ = try await house.add("Later Lark")
                return (gone, copy)
            }
            await #expect(throws: CommandError.self) { _ = try await server.restore(copy) }
            #expect(try await server.members() == 3)
            try await server.empty()
            _ = try await server.restore(copy)
            #expect(try await server.members() == 2)
            #expect(try await server.names(of: gone) == ["Quittenheron"])
        }
    }

    /// Each leaves everything as it was, and says why in one sentence.
    @Test(arguments: Backend.available)
    func `a copy that is damaged, foreign, newer or of another key changes nothing`(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            _ = try await server.open { try await $0.fill() }
            let copy = try await server.copy()
            for fault in RestoreFault.allCases {
                let before = try await server.state()
                let bad = try await server.make(fault, from: copy)
                let words = await server.refusal(bad)
                try await server.mend(fault)
                #expect(words.contains(fault.words), "\(fault): \(words)")
                #expect(words.hasSuffix("Nothing was changed."), "\(fault): \(words)")
                #expect(try await server.state() == before, "\(fault)")
            }
        }
    }

    @Test(arguments: Backend.available)
    func `without the file of erasures nothing is restored, but for whoever says so`(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (gone, copy) = try await server.open { house in
                let gone = try await house.fill().0
                let copy = try await server.copy()
                try await house.erase(gone)
                return (gone, copy)
            }
            let path = ErasureBook.path(in: server.data.path)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let later = try await server.copy()
            for (contents, words) in [
                (nil, "is missing"), ("\(text)x", "damaged at line 3"),
                (String(text.dropLast(40)), "damaged at line 2"),
            ] as [(String?, String)] {
                try FileManager.default.removeItem(atPath: path)
                if let contents { try Data(contents.utf8).write(to: URL(filePath: path)) }
                let refusal = await server.refusal(copy)
                #expect(refusal.contains(words) && refusal.contains("--without-erasures"), "\(refusal)")
                if contents == nil { try Data().write(to: URL(filePath: path)) }
            }
            // One from before the erasure does not fit a copy from after it.
            let old = String(text.split(separator: "\n")[0]) + "\n"
            try Data(old.utf8).write(to: URL(filePath: path))
            #expect(await server.refusal(later).contains("is older than the copy"))
            let said = try await server.restore(copy, replaces: true, erasesAgain: false)
            #expect(said.first?.hasPrefix("WITHOUT THE ERASURES") == true)
            #expect(try await server.names(of: gone) == ["Quittenheron"])
        }
    }

    /// A file that is made anew, as on a further server, has all marks that an older copy may have.
    @Test(arguments: Backend.available)
    func `a file of erasures that was made anew fits a copy from before the erasure`(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let copy = try await server.open { house in
                let (gone, _) = try await house.fill()
                try await house.decide(true, of: gone)
                try await house.decide(false, of: gone)
                let copy = try await server.copy()
                try await house.erase(gone)
                try FileManager.default.removeItem(atPath: ErasureBook.path(in: server.data.path))
                await house.rooms.accounts.erasures.writeDown()
                return copy
            }
            #expect(try await server.restore(copy, replaces: true).contains("Erased again: 1. Consent ended again: 0."))
        }
    }

    @Test(arguments: Backend.available)
    func `nobody is signed in after a restore`(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let copy = try await server.open { house in
                _ = try await house.rooms.accounts.openSession(of: try await house.fill().0)
                return try await server.copy()
            }
            func sessions() async throws -> Int {
                try await server.look {
                    try await $0.read { try $0.first("SELECT COUNT(*) FROM sessions") { try $0.get(0) } ?? 0 }
                }
            }
            #expect(try await sessions() == 1)
            _ = try await server.restore(copy, replaces: true)
            #expect(try await sessions() == 0)
        }
    }

    @Test func `a link to a copy is followed, and the copy stays what it was`() async throws {
        try await withServer(on: .sqlite) { server in
            let copy = try await server.open { house in
                _ = try await house.fill()
                return try await server.copy()
            }
            let before = try Data(contentsOf: URL(filePath: copy))
            let link = server.elsewhere.appending(path: "latest").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: copy)
            _ = try await server.restore(link, replaces: true)
            #expect(try Data(contentsOf: URL(filePath: copy)) == before)
            try FileManager.default.removeItem(atPath: copy)
            #expect(try await server.members() == 2)
        }
    }

    @Test(arguments: Backend.available)
    func `nothing is restored while a server runs`(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let refusal = try await server.open { house in
                _ = try await house.fill()
                return await server.refusal(try await server.copy())
            }
            #expect(refusal.contains("Another Wayfellow works on") || refusal.contains("Stop it first"), "\(refusal)")
        }
    }
}

/// What can be wrong with a copy, and a part of what is said then.
enum RestoreFault: CaseIterable {
    case noFile, otherFile, cut, foreign, newer, otherKey, noKey

    var words: String {
        switch self {
        case .noFile: "cannot be read"
        case .otherFile: "is not"
        case .cut: "is damaged"
        case .foreign: "of Wayfellow"
        case .newer: "which this program does not"
        case .otherKey: "is not the one that this database was made with"
        case .noKey: "no account.key"
        }
    }
}
