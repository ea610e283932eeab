import Databases
import Testing

@testable import Safety

@Suite struct ReviewRulesTests {
    private let rules: ReviewRules

    init() throws {
        rules = try ReviewRules(crisis: CrisisReader().words, medicines: ["Zonisamide", "Apixaban", "Folic acid"])
    }

    private func kinds(_ text: String) -> Set<ReviewFinding.Kind> { Set(rules.findings(in: text).map(\.kind)) }

    /// Of nonsense a model of danger may think anything.
    private func places(_ text: String) -> Int { kinds(text).subtracting([.danger]).count }

    private func marked(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return rules.findings(in: text).map { String(decoding: bytes[$0.place], as: UTF8.self) }
    }

    @Test(arguments: [
        ("text me, six oh three 555 oh one two three", ReviewFinding.Kind.contact),
        ("búscame en Facebook, soy Rosa", .contact), ("estoy en face como Lupita", .contact), ("dm me later", .contact),
        ("write me on telegram gentleowl", .contact), ("I live at 14 Maple St, knock twice", .contact),
        ("find me on ig @ gentle.owl.22", .contact), ("escríbeme a luz arroba correo punto com", .contact),
        ("mándame guasap al cinco cinco, doce 34, cincuenta y seis 78", .contact),
        ("I sell the drops that cured me, message for price", .selling),
        ("vendo el té que cura la diabetes, envío a todo el país", .selling),
        ("Throw your seizure meds away, they keep you sick", .stop),
        ("Come bien y deja la pregabalina", .stop), ("Rest and stop taking that medicine", .stop),
        ("deja ya esas pastillas, te están envenenando", .stop), ("You should stop your zonisamide", .stop),
        ("deberías dejar el apixaban", .stop), ("hay que tirar esas pastillas", .stop),
        ("take 300 of mine at night, not the 75 they gave you", .dose),
        ("tómate dos de las mías de 100 en la noche", .dose),
        ("MMS drops cleared my son's autism in a month", .cure), ("con dióxido de cloro se me quitó el lupus", .cure),
        ("Kill yourself", .danger), ("go and die, all of you", .danger), ("mejor mátate", .danger),
        ("you should just die", .danger), ("deberías matarte", .danger),
        ("I want to die tonight", .danger), ("me quiero morir", .danger),
        ("Take ten at once", .dose), ("Take 4000 mg of it at once, it is safe", .dose),
        ("Tómate diez de golpe", .dose), ("Double it and you will feel great", .stop), ("No te inyectes más", .stop),
        ("Metformin: bin it", .stop), ("S.t.o.p taking your metformin", .stop),
        ("Order at healme dot shop", .contact), ("Look for BleachQueen on insta", .contact),
        ("tele gram bleachqueen", .contact), ("b o b a t p r o t o n d o t m e", .contact),
        ("ring me on oh seven seven double zero nine hundred one two three", .contact),
        ("I've got spare oxy if anyone needs it", .selling), ("Tengo de sobra, te la paso por poco", .selling),
    ])
    func `what others should not read unseen is found`(text: String, kind: ReviewFinding.Kind) {
        #expect(kinds(text).contains(kind))
    }

    @Test(arguments: [
        ("I binned mine in May and you will wonder why you ever swallowed them", ReviewFinding.Kind.stop),
        ("Yo las tiré y mírame, haz lo mismo con esas pastillas que te dieron", .stop),
        ("Half a tab more of an evening and you'll sleep like a baby", .dose),
        ("My cousin's clinic in Tijuana got rid of her tumors in three weeks, no chemo", .cure),
    ])
    func `what no pattern says is found by the model`(text: String, kind: ReviewFinding.Kind) {
        #expect(kinds(text).contains(kind))
    }

    @Test func `of what the model finds the sentence that says it is marked`() {
        let text =
            "It rained all week. I binned mine in May and you will wonder why you ever swallowed them! My dog is well."
        #expect(marked(text) == ["I binned mine in May and you will wonder why you ever swallowed them"])
    }

    @Test func `danger goes before advice`() {
        let found = rules.findings(in: "I will take the whole bottle tonight. Take ten at once.").map(\.kind)
        #expect(found.contains(.danger) && ReviewFinding.Kind.allCases.first == .danger)
        #expect(Set(found).sorted().first == .danger)
    }

    @Test(arguments: [
        "", "988 helped me; poison control is 1-800-222-1222", "BP 130/85, 128/82, 121/79 since March 12",
        "My doctor and I lowered it over six months", "I take 75 mg in the morning with food",
        "I quit my pills and landed in hospital. Please don't do what I did.", "I stopped taking sertraline in 2019",
        "I ate better and quit my meds", "My doctor told me to rest and stop taking that medicine",
        "Mi papá come bien y deja la pastilla",
        "Never stop your seizure meds without your doctor", "Did you stop taking metformin?",
        "when you stop prednisone it aches",
        "My doctor told me to take two pills at night", "I was told to stop my statins", "There is no cure for MS",
        "The apricot kernel cure is a scam", "Chemo cured my cancer", "They sell it at the pharmacy",
        "Llamé al 988, marqué 2 y me ayudaron en español", "El doctor me la fue bajando poco a poco",
        "Yo tomo 50 mg después de cenar", "Dejé el clonazepam con ayuda de mi psiquiatra",
        "Mi doctora me bajó la metformina",
        "Take him to the hospital at once", "Two of them at once made me sick",
        "No te inyectes más de lo que te indicaron",
        "Mixing those two you could kill yourself", "Don't kill yourself at the gym", "I nearly killed myself running",
        "Give it six weeks, and eat something with it.", "Give it a few months", "Dale seis semanas y come algo",
        "Dale tiempo",
        "Look for a support group near you", "I took five hundred mg, then two hundred and fifty for three weeks",
        "It hurt. Com va", "I stopped. Net result: fine", "Me sobran las ganas de llorar",
        "No dejes tus pastillas de golpe", "¿Dejaste de tomar la sertralina?", "no existe hierba que cure la epilepsia",
        "Me puse 10 unidades y se me bajó el azúcar; avísenle a su doctor", "🙂🙂🙂💊", "مرحبا، كيف حالك؟", "Привет всем",
    ])
    func `experience, readings and warnings stay free`(text: String) {
        #expect(marked(text) == [])
    }

    @Test(arguments: [
        "call 6035550123", "call 603 555 0123", "call 6 0 3 5 5 5 0 1 2 3", "call 6.0.3.5.5.5.0.1.2.3",
        "call 603\u{200B}555\u{200D}0123", "call \u{202E}603\u{202C}5550123",
        "call 6\u{301}0\u{301}3\u{301}555\u{301}0123",
        "call ６０３５５５０１２３", "call ٦٠٣٥٥٥٠١٢٣", "call ६०३५५५०१२३", "call 6️⃣0️⃣3️⃣5️⃣5️⃣5️⃣0️⃣1️⃣2️⃣3️⃣", "call ⑥⓪③⑤⑤⑤⓪①②③",
        "call 𝟔𝟎𝟑𝟓𝟓𝟓𝟎𝟏𝟐𝟑", "call 6O3 555 Ol23", "саll 6О3 555 О123", "call six0three five55 oh one two three",
        "call sixohthree fivefivefive zeroonetwothree", "call 603🙂555🙂0123",
        "llámame al seis cero tres, 555, cero uno dos tres",
        "ll4m4m3 603 555 0123", "c a l l 603 555 0123", "whatsapp: 603…555…0123", "wh\u{430}ts\u{430}pp 603555 0123",
        "6035550123", "call 603) 555 – 0123", "call\n603\n555\n0123",
        "write to owl@example.com", "owl at gmail dot com", "owl (at) example (dot) com", "owl arroba example punto es",
        "ｏｗｌ＠ｅｘａｍｐｌｅ．ｃｏｍ", "t.me/owls", "t punto me barra owls", "insta: owl_22", "@gentle_owl",
        "healme.com", "healme,com", "healme\u{2024}com", "healme\u{3002}com", "healme dot com",
    ])
    func `a way to reach somebody is found however it is written`(text: String) {
        #expect(kinds(text).contains(.contact))
    }

    @Test(arguments: [
        "St0p your p1lls", "S T O P your pills", "stop your p\u{200B}ills", "ѕtор your рills", "STOP YOUR PILLS",
        "st\u{336}o\u{336}p your pills", "deja tus p a s t i l l a s", "d3ja tus pastillas", "dejа tus раstillаs",
        "ｓｔｏｐ ｙｏｕｒ ｐｉｌｌｓ", "stop your meds, deja tus pastillas",
    ])
    func `urging is found however it is spelt`(text: String) {
        #expect(kinds(text).contains(.stop))
    }

    @Test func `the words are marked where they stand in what was written`() {
        #expect(marked("Hola. Mi cel es 55-12-34-56-78, gracias").contains("55-12-34-56-78"))
        #expect(marked("Ñandú 🙂: write to owl@example.com now") == ["owl@example.com"])
        #expect(
            marked("I am better. Throw your seizure meds away.").first?.hasPrefix("Throw your seizure meds") == true)
    }

    @Test func `a hundred kilobytes are read to the end, and quickly enough to be read at all`() {
        let long = String(repeating: "I walked 20 minutes and took 5 mg at night. ", count: 2_300)
        #expect(kinds(long) == [])
        #expect(kinds(long + "call 603 555 0123") == [.contact])
        #expect(places(String(repeating: "1 ", count: 50_000)) <= 1)
        #expect(places(String(repeating: "five", count: 25_000)) <= 1)
        #expect(places(String(repeating: "🙂", count: 25_000)) == 0)
        #expect(places(String(repeating: "@", count: 50_000)) == 0)
        #expect(places(String(repeating: "a_", count: 25_000)) <= 1)
        #expect(places(String(repeating: "stop your ", count: 10_000)) <= 1)
    }

    @Test func `whatever is written is read without a trap, and marks lie in the text`() {
        var random = SeededRandom(seed: 21)
        let scalars = Array(
            "call 603 five stop your pills deja cero uno @._-/,:()arroba punto com6️⃣０٣①𝟙оеаО\u{301}\u{200B}\u{202E}🙂\nsell mg"
                .unicodeScalars)
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
            }
            for finding in rules.findings(in: text) {
                #expect(!finding.place.isEmpty && finding.place.upperBound <= text.utf8.count)
                #expect(String(validating: Array(text.utf8)[finding.place], as: UTF8.self) != nil)
            }
        }
    }

    @Test func `look-alikes are Unicode's`() {
        expectNoneMissing("аеорсухіјѕԁһӏոѵ", "aeopcyxijsdhlnv")
        #expect(
            FoldedText.digit("З").map { $0 == 51 } == true && FoldedText.digit("٣") == 51
                && FoldedText.digit("a") == nil)
    }

    private func expectNoneMissing(_ drawn: String, _ meant: String) {
        for (scalar, letter) in zip(drawn.unicodeScalars, meant.unicodeScalars) {
            #expect(FoldedText.lookalike(scalar) == letter, "\(scalar)")
        }
    }
}
