import Foundation
import Storage
import Testing

@testable import Post

/// Mail as files.
@Suite struct DropTests {
    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
    }

    private func mode(_ url: URL) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))[.posixPermissions] as? Int
            ?? -1
    }

    @Test func `a mail is a file that nobody else may read`() async throws {
        try await withFolder { parent in
            let folder = parent.appending(path: "a folder")
            let (transport, one) = (try DropTransport(folder), try mail(text: "¿Qué tal?"))
            #expect(try await transport.handOver(one) == .taken)
            #expect(try names(in: folder) == ["\(one.id).eml"])
            let file = folder.appending(path: "\(one.id).eml")
            #expect(try Array(Data(contentsOf: file)) == MailFormat.bytes(of: one))
            #expect(try (mode(file), mode(folder)) == (0o600, 0o700))
        }
    }

    @Test func `a second try takes the place of the first`() async throws {
        try await withFolder { folder in
            let (transport, one) = (try DropTransport(folder), try mail())
            for _ in 0..<2 { try await transport.handOver(one) }
            try await transport.handOver(try mail())
            #expect(try names(in: folder).count == 2)
        }
    }

    @Test func `without its folder a mail is not taken, and nothing is left over`() async throws {
        try await withFolder { parent in
            let folder = parent.appending(path: "gone")
            let (transport, one) = (try DropTransport(folder), try mail())
            try FileManager.default.removeItem(at: folder)
            await #expect(throws: MailError.unreachable) { try await transport.handOver(one) }
            // A folder in the mail's place: the mail cannot take it.
            try FileManager.default.createDirectory(
                at: folder.appending(path: "\(one.id).eml"), withIntermediateDirectories: true)
            await #expect(throws: MailError.unreachable) { try await transport.handOver(one) }
            #expect(try names(in: folder) == ["\(one.id).eml"])
        }
    }

    @Test func `a folder that others use is left alone`() async throws {
        try await withFolder { parent in
            let folder = parent.appending(path: "shared")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data().write(to: folder.appending(path: "somebody's.txt"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.path(percentEncoded: false))
            #expect(throws: FileRefusal.self) { _ = try DropTransport(folder) }
            #expect(try mode(folder) == 0o755)
        }
    }
}
