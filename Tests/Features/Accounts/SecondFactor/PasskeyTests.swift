import Crypto
import Databases
import Storage
import Testing

@testable import Accounts

@Suite struct PasskeyTests {
    typealias Fault = PasskeyCeremony.Fault

    @Test(arguments: [PasskeyVector.es256, .edDSA])
    func `another library's passkey is registered and accepted`(vector: PasskeyVector) throws {
        let credential = try PasskeyVector.creating.register(
            clientData: try #require(vector.bytes(\.createClient)),
            attestation: try #require(vector.bytes(\.attestation)))
        #expect(credential.id == vector.bytes(\.id))
        let answer = try #require(
            PasskeyAnswer(
                id: vector.id, clientData: vector.getClient, authenticatorData: vector.data,
                signature: vector.signature))
        try PasskeyVector.getting.verify(answer, key: credential.publicKey)
        // The other's key, another challenge.
        let other = TestAuthenticator()
        #expect(throws: Fault.signature) { try PasskeyVector.getting.verify(answer, key: other.publicKey) }
        #expect(throws: Fault.challenge) { try PasskeyVector.creating.verify(answer, key: credential.publicKey) }
    }

    /// How a passkey or a browser may lie, and what is said to it.
    static let lies: [(name: String, bend: @Sendable (inout TestAuthenticator) -> Void, fault: Fault)] = [
        ("another site's name", { $0.site = "evil.example" }, .site),
        ("a name below ours", { $0.site = "a.localhost" }, .site),
        ("another origin", { $0.origin = "https://evil.example" }, .origin),
        ("our name without encryption", { $0.origin = "http://localhost" }, .origin),
        ("another port", { $0.origin = "https://localhost:8443" }, .origin),
        ("our origin with a mark behind", { $0.origin = "https://localhost\u{301}" }, .origin),
        ("inside another's page", { $0.crossOrigin = "true" }, .embedded),
        ("an answer to something else", { $0.kind = "payment.get" }, .kind),
        ("nobody touched it", { $0.flags = 0x04 }, .notPresent),
        ("nobody was verified", { $0.flags = 0x01 }, .notVerified),
        ("copied though it cannot be", { $0.flags = 0x15 }, .backup),
        ("data that is announced and missing", { $0.flags = 0x85 }, .unreadable),
    ]

    @Test(arguments: lies.indices)
    func `a lie is refused, when a passkey is made and when it is used`(index: Int) throws {
        let lie = Self.lies[index]
        let challenge = PasskeyTicket.newChallenge()
        let ceremony = PasskeyCeremony(challenge: challenge, origin: "https://localhost", site: "localhost")
        var passkey = TestAuthenticator()
        let honest = try #require(try passkey.parsedAnswer(challenge))
        #expect(throws: Never.self) { try ceremony.verify(honest, key: passkey.publicKey) }
        lie.bend(&passkey)
        let answer = try #require(try passkey.parsedAnswer(challenge))
        #expect(throws: lie.fault, "\(lie.name)") { try ceremony.verify(answer, key: passkey.publicKey) }
        #expect(throws: lie.fault, "\(lie.name)") {
            _ = try ceremony.register(
                clientData: passkey.client(.create, challenge), attestation: passkey.attestation())
        }
    }

    @Test func `a passkey may be one that is copied between devices`() throws {
        let challenge = PasskeyTicket.newChallenge()
        let ceremony = PasskeyCeremony(challenge: challenge, origin: "https://localhost", site: "localhost")
        var passkey = TestAuthenticator()
        passkey.flags = 0x1D
        let answer = try #require(try passkey.parsedAnswer(challenge))
        #expect(throws: Never.self) { try ceremony.verify(answer, key: passkey.publicKey) }
    }

    @Test func `keys of other kinds and points off the curve are refused`() throws {
        let passkey = TestAuthenticator()
        let key = passkey.publicKey
        #expect(COSEKey(bytes: key) != nil)
        for (place, value) in [(2, UInt8(1)), (4, 0x27), (6, 2), (40, key[40] ^ 1), (70, key[70] ^ 1)] {
            var wrong = key
            wrong[place] = value
            #expect(COSEKey(bytes: wrong) == nil, "byte \(place)")
        }
        #expect(COSEKey(bytes: key + [0]) == nil)
        let challenge = PasskeyTicket.newChallenge()
        let ceremony = PasskeyCeremony(challenge: challenge, origin: "https://localhost", site: "localhost")
        var off = key
        off[40] ^= 1
        #expect(throws: Fault.key) {
            _ = try ceremony.register(
                clientData: passkey.client(.create, challenge), attestation: passkey.attestation(publicKey: off))
        }
    }

    @Test func `no changed answer is accepted and none makes it trap`() throws {
        let vector = PasskeyVector.es256
        let client = try #require(vector.bytes(\.createClient))
        let attestation = try #require(vector.bytes(\.attestation))
        let key = try PasskeyVector.creating.register(clientData: client, attestation: attestation).publicKey
        let parts = try [\PasskeyVector.getClient, \.data, \.signature].map { try #require(vector.bytes($0)) }
        var random = SeededRandom(seed: 3)
        for _ in 0..<3_000 {
            let changed = parts.map { Bool.random(using: &random) ? random.mutated($0) : $0 }
            let answer = PasskeyAnswer(
                id: vector.id, clientData: Base64URL.encode(changed[0]),
                authenticatorData: Base64URL.encode(changed[1]), signature: Base64URL.encode(changed[2]))
            if let answer, changed != parts {
                let isAccepted = (try? PasskeyVector.getting.verify(answer, key: key)) != nil
                #expect(!isAccepted)
            }
            _ = try? PasskeyVector.creating.register(
                clientData: random.mutated(client), attestation: random.mutated(attestation))
        }
    }
}
