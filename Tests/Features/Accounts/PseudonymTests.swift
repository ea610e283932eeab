import Markup
import Testing

import World

@testable import Accounts

@Suite struct PseudonymTests {
    static let words = try? WordLists()

    static func fault(_ raw: String) -> Pseudonym.Fault? {
        guard let words else { return nil }
        do {
            _ = try Pseudonym(raw, reserved: words.reserved)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        "Quiet Heron 27", "Ana", "José", "Jose\u{301}", "Ñandú", "Zoë-Marie", "a.b_c", "Мария", "Ελένη", "鈴木",
        "مريم", "שרה", "अनीता", "ไพลิน", "한별", "O_o", "X1", "Badminton Fan", "Steven 88", "नमस्ते", "  Two   spaces  ",
        "Garza Amable 27", "Leaderboard", "Homer", "Modo", "Romeo",
    ])
    func `these names can be had`(raw: String) {
        #expect(Self.fault(raw) == nil)
    }

    @Test(
        arguments: [
            ("", .empty), ("   ", .empty), ("A", .short), ("é", .short), ("12", .noLetter), ("1234", .noLetter),
            (String(repeating: "ab", count: 16), .long), (String(repeating: "x", count: 5_000), .long),
            ("ana@example.org", .email), ("ana＠example", .email), ("maria.gmail.com", .email), ("my-site.org", .email),
            ("603 555 0123", .phone), ("Ana 6035550123", .phone), ("٠١٢٣٤٥٦ سمر", .phone),
            ("Ana\u{0}", .characters), ("Ana 🙂", .characters), ("a\u{202E}nA", .characters),
            ("<b>Ana</b>", .characters),
            ("Robert'); DROP TABLE", .characters), ("\u{301}Ana", .characters),
            ("Z\u{300}\u{301}\u{302}\u{303}algo", .characters),
            ("An\u{200D}a", .characters), ("Ana\nBo", .characters), ("a/b", .characters),
            ("-Ana", .separators), ("Ana.", .separators), ("An--a", .separators), ("An . a", .separators),
            ("Аdmin Аnn", .alphabets), ("Jоse", .alphabets),
            ("admin", .reserved), ("Admin1", .reserved), ("A-D-M-I-N", .reserved), ("The Moderator", .reserved),
            ("Wayfellow", .reserved), ("wayfeIIow", .reserved), ("Support Team", .reserved),
            ("Administradora", .reserved),
            ("Equipo Wayfellow", .reserved), ("m0derator", .reserved), ("Anónimo", .reserved),
        ] as [(String, Pseudonym.Fault)])
    func `these cannot, each for its reason`(raw: String, expected: Pseudonym.Fault) {
        #expect(Self.fault(raw) == expected)
    }

    @Test(arguments: [
        ("José", "Jose\u{301}"), ("José", "jose"), ("JOSÉ", "josé"), ("Quiet Heron", "quiet-heron"),
        ("Paul", "РаuІ"), ("coco", "сосо"), ("Straße", "STRASSE"), ("ﬁn", "fin"), ("Ana 10", "Ana lO"),
        ("modern", "modem"), ("savvy", "sawy"), ("ｗｉｄｅ", "wide"), ("Ana ٣", "Ana 3"), ("ΜΑΡΙΑ", "μαρία"),
        ("Ana", "An\u{AD}a"),
    ])
    func `names that read alike have one owner`(one: String, other: String) {
        #expect(PseudonymKey(of: one) == PseudonymKey(of: other))
    }

    @Test(arguments: [("Ana", "Anna"), ("Ana 1", "Ana 2"), ("Мария", "Марта"), ("鈴木", "鈴本"), ("अनीता", "अनिता")])
    func `names that read differently have two`(one: String, other: String) {
        #expect(PseudonymKey(of: one) != PseudonymKey(of: other))
    }

    @Test(arguments: ["Quiet Heron 27", "modern-SAVVY_l0l.1", "ABCxyz 0123456789", "born to row vv"])
    func `plain letters are folded as all others are`(name: String) {
        // A character without a look takes the name through the tables.
        #expect(PseudonymKey(of: name).text == PseudonymKey(of: name + "\u{AD}").text)
    }

    @Test func `a name that is or holds the passphrase is seen`() throws {
        let name = try Pseudonym("amber river stone owl", reserved: ReservedNames([]))
        #expect(name.reveals("Amber-River-Stone-Owl"))
        #expect(!name.reveals("willow candle heron stone"))
    }

    @Test func `every fault has its sentence in both languages`() throws {
        let texts = try allTexts()
        for fault in Pseudonym.Fault.allCases {
            #expect(texts[.en].has("accounts.pseudonym.fault.\(fault.rawValue)"))
            #expect(texts[.es].has("accounts.pseudonym.fault.\(fault.rawValue)"))
        }
    }
}
