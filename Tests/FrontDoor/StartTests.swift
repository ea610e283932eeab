import Databases
import Foundation
import Post
import Testing
import Web

#if canImport(Glibc)
    import Glibc
#endif

@testable import wayfellow

/// What whoever starts a server reads.
@Suite struct StartTests {
    @Test func `a port that is taken is said before anything is made, with another`() async throws {
        let (descriptor, port) = try Self.listening()
        defer { close(descriptor) }
        try await withFolder { folder in
            for isDemo in [true, false] {
                let error = await #expect(throws: CommandError.self) {
                    var settings = try await Settings.read(
                        data: folder.path(percentEncoded: false), port: port, environment: [:])
                    settings.content = Project.root
                    _ = try await House.open(settings, synthetic: isDemo, isServer: true)
                }
                #expect(
                    error?.description == "Port \(port) is taken. Try another: "
                        + "\(isDemo ? "bin/demo" : "wayfellow serve") --port \(port + 1)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/wayfellow.sqlite"))
        }
        #expect(throws: Never.self) { try ListeningPort.check("127.0.0.1", 0, command: "bin/demo") }
    }

    @Test(arguments: [
        (PostSettings.Way.demonstration, "The mail that it sends is at http://h:1/demo/mail"),
        (.folder(URL(filePath: "/mail/")), "The mail that it sends is in /mail/"),
        (server, "It sends real mail, through mail.example.org"),
    ])
    func `a demonstration says where its mail is`(way: PostSettings.Way, words: String) throws {
        let from = try #require(MailAddress("post@example.org"))
        let post = PostSettings(way: way, from: from, name: "Wayfellow", address: "https://example.org")
        let text = DemoCommand.welcome(host: "h", port: 1, post, [])
        #expect(text.contains(words) && text.contains("/demo/mail") == words.contains("/demo/mail"))
        #expect(!DemoCommand.welcome(host: "h", port: 1, nil, []).contains("/demo/mail"))
    }

    @Test(arguments: [("http://example.org", "https"), (nil, "set it to")])
    func `an address that mail cannot lead to is said, and where to set another`(address: String?, words: String)
        async throws
    {
        var environment = ["WAYFELLOW_SMTP_HOST": "mail.example.org", "WAYFELLOW_MAIL_FROM": "post@example.org"]
        environment["WAYFELLOW_ADDRESS"] = address
        let given = environment
        let error = await #expect(throws: SettingsError.self) {
            try await Settings.read(data: "data", environment: given)
        }
        let text = error?.description ?? ""
        #expect([words, "WAYFELLOW_ADDRESS", "ail", "WAYFELLOW_CONFIG"].allSatisfy { text.contains($0) }, "\(text)")
    }

    private static var server: PostSettings.Way {
        SMTPSettings(host: "mail.example.org", port: 587, encryption: .startTLS).map { .smtp($0) } ?? .demonstration
    }

    /// Somebody else's server on a port of the system's choice.
    private static func listening() throws -> (CInt, Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw HouseTestError("no port") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}
