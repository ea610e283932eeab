import Testing

@testable import Safety

/// What people type who look for a group: few words, and the same ones that danger is said with.
@Suite struct GroupSearchTests {
    private let words: CrisisWords

    init() throws { words = try CrisisReader().words }

    private func card(_ text: String) -> CrisisFinding.Card? { words.finding(in: text, isSearch: true)?.card }

    @Test(arguments: [
        "tonight", "esta noche", "saturday morning", "cerca de mí", "hoy no puedo", "breathing", "respirar",
        "vivir con dolor", "empty arms", "Empty arms", "brazos vacíos", "Brazos vacíos", "loss of husband",
        "my mom passed away", "my wife passed away", "taking care of my mom", "cuido a mi mamá",
        "She thinks I exaggerate", "Ella piensa que exagero", "What do I say to my sister?",
        "¿Qué le digo a mi hermana?", "cuidar a alguien", "sleep again",
    ])
    func `a time, a place, a loss long mourned, somebody cared for: who looks for a group gets no card`(text: String) {
        // A soft line is no card: it costs nobody more than a glance, and hides nothing of what was found.
        #expect([nil, .soft].contains(card(text)))
    }

    @Test(arguments: [
        ("tonight i end it", CrisisFinding.Card.selfHarm), ("esta noche me mato", .selfHarm),
        ("saturday morning i will be dead", .selfHarm), ("hoy no puedo más quiero morir", .selfHarm),
        ("vivir con dolor ya no quiero vivir", .selfHarm), ("my wife passed away i want to die too", .selfHarm),
        ("murió mi mamá y me quiero morir", .selfHarm), ("taking care of my mom then i kill myself", .selfHarm),
        ("my husband hits me tonight", .harmed), ("mi esposo me pega en la noche", .harmed),
        ("my mom hits me and i am 12", .child), ("cuido a mi mamá y me pega tengo 12", .child),
        ("what do i say to my suicidal sister", .other), ("mi hermana se quiere morir", .other),
    ])
    func `the same words with a danger in them bring its card`(text: String, wanted: CrisisFinding.Card) {
        #expect(card(text) == wanted)
    }

    @Test(arguments: [
        "i cant breathe and my chest hurts", "no puedo respirar y tengo dolor en el pecho",
        "my husband stopped breathing", "mi mamá no respira",
    ])
    func `a breath that fails is no class in breathing`(text: String) throws {
        let found = try #require(card(text))
        #expect(found >= .emergency)
    }
}
