import Databases
import Foundation
import Storage
import Testing
import World

@testable import Communities

/// The key goes forward, in the file as in memory, and no crash on its way loses it.
@Suite struct DarkKeyTests {
    @Test func `each day's key follows from the one before, and no earlier one`() throws {
        let first = DarkKey(day: 10, bytes: Array(0..<32))
        let tenth = try #require(first.forward(to: 20))
        expect(try #require(first.forward(to: 15)?.forward(to: 20)), is: tenth)
        expect(tenth.forward(to: 19), is: nil)
        expect(tenth.bytes == first.bytes, is: false)
        expect(first.forward(to: 11 + DarkKey.mostDays), is: nil)
        expect("\(first)", is: "•••")
        var keys = DarkKeys(first)
        expect(keys.key(of: 12) == nil, is: false)
        keys.forget(before: try #require(first.forward(to: 14)))
        expect(keys.oldest.day, is: 14)
        expect(keys.key(of: 13) == nil, is: true)
        expect(keys.oldest, is: try #require(first.forward(to: 14)))
    }

    private func withFile(_ body: (DarkKeyFile, String) throws -> Void) async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "dark").path(percentEncoded: false)
            try body(DarkKeyFile(folder: path, isNamed: false), path)
        }
    }

    private func bytes(_ folder: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(folder)/\(DarkKeyFile.name)")))
    }

    private func write(_ bytes: [UInt8], _ folder: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(folder)/\(DarkKeyFile.name)"))
    }

    @Test func `the file is its owner's, its folder says that it is not to be copied, and the first key stays`()
        async throws
    {
        try await withFile { file, folder in
            expect(try file.read(), is: nil)
            let key = DarkKey.new(day: 5)
            expect(try file.keep(key), is: key)
            // Another process that makes one at the same time takes this.
            expect(try file.keep(.new(day: 5)), is: key)
            expect(try file.read(), is: key)
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(DarkKeyFile.name)")
            expect(attributes[.posixPermissions] as? Int, is: 0o600)
            let ofFolder = try FileManager.default.attributesOfItem(atPath: folder)
            expect(ofFolder[.posixPermissions] as? Int, is: 0o700)
            let tag = try String(contentsOfFile: "\(folder)/CACHEDIR.TAG", encoding: .utf8)
            expect(tag.hasPrefix("Signature: 8a477f597d28d172789f06886806bc55\n"), is: true)
        }
    }

    @Test func `what is written over is gone from the file, and nobody writes an earlier key`() async throws {
        try await withFile { file, folder in
            let key = try file.keep(.new(day: 5))
            let next = try #require(key.forward(to: 8))
            try file.advance(to: next)
            expect(try file.read(), is: next)
            let kept = Data(try bytes(folder))
            expect(kept.range(of: Data(key.bytes)) == nil, is: true)
            expect(kept.range(of: Data(next.bytes)) == nil, is: false)
            try file.advance(to: try #require(key.forward(to: 7)))
            expect(try file.read(), is: next)
        }
    }

    /// Every state in which a crash can leave the file while one key is written over another.
    @Test func `a crash on the way leaves the older key or the newer one`() async throws {
        try await withFile { file, folder in
            let key = try file.keep(.new(day: 5))
            let old = try bytes(folder)
            let next = try #require(key.forward(to: 6))
            try file.advance(to: next)
            let new = try bytes(folder)
            let size = DarkKeyFile.slotSize
            for slot in 0..<2 {
                for torn in [0, 1, 20, 40, 56, 87, 88] {
                    // The first slot is being written, or the second after it.
                    var state = slot == 0 ? old : Array(new.prefix(size) + old.suffix(size))
                    state.replaceSubrange(slot * size..<slot * size + torn, with: new[slot * size..<slot * size + torn])
                    try write(state, folder)
                    let isNewer = slot == 1 || torn == 88
                    expect(try file.read(), is: isNewer ? next : key, "slot \(slot), \(torn) bytes")
                    // What was half done is done.
                    let healed = try bytes(folder)
                    expect(healed, is: isNewer ? new : old, "slot \(slot), \(torn) bytes")
                }
            }
            try write([], folder)
            #expect(throws: DarkKeyFile.Refusal.self) { try file.read() }
        }
    }

    @Test func `a folder that the operator named must be there`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "not-mounted").path(percentEncoded: false)
            let file = DarkKeyFile(folder: path, isNamed: true)
            #expect(throws: DarkKeyFile.Refusal.self) { try file.keep(.new(day: 1)) }
            expect(FileManager.default.fileExists(atPath: path), is: false)
        }
    }
}
