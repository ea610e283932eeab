import Foundation
import Testing

@testable import Post

/// `mail_server.py`, for as long as the body runs.
struct MailServer {
    let startTLS: Int
    let implicitTLS: Int
    /// Takes mail from anybody, in the clear.
    let plain: Int
    let folder: URL

    static let root: URL = {
        var folder = URL(filePath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder
    }()
    static let python = root.appending(path: ".build/python/bin/python")
    static let isThere = FileManager.default.isExecutableFile(atPath: python.path(percentEncoded: false))

    var authorities: String { folder.appending(path: "authority.pem").path(percentEncoded: false) }

    /// What came, in the order of coming: the bytes, and the port of the connection that brought them.
    var delivered: [(bytes: [UInt8], connection: String)] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
                .filter { $0.hasSuffix(".eml") }
                .map { (name: $0, parts: $0.dropLast(4).split(separator: "-").map(String.init)) }
                .sorted { (Int($0.parts[0]) ?? 0) < (Int($1.parts[0]) ?? 0) }
                .map { (Array(try Data(contentsOf: folder.appending(path: $0.name))), $0.parts[1]) }
        }
    }

    func settings(
        password: String = "a secret", encryption: SMTPSettings.Encryption = .startTLS, trusts: Bool = true,
        host: String = "127.0.0.1", connections: Int = 2, timeout: Duration = .seconds(60)
    ) throws -> SMTPSettings {
        try #require(
            SMTPSettings(
                host: host, port: encryption == .startTLS ? startTLS : implicitTLS, encryption: encryption,
                credentials: .init(user: Secret("post"), password: Secret(password)),
                authorities: trusts ? authorities : nil, connections: connections, timeout: timeout))
    }

    static func with(_ body: (MailServer) async throws -> Void) async throws {
        try await withFolder { folder in
            let (process, input, output) = (Process(), Pipe(), Pipe())
            process.executableURL = python
            process.arguments = [
                root.appending(path: "Tests/Kit/Post/mail_server.py").path(percentEncoded: false),
                folder.path(percentEncoded: false),
            ]
            (process.standardInput, process.standardOutput) = (input, output)
            try process.run()
            defer {
                try? input.fileHandleForWriting.close()
                process.waitUntilExit()
            }
            var line = Data()
            while line.last != UInt8(ascii: "\n") {
                let more = output.fileHandleForReading.availableData
                try #require(!more.isEmpty, "the server did not start: run bin/setup test")
                line += more
            }
            let ports = String(decoding: line, as: UTF8.self).split { " \n".contains($0) }.compactMap { Int($0) }
            try #require(ports.count == 3)
            try await body(MailServer(startTLS: ports[0], implicitTLS: ports[1], plain: ports[2], folder: folder))
        }
    }
}
