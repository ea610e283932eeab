import Databases
import Markup
import Testing

@testable import Vocabulary

@Suite struct FoldingTests {
    @Test(arguments: [
        ("Crohn’s disease (Sjögren)", "crohns disease sjogren"),
        ("CAFÉ\u{301}", "cafe"),
        ("cafe\u{301}", "cafe"),
        ("  Hipertensión; señora  ", "hipertension senora"),
        ("Straße Œdème Ødegård Łódź", "strasse oedeme odegard lodz"),
        ("X-ray/β-blocker", "x ray β blocker"),
        ("ΒΗΤΑ", "βητα"),
        ("co\u{AD}deine zero\u{200B}width \u{202E}abc", "codeine zerowidth abc"),
        ("a\u{0}b", "a b"),
        ("😀 pain 😀", "pain"),
        ("5-HTP 10mg", "5 htp 10mg"),
        ("ơ ǅ", "o ǆ"),
        ("سكري", "سكري"),
        ("", ""),
        ("--- !!", ""),
    ]) func `two spellings of a word are one`(text: String, key: String) {
        #expect(Folding.key(text) == key)
    }

    @Test func `no more is read than asked for`() {
        #expect(Folding.key(String(repeating: "a", count: 10_000), limit: 5) == "aaaaa")
    }

    @Test func `folding twice changes nothing, and words stand where they are said to`() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<12 {
                guard let scalar = Unicode.Scalar(UInt32.random(in: 0...0x2FFF, using: &random)) else { continue }
                text.unicodeScalars.append(scalar)
            }
            let once = Folding.key(text)
            let (placed, bytes) = (Folding.placedWords(text, limit: 10), Array(text.utf8))
            #expect(placed.map(\.word) == Folding.words(text, limit: 10))
            for word in placed {
                #expect(Folding.words(String(decoding: bytes[word.range], as: UTF8.self)) == [word.word])
            }
            if Folding.key(once) != once { Issue.record("\(text.unicodeScalars.map(\.value))") }
        }
    }
}

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("diabetes", "diabetis", 1), ("presure", "pressure", 1), ("hypretension", "hypertension", 1),
        ("pain", "pain", 0),
        ("abcdef", "badcfe", 3), ("", "abc", 3), ("kitten", "sitting", 3),
    ]) func `slips are counted`(a: String, b: String, edits: Int) {
        #expect(EditDistance.between(Array(a.utf8)[...], Array(b.utf8)[...], limit: 3) == edits)
    }

    @Test func `the bounded search agrees with the table on random words`() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<20_000 {
            let a = word(&random)
            let b = Bool.random(using: &random) ? word(&random) : mutated(a, &random)
            let truth = table(a, b)
            for limit in 0...3 {
                let found = EditDistance.between(a[...], b[...], limit: limit)
                if found != (truth.whole <= limit ? truth.whole : nil) { Issue.record("\(a) \(b) \(limit)") }
                let start = EditDistance.between(a[...], b[...], limit: limit, isPrefix: true)
                if start != (truth.prefix <= limit ? truth.prefix : nil) { Issue.record("prefix \(a) \(b) \(limit)") }
            }
        }
    }

    private func word(_ random: inout SeededRandom) -> [UInt8] {
        (0..<Int.random(in: 0...7, using: &random)).map { _ in UInt8.random(in: 0x61...0x63, using: &random) }
    }

    private func mutated(_ word: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var word = word
        if word.count > 1 {
            let at = Int.random(in: 0..<word.count - 1, using: &random)
            word.swapAt(at, at + 1)
        }
        return word + [0x61]
    }

    /// The textbook table of optimal string alignment: the distance to `b` and to the nearest beginning of `b`.
    private func table(_ a: [UInt8], _ b: [UInt8]) -> (whole: Int, prefix: Int) {
        var d = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count { d[i][0] = i }
        for j in 0...b.count { d[0][j] = j }
        for i in stride(from: 1, through: a.count, by: 1) {
            for j in stride(from: 1, through: b.count, by: 1) {
                d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
                }
            }
        }
        return (d[a.count][b.count], d[a.count].min() ?? 0)
    }
}
