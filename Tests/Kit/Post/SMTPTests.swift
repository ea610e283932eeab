import CCurl
import Foundation
import Logging
import Testing

@testable import Post

/// Mail to a server that encrypts, asks for a password and behaves as the recipient's name says.
@Suite(.enabled(if: MailServer.isThere, "the Python tools are missing: run bin/setup test"))
struct SMTPTests {
    private let quiet = Logger(label: "post") { _ in SwiftLogNoOpLogHandler() }

    private func failure(_ transport: SMTPTransport, to name: String = "ana") async throws -> MailError? {
        let one = try mail(to: name)
        do { try await transport.handOver(one) } catch { return error }
        return nil
    }

    private func refusal(_ error: MailError?) -> [String]? {
        guard case .refused(let permanent, let code, let reason, _)? = error else { return nil }
        #expect(!reason.contains("example.org") && !reason.isEmpty)
        return [permanent ? "for good" : "for now", "\(code)"]
    }

    @Test(arguments: [SMTPSettings.Encryption.startTLS, .implicitTLS])
    func `what is delivered is what was written`(encryption: SMTPSettings.Encryption) async throws {
        try await MailServer.with { server in
            let transport = SMTPTransport(try server.settings(encryption: encryption, connections: 1), logger: quiet)
            let texts = [
                "It is 1234.", ".", "..\n.\n\n.", "Ends in a dot.\n.\n", "¿Qué tal?\n", "你好\n\n\n",
                String(repeating: ".\n", count: 80_000), String(repeating: "ñandú ", count: 50_000),
            ]
            let mails = try texts.map { try mail(subject: "María, \($0.utf8.count)", text: $0) }
            for one in mails { #expect(try await transport.handOver(one) == .taken) }
            let delivered = try server.delivered
            #expect(delivered.count == mails.count)
            for (came, one) in zip(delivered, mails) {
                #expect(came.bytes == MailFormat.bytes(of: one), "\(one.subject)")
            }
            #expect(Set(delivered.map(\.connection)).count == 1, "the connection is kept")
        }
    }

    @Test func `many at a time share a few connections`() async throws {
        try await MailServer.with { server in
            let transport = SMTPTransport(try server.settings(connections: 3), logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    let one = try mail(subject: "\(number)")
                    group.addTask { try await transport.handOver(one) }
                }
                try await group.waitForAll()
            }
            let delivered = try server.delivered
            let subjects = try delivered.map { try ReadMail($0.bytes)["subject"] ?? "" }
            #expect(Set(subjects).count == 60)
            #expect((1...3).contains(Set(delivered.map(\.connection)).count))
        }
    }

    @Test func `a server that takes its time keeps nobody else waiting`() async throws {
        try await MailServer.with { server in
            // More than there are threads for tasks.
            let count = ProcessInfo.processInfo.activeProcessorCount + 2
            let settings = try server.settings(connections: count, timeout: .seconds(10))
            let (slow, (begun, begin)) = (
                SMTPTransport(settings, logger: quiet), AsyncStream.makeStream(of: Void.self)
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    let one = try mail(to: "held")
                    group.addTask {
                        begin.yield()
                        try await slow.handOver(one)
                    }
                }
                var others = begun.makeAsyncIterator()
                for _ in 0..<count { await others.next() }
                #expect(try await failure(SMTPTransport(try server.settings(), logger: quiet)) == nil)
                #expect(try server.delivered.count == 1)
                try Data().write(to: server.folder.appending(path: "go"))
                try await group.waitForAll()
            }
            #expect(try server.delivered.count == count + 1)
        }
    }

    @Test func `a refusal says for whom it is and for how long, and the next mail goes out`() async throws {
        try await MailServer.with { server in
            let transport = SMTPTransport(try server.settings(connections: 1), logger: quiet)
            #expect(refusal(try await failure(transport, to: "nobody")) == ["for good", "550"])
            #expect(refusal(try await failure(transport, to: "later")) == ["for now", "451"])
            #expect(refusal(try await failure(transport, to: "spam")) == ["for good", "554"])
            #expect(try await failure(transport) == nil)
            #expect(try server.delivered.count == 1)
        }
    }

    @Test func `a wrong password is no verdict on the mail`() async throws {
        try await MailServer.with { server in
            let transport = SMTPTransport(try server.settings(password: "wrong"), logger: quiet)
            #expect(refusal(try await failure(transport)) == ["for now", "535"])
            let nameless = try #require(
                SMTPSettings(
                    host: "127.0.0.1", port: server.startTLS, encryption: .startTLS, authorities: server.authorities))
            #expect(refusal(try await failure(SMTPTransport(nameless, logger: quiet))) == ["for now", "530"])
            #expect(try server.delivered.isEmpty)
        }
    }

    @Test func `when the connection breaks after the mail nobody knows`() async throws {
        try await MailServer.with { server in
            let transport = SMTPTransport(try server.settings(connections: 1), logger: quiet)
            #expect(try await failure(transport, to: "cut") == .uncertain)
            #expect(try await failure(transport) == nil, "and the next has a connection of its own")
            let hasty = SMTPTransport(try server.settings(connections: 1, timeout: .seconds(2)), logger: quiet)
            #expect(try await failure(hasty, to: "slow") == .uncertain)
            #expect(try await failure(hasty) == nil, "nobody waits for the goodbye of a silent server")
        }
    }

    @Test func `when the connection breaks before the mail it was not taken`() async throws {
        try await MailServer.with { server in
            let transport = SMTPTransport(try server.settings(connections: 1), logger: quiet)
            #expect(try await failure(transport, to: "hangup") == .brokenOff)
            #expect(try await failure(transport) == nil)
        }
    }

    @Test func `nothing is sent in the clear, not the password and not the mail`() async throws {
        try await MailServer.with { server in
            for credentials in [SMTPSettings.Credentials(user: Secret("post"), password: Secret("a secret")), nil] {
                let settings = try #require(
                    SMTPSettings(
                        host: "127.0.0.1", port: server.plain, encryption: .startTLS, credentials: credentials,
                        authorities: server.authorities))
                #expect(refusal(try await failure(SMTPTransport(settings, logger: quiet)))?.first == "for now")
            }
            #expect(try server.delivered.isEmpty)
        }
    }

    @Test func `a server that is away is unreachable, now and after it was there`() async throws {
        var last: (transport: SMTPTransport, settings: SMTPSettings)?
        try await MailServer.with { server in
            let settings = try server.settings(connections: 1)
            let transport = SMTPTransport(settings, logger: quiet)
            #expect(try await failure(transport) == nil)
            last = (transport, settings)
        }
        let (transport, settings) = try #require(last)
        #expect(try await failure(transport) == .unreachable, "the connection that was kept is dead")
        #expect(try await failure(SMTPTransport(settings, logger: quiet)) == .unreachable)
    }

    @Test(arguments: [SMTPSettings.Encryption.startTLS, .implicitTLS])
    func `nothing is sent to a server that is not the one it says`(encryption: SMTPSettings.Encryption) async throws {
        try await MailServer.with { server in
            // An authority that nobody knows, and a name that is not in the certificate.
            let stranger = try server.settings(encryption: encryption, trusts: false)
            #expect(refusal(try await failure(SMTPTransport(stranger, logger: quiet))) == ["for now", "0"])
            let other = try server.settings(encryption: encryption, host: "localhost")
            #expect(refusal(try await failure(SMTPTransport(other, logger: quiet))) == ["for now", "0"])
            #expect(try server.delivered.isEmpty)
        }
    }

    @Test func `what no server can be called is no setting`() {
        for host in ["", "a b", "a/b", "a@b", "a\r\n", "a#b", "a?b", "é.test", String(repeating: "a", count: 256)] {
            #expect(SMTPSettings(host: host, port: 587, encryption: .startTLS) == nil, "\(host)")
        }
        #expect(SMTPSettings(host: "a.test", port: 0, encryption: .startTLS) == nil)
        #expect(SMTPSettings(host: "::1", port: 587, encryption: .startTLS) != nil)
        #expect(SMTPSettings.Credentials(user: Secret("a\0b"), password: Secret("c")) == nil)
    }
}

/// What is to be done, by how a transfer ended.
@Suite struct SMTPOutcomeTests {
    private func error(_ code: CURLcode, _ reply: Int, sent: Bool = false) -> String {
        switch SMTPOutcome(code: code, reply: reply, isSent: sent, status: nil).error {
        case nil: "taken"
        case .unreachable: "unreachable"
        case .brokenOff: "broken off"
        case .uncertain: "uncertain"
        case .refused(let permanent, let code, _, _): "\(permanent ? "for good" : "for now") \(code)"
        }
    }

    @Test func `only a verdict on the mail itself is for good`() {
        #expect(error(CURLE_OK, 250, sent: true) == "taken")
        #expect(error(CURLE_SEND_ERROR, 550) == "for good 550")
        #expect(error(CURLE_SEND_ERROR, 451) == "for now 451")
        #expect(error(CURLE_WEIRD_SERVER_REPLY, 554, sent: true) == "for good 554")
        #expect(error(CURLE_WEIRD_SERVER_REPLY, 554) == "for now 554", "the greeting")
        #expect(error(CURLE_LOGIN_DENIED, 535) == "for now 535")
        #expect(error(CURLE_SEND_ERROR, 421) == "for now 421")
        #expect(error(CURLE_WEIRD_SERVER_REPLY, 421) == "unreachable", "the greeting of a server that ends")
        #expect(error(CURLE_SSL_CONNECT_ERROR, 220) == "unreachable")
        #expect(error(CURLE_SEND_ERROR, 530) == "for now 530")
        #expect(error(CURLE_USE_SSL_FAILED, 250) == "for now 0")
        #expect(error(CURLE_PEER_FAILED_VERIFICATION, 220) == "for now 0")
    }

    @Test func `who was not there is unreachable, and what broke is uncertain once the mail was sent`() {
        for code in [CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR] {
            #expect(error(code, 0) == "unreachable")
            #expect(error(code, 250) == "broken off")
            #expect(error(code, 354, sent: true) == "uncertain")
        }
    }
}
