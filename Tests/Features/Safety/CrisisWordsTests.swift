import Databases
import Foundation
import Testing

@testable import Safety

@Suite struct CrisisWordsTests {
    private let words: CrisisWords

    init() throws { words = try CrisisReader().words }

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
        // A soft line is no card: it costs nobody more than a glance.
        #expect([nil, .soft].contains(card(text)))
    }

    @Test(arguments: [
        "I WANT TO DIE", "i  want\tto\ndie", "i w@nt to d1e", "i want to\u{200B} die", "I wаnt tо diе", "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i want to d i e", "i want to kill myslef", "suicdal thoughts", "me quiero m o r i r", "me quíero morír",
        "i don\u{2019}t want to live anymore", "I w a n t t o d i e", "m e q u i e r o m o r i r",
        "i.w.a.n.t.t.o.d.i.e",
        "sewerslide",
    ])
    func `however it is spelt`(text: String) {
        #expect(card(text) == .selfHarm)
    }

    @Test(arguments: [
        String(repeating: "a", count: 60), String(repeating: "x", count: 100_000), "jajajaja", "jajajajajaja jaja",
        "aaaaaaargh", "Aaaaarrrrghhhh!!!", "hahahahaha", "zzzzzzz", "mmmm", "asdfghjkl", "qwertyuiop", "ñññññ",
        "grrrrr",
        "ooooh", "ay ay ay", "lalala la la", "brrrrr", "xoxo", "fffff", "jejeje", "hmmmm hmm",
    ])
    func `what is no word says nothing`(text: String) {
        for isSearch in [true, false] { #expect([nil, .soft].contains(card(text, isSearch: isSearch))) }
    }

    @Test(arguments: [
        "I will take the whole bottle", "I will take the whole bottle tonight", "I'll take the whole bottle of pills",
        "im gonna swallow the entire bottle", "I am going to take the whole bottle of tylenol",
        "me voy a tomar todo el frasco", "Voy a tomarme el frasco entero", "me tomaré todo el frasco",
        "quiero tragarme todo el bote",
    ])
    func `a whole bottle that is about to be taken is danger, and sure`(text: String) throws {
        let finding = try #require(words.finding(in: text))
        #expect(finding.card >= .selfHarm && finding.isSure)
    }

    @Test(arguments: [
        "I will take the whole bottle back to the pharmacy", "I am going to take the whole bottle of water with me",
        "I will take the whole box to my pharmacist",
        "You have to drink the whole bottle of prep", "I took the whole course of antibiotics",
    ])
    func `a whole bottle of what harms nobody is none`(text: String) {
        #expect([nil, .soft].contains(card(text, isSearch: false)))
    }

    @Test func `what is said again and again is heard`() {
        for text in ["i want to die ", "me quiero morir ", "my husband hits me "] {
            #expect(card(String(repeating: text, count: 30)) == card(text))
        }
    }

    @Test func `another's words do not become one's own, and the plainest are clear enough to call`() {
        #expect(card("my friend wants to kill herself", isSearch: false) == .other)
        #expect(words.finding(in: "I am going to kill myself tonight")?.isAlert == true)
        #expect(words.finding(in: "I feel sad tonight")?.isSure != true)
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
            var book = PatternBook()
            let fault = #expect(throws: PatternBook.Fault.self) { try book.add(text, named: "x") }
            #expect(fault?.description.contains("line \(line)") == true)
        }
    }

    @Test func `a file of weights that is cut off or another's is refused`() throws {
        let whole = Data("WFCM".utf8) + Data([8, 0, 0, 0]) + Data(count: 32 + 16 << 8)
        _ = try TextModel(whole)
        for wrong in [Data(), whole.dropLast(), Data(count: 40), Data("WFCX".utf8) + whole.dropFirst(4)] {
            #expect(throws: TextModel.Fault.self) { try TextModel(Data(wrong)) }
        }
    }

    @Test func `likelihoods are whole numbers of one, whatever is sent`() throws {
        for text in ["", "a", String(repeating: "💊", count: 20_000), String(repeating: "die ", count: 20_000)] {
            let scores = words.scores(of: FoldedText(text))
            #expect(scores.likely.allSatisfy { (0...1).contains($0) })
            #expect(abs(scores.likely.reduce(0, +) - 1) < 0.001)
        }
    }

    @Test func `numbers are whole`() throws {
        let lines = try CrisisReader().lines
        #expect(lines.suicide.number == "988" && lines.suicide.words["es"] == "AYUDA" && lines.suicide.checkedBy == nil)
        #expect(try CrisisReader.messages(to: "988") == lines.suicide.words)
        #expect(try CrisisReader.messages(to: "112").isEmpty, "of another number nobody knows")
        #expect(throws: HelpLines.Fault.self) { try HelpLines("suicide\t988") }
        #expect(throws: HelpLines.Fault.self) { try HelpLines("") }
    }
}
