import Markup
import Testing

import World

@testable import Accounts

@Suite struct PassphraseTests {
    static let words = try? WordLists()

    static func fault(_ raw: String, pseudonym: String = "Quiet Heron 27") -> Passphrase.Fault? {
        guard let words else { return nil }
        do {
            _ = try Passphrase(choosing: raw, pseudonym: PseudonymKey(of: pseudonym), blocklist: words.blocklist)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        "amber river stone owl moss", "heron willow candle stone river", "my aunt keeps nine blue goats",
        "La abuela guarda limones en el tejado", "correct staple heron window", "kQ7#vLp2!mZx9@Rt",
        String(repeating: "blue goats ", count: 5) + "and ten hens",  // 65 scalars and more
        "🦉🌿🪨🌊🕯️🍂🌙☕️🧶🪁🍎🐌🌻🪵🐚", "мой дом стоит у тихой реки", "私の祖母は屋根の上にレモンを置いています", "الجدة تخبئ الليمون فوق السطح",
        "סבתא שומרת לימונים על הגג", "e\u{301}tude sur les herons", "tabs are not but  two spaces are fine",
        "<script>alert('owl moss')</script>", "Robert'); DROP TABLE owls;--", "1987 was the year of the green bus",
        "password is not my favourite word", "Zwölf Boxkämpfer jagen Viktor", "ñandú cigüeña pingüino árbol",
        "a passphrase of ordinary length with comma, stop.", "     five spaces lead and it is fine",
    ])
    func `these can be used`(raw: String) {
        #expect(Self.fault(raw) == nil)
    }

    @Test(
        arguments: [
            ("", .empty), ("owl", .short), ("amber river owl", nil), ("amber river ow", .short), ("🦉🌿🪨🌊", .short),
            ("e\u{301}e\u{301}abcdfghijkl", .short),  // 14 scalars after NFC
            (String(repeating: "blue goats and ", count: 80), .long), (String(repeating: "é", count: 600), .long),
            ("amber river\u{0} stone owl", .control), ("amber\nriver stone owl moss", .control),
            ("amber\u{7}river stone owl moss", .control), ("amber\triver stone owl", .control),
            ("my name is quiet heron", .pseudonym), ("QUIETHERON27 forever", .pseudonym),
            ("I am Quíet-Heron indeed", .pseudonym),
            ("aaaaaaaaaaaaaaa", .repeats), ("abababababababab", .repeats), ("abcabcabcabcabcabc", .repeats),
            ("1111111122222222", .repeats), ("willow willow willow ", .repeats), ("🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉", .repeats),
            (
                "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
                .repeats
            ),
            ("abcdefghijklmnop", .sequence), ("zyxwvutsrqponmlk", .sequence), ("123456789012345", .sequence),
            ("qwertyuiopasdfgh", .sequence), ("ASDFGHJKLasdfghj", .sequence), ("9876543210987654", .sequence),
            ("asdfghjklñasdfgh", .sequence),
            ("Passw0rd!", .common), ("password", .common), ("P@ssw0rd", .common), ("iloveyou", .common),
            ("123456", .common),
            ("correct horse battery staple", .common), ("Correct-Horse-Battery-Staple", .common),
            ("CORRECTHORSEBATTERYSTAPLE", .common), ("c0rrect h0rse battery staple", .common),
            ("correct horse battery staple 1987", .common), ("to be or not to be", .common),
            ("To be, or not to be?", .common),
            ("thisismypassword", .common), ("This is my passw0rd 2026", .common), ("password password1", .common),
            ("sunshine princess", .common), ("Sunshine Dragon 99", .common), ("iloveyou iloveyou!", .common),
            ("letmein123456789", .common), ("jehova es mi pastor", .common), ("Jehová es mi pastor", .common),
            ("padre nuestro que estás en el cielo", .common), ("contraseña segura", .common),
            ("te quiero mucho mucho", nil),
            ("maytheforcebewithyou", .common), ("May the Force be with you", .common),
            ("welcome to wayfellow", .common),
            ("Mi contraseña secreta 1", .common), ("qwertyuiop12345", .common), ("1qaz2wsx3edc4rfv", .common),
        ] as [(String, Passphrase.Fault?)])
    func `these cannot, each for its reason`(raw: String, expected: Passphrase.Fault?) {
        #expect(Self.fault(raw) == expected)
    }

    @Test func `a short name that happens to be in a word does no harm`() {
        #expect(Self.fault("all roads lead to rome they say", pseudonym: "Romeo") == nil)
        #expect(Self.fault("what light says romeo there", pseudonym: "Romeo 11") == .pseudonym)
        #expect(Self.fault("an amber river stone owl", pseudonym: "An") == nil)
    }

    @Test func `the whole of it counts, and two spellings are one`() throws {
        let long = String(repeating: "blue goats and ", count: 60)
        let kept = try #require(Passphrase(given: long))
        #expect(kept.bytes == Array(long.utf8))
        #expect(Passphrase(given: "cafe\u{301}") == Passphrase(given: "café"))
        #expect(Passphrase(given: "Cafe") != Passphrase(given: "cafe"))
        #expect(Passphrase(given: " cafe") != Passphrase(given: "cafe"))
        #expect(Passphrase(given: String(repeating: "a", count: 1_025)) == nil)
    }

    @Test func `it prints as dots`() throws {
        let secret = try #require(Passphrase(given: "amber river stone owl moss"))
        #expect("\(secret)" == "•••")
        #expect(String(reflecting: secret) == "•••")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("amber") && !dumped.contains("97"))
    }

    @Test func `every fault has its sentence in both languages`() throws {
        let texts = try allTexts()
        for fault in Passphrase.Fault.allCases {
            #expect(texts[.en].has("accounts.passphrase.fault.\(fault.rawValue)"))
            #expect(texts[.es].has("accounts.passphrase.fault.\(fault.rawValue)"))
        }
    }
}
