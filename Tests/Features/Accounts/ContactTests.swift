import Crypto
import Post
import Storage
import Testing

import World

@testable import Accounts

@Suite struct ContactTests {
    @Test(arguments: [
        ("ana@example.org", "ana@example.org"), ("Ana.B+clinic@Example.ORG", "Ana.B+clinic@example.org"),
        ("o'hara@a-b.example", "o'hara@a-b.example"), ("x@sub.sub.example.co", "x@sub.sub.example.co"),
    ])
    func `addresses people have are read`(raw: String, expected: String) {
        #expect(MailAddress(ofPerson: raw)?.text == expected)
    }

    @Test(arguments: [
        "", "ana", "ana@", "@example.org", "ana@example", "ana@@example.org", ".ana@example.org", "an..a@example.org",
        "ana@-example.org", "ana@example-.org", "ana@exa mple.org", "ana@example.123", "ana@example.org\r\nBcc: x@y.zz",
        "ana@example.org\u{0}", "añá@example.org", "ana@exam\u{301}ple.org", "\"a b\"@example.org",
        String(repeating: "a", count: 65) + "@example.org", "ana@" + String(repeating: "a.", count: 130) + "org",
    ])
    func `what is no address is not`(raw: String) {
        #expect(MailAddress(ofPerson: raw) == nil && MailAddress.fault(ofPerson: raw) != nil)
    }

    @Test(arguments: [
        ("ana@example.org", nil), ("ana", MailAddress.Fault.shape), ("ana@example", .shape),
        ("ana@@example.org", .shape),
        ("ana b@example.org", .shape), ("müller@", .letters), ("müller@example.org", .letters),
        ("ana@münchen.example", .letters), ("a@x.org, b@x.org", .several), ("a@x.org;b@x.org", .several),
        ("a@x.org müller@x.org", .several), (String(repeating: "a", count: 65) + "@example.org", .long),
        ("ana@" + String(repeating: "a.", count: 130) + "org", .long), (String(repeating: "a", count: 255), .long),
    ])
    func `each thing that can be wrong with an address has its sentence`(raw: String, fault: MailAddress.Fault?) {
        #expect(MailAddress.fault(ofPerson: raw) == fault)
    }

    @Test func `the form says what is wrong with an address, in the reader's language`() async throws {
        try await withAccounts { world in
            var browser = try await world.browser(of: try await world.member("Ana"))
            for (raw, said) in [
                ("müller@example.org", "letters or signs that mail from here cannot use"),
                ("a@x.org, b@x.org", "room for one e-mail address"),
                (String(repeating: "a", count: 400) + "@example.org", "too long for an e-mail address"),
                ("ana", "does not look like an e-mail address"),
            ] {
                expect(await browser.post("/me/account/contact", [("email", raw)]), 422, holds: said)
            }
        }
    }

    @Test(arguments: [
        ("(603) 555-0123", "+16035550123"), ("603.555.0123", "+16035550123"), ("1 603 555 0123", "+16035550123"),
        ("+1-603-555-0123", "+16035550123"), ("+52 55 1234 5678", "+525512345678"), ("+353 1 234 5678", "+35312345678"),
    ])
    func `numbers people write become E 164`(raw: String, expected: String) {
        #expect(PhoneNumber(raw)?.text == expected)
    }

    @Test(arguments: [
        "", "911", "555 0123", "103 555 0123", "603 155 0123", "+1 603 555 012", "603 555 0123 x9", "٦٠٣٥٥٥٠١٢٣",
        "+0 123 456 789", "+1234567890123456", "603+5550123", "++16035550123", "603\u{0}5550123",
        "603555012\u{301}3", String(repeating: "6035550123", count: 10),
    ])
    func `what is no number is not`(raw: String) {
        #expect(PhoneNumber(raw) == nil)
    }

    @Test func `a sealed address opens only where it belongs`() throws {
        let seal = ColumnSeal(key: SymmetricKey(size: .bits256))
        let (ana, bo) = (ID<Person>.random(), ID<Person>.random())
        let sealed = try seal.close("ana@example.org".utf8, at: .email, of: ana)
        #expect(try seal.text(sealed, at: .email, of: ana) == "ana@example.org")
        #expect(throws: (any Error).self) { try seal.open(sealed, at: .phone, of: ana) }
        #expect(throws: (any Error).self) { try seal.open(sealed, at: .email, of: bo) }
        #expect(throws: (any Error).self) {
            try ColumnSeal(key: SymmetricKey(size: .bits256)).open(sealed, at: .email, of: ana)
        }
        for position in sealed.indices {
            var changed = sealed
            changed[position] ^= 1
            #expect(throws: (any Error).self) { try seal.open(changed, at: .email, of: ana) }
        }
    }

    @Test func `what an earlier program sealed opens`() throws {
        let (key, ana) = (SymmetricKey(size: .bits256), ID<Person>.random())
        for (column, place) in [
            (ColumnSeal.Column.email, "contacts|email"), (.phone, "contacts|phone"),
            (.appSecret, "authenticator_apps|secret"), (.passkeyName, "passkeys|name"),
        ] {
            let box = try AES.GCM.seal([1, 2, 3], using: key, authenticating: Array("\(place)|\(ana)".utf8))
            #expect(try ColumnSeal(key: key).open(Array(try #require(box.combined)), at: column, of: ana) == [1, 2, 3])
        }
    }

    @Test(arguments: [
        "7KQM-2XVR-9D4T-0HJN-5BWS", "７KQM-2XVR-9D4T-0HJN-5BWS", "7kqm2xvr9d4tohjn5bws", " 7kqm 2xvr 9d4t 0hjn 5bws ",
        "7KQM-2XVR-9D4T-OHJN-5BWS",
    ])
    func `a recovery code is read however it was written down`(raw: String) {
        #expect(RecoveryCode(raw)?.shown == "7KQM-2XVR-9D4T-0HJN-5BWS")
    }

    @Test(arguments: ["", "7KQM", "7KQM-2XVR-9D4T-0HJN-5BWU", "7KQM-2XVR-9D4T-0HJN-5BWSS", "7KQM-2XVR-9D4T-0HJN-5BW!"])
    func `what is no recovery code is not`(raw: String) {
        #expect(RecoveryCode(raw) == nil)
    }
}
