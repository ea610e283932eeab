import Databases
import Testing

@testable import Safety

@Suite struct CrisisWordsTests {
    private let words: CrisisWords

    init() throws { words = try SafetyFeature().words }

    private func card(_ text: String, isSearch: Bool = true) -> CrisisFinding.Card? {
        words.finding(in: text, isSearch: isSearch)?.card
    }

    @Test(arguments: [
        ("I want to die", CrisisFinding.Card.selfHarm), ("me quiero morir", .selfHarm), ("kiero matarme", .selfHarm),
        ("i wanna kms", .selfHarm), ("ya no quiero vivir mas", .selfHarm), ("estarían mejor sin mí", .selfHarm),
        ("everyone would be better off without me", .selfHarm), ("me volví a cortar", .selfHarm),
        ("took the whole bottle of pills", .overdose), ("me tomé todas las pastillas", .overdose),
        ("my throat is closing", .emergency), ("no puedo respirar", .emergency),
        ("my husband hits me", .harmed), ("mi esposo me pega", .harmed), ("my husband hides my insulin", .harmed),
        ("my stepdad comes in my room at night", .child), ("mi papá me toca y tengo 12 años", .child),
        ("my best friend texted me goodbye", .other), ("mi hija dice que se quiere morir", .other),
        ("I tried to end my life in 2011", .soft), ("no me quiero morir", .soft), ("im not suicidal", .soft),
        ("me quiero morir 😂", .soft),
    ])
    func `what is said plainly is heard`(text: String, wanted: CrisisFinding.Card) {
        #expect(card(text) == wanted)
    }

    @Test(arguments: [
        "", "back pain", "dolor de espalda", "this heat is killing me", "me muero de risa", "dying to try the new cgm",
        "este calor me mata", "estoy muerta de cansancio", "self injection of methotrexate hurts",
        "la autoinyección de insulina me deja moretones", "my phone died", "paper cut", "insulin dose", "panic attack",
        "mi mamá murió de cáncer", "does heat kill bacteria", "😀😀😀", "ก็ไม่รู้", "988",
    ])
    func `a manner of speaking and a subject are not danger`(text: String) {
        #expect(card(text) == nil)
    }

    @Test(arguments: [
        "I WANT TO DIE", "i  want\tto\ndie", "i w@nt to d1e", "i want to\u{200B} die", "I wаnt tо diе", "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i want to d i e", "i want to kill myslef", "suicdal thoughts", "me quiero m o r i r", "me quíero morír",
        "i don\u{2019}t want to live anymore",
    ])
    func `however it is spelt`(text: String) {
        #expect(card(text) == .selfHarm)
    }

    @Test func `another's words do not become one's own, and the plainest are clear enough to call`() {
        #expect(card("my friend wants to kill herself", isSearch: false) == .other)
        #expect(words.finding(in: "I am going to kill myself tonight")?.isAlert == true)
        #expect(words.finding(in: "I feel sad tonight") == nil)
        #expect(words.finding(in: "i took all my pills because i want to die")?.card == .overdose)
    }

    @Test func `whatever is sent is read to an end`() {
        var random = SeededRandom(seed: 9)
        let scalars = Array("iwant to die.me quiero morir,kill myself 😂💊\u{301}\u{200D}аеоπ\n0134@$|'’".unicodeScalars)
        for _ in 0..<3_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...80, using: &random) {
                if let one = scalars.randomElement(using: &random) { text.append(one) }
            }
            _ = words.finding(in: String(text), isSearch: .random(using: &random))
        }
        let long = String(repeating: "want ", count: 20_000)
        _ = words.finding(in: long, isSearch: true)
        _ = words.finding(in: String(repeating: "a", count: 100_000))
    }

    @Test func `a file of words that cannot be read says where`() {
        for (text, line) in [("=want: want\nselfHarm i want", 2), ("nobody: i want", 1), ("\nselfHarm: a? b", 2)] {
            #expect(throws: PatternBook.Fault.self) { try CrisisWords(files: [("x", text)]) }
            do { _ = try CrisisWords(files: [("x", text)]) } catch {
                #expect("\(error)".contains("line \(line)"))
            }
        }
    }

    @Test func `numbers are whole`() throws {
        let lines = try SafetyFeature().lines
        #expect(lines.suicide.number == "988" && lines.suicide.words["es"] == "AYUDA" && lines.suicide.checkedBy == nil)
        #expect(throws: HelpLines.Fault.self) { try HelpLines("suicide\t988") }
        #expect(throws: HelpLines.Fault.self) { try HelpLines("") }
    }
}
