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
                said == ["The copy holds 2 members and is in its place.", "Erased again: 1. Consent ended again: 0."])
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
            #expect(said.last == "Erased again: 0. Consent ended again: 1.")
            let agreeing = try await server.look { database in
                try await database.read { tx in
                    var agreeing: [ID<Person>] = []
                    try AccountsFeature.forEachConsenting(in: tx) { agreeing.append($0) }
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
                (nil, "is missing"), ("\(text)x", "damaged at line 3"), (String(text.dropLast(8)), "damaged at line 2"),
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
        case .otherKey: "key"
        case .noKey: "no account.key"
        }
    }
}
