import Databases
import Foundation
import Testing

@testable import Safety

/// What a name may not say. The ordinary ones were invented for this: a hundred, in both languages.
@Suite struct NameFindingTests {
    private static let read = Result {
        try ReviewRules(crisis: CrisisReader().words, medicines: ["Zonisamide", "Apixaban"])
    }

    private let rules: ReviewRules

    init() throws { rules = try Self.read.get() }

    @Test(arguments: [
        ("Stop Your Pills Now", ReviewFinding.Kind.stop), ("stop_your_pills", .stop), ("StopYourMeds", .stop),
        ("Tira Tus Pastillas", .stop), ("deja.la.insulina", .stop), ("Ditch Zonisamide", .stop),
        ("Anna Stop Your Pills", .stop), ("Dr Kill Yourself", .danger),
        ("SeizureCure Com", .contact), ("Seizure Cure", .cure), ("CancerCure99", .cure), ("Cura El Cancer", .cure),
        ("Diabetes_Cured", .cure), ("insta_gentle_owl22", .contact), ("kik bleachqueen99", .contact),
        ("Vendo Gotas", .selling), ("Half Price Insulin", .selling),
        ("Mátate", .danger), ("Kill Yourself", .danger), ("kill_urself", .danger), ("GoAndDie", .danger),
        ("KYS", .danger), ("Suicídate Ya", .danger), ("Muérete", .danger), ("I want to die", .danger),
        ("Quiero Morir", .danger), ("suicidal99", .danger), ("k1ll y0urself", .danger), ("Kіll Yоursеlf", .danger),
    ])
    func `a name that urges, sells, promises or leads elsewhere is found, with its words`(
        name: String, kind: ReviewFinding.Kind
    ) {
        let found = rules.finding(inName: name)
        #expect(found?.kind == kind)
        #expect(found?.words.isEmpty == false)
    }

    @Test func `the words that say it are named`() {
        #expect(rules.finding(inName: "Anna StopYourPills Now")?.words == "Stop Your Pills")
        #expect(rules.finding(inName: "Seizure Cure Fan")?.words == "Seizure Cure")
    }

    @Test(arguments: [
        "Never Stop Your Pills", "Calm Otter", "Migraine Mike", "Cure Fan", "Seizure Sue", "Diabetic Dave",
        "Pill Box Pete", "Insulin Ida",
        "One Day At A Time", "Still Standing", "Never Give Up", "Tired Mama", "Night Owl 7", "Lupus Warrior",
        "Warrior Queen", "Fighting MS", "Living With Lupus", "Killer Bee", "Drama Queen", "Die Hard Fan",
        "Bad Back Bob",
        "Chest Pain Chuck", "Hope For A Cure", "No Cure Yet", "Waiting For A Cure", "Keto Karl", "Yoga Girl",
        "Stop Motion", "Nonstop Nora", "Quit Smoking Joe", "Sober Since May", "Survivor 2014", "Cancer Survivor",
        "Stroke Survivor", "Kidney Kid", "Half Marathon Hal", "Cash Johnny", "Shop Cat", "Snap Dragon", "Signal Hill 3",
        "Sad Panda", "Lonely Wolf", "Broken Wing", "Rock Bottom Rita", "Phoenix Rising", "Healing Heart",
        "Get Well Soon",
        "Doctor Who Fan", "The Real Tom", "Rain Dancer", "Ghost Pepper", "Skull Candy", "Black Rose", "Safety Net",
        "Tell Me More", "Take It Easy", "Just Breathe", "Breathe Easy", "Let It Go", "Drop Of Rain", "Patch Adams",
        "Nutria Tranquila", "Migraña Miguel", "Abuela Feliz", "Luz de Luna", "Guerrera Azul", "Dulce María",
        "Sin Azúcar",
        "Vivo con Lupus", "Dolor de Cabeza", "Insomne", "Mariposa Lila", "Corazón Valiente", "La Cura de Sueño",
        "Nunca Te Rindas", "Un Día a la Vez", "Fe y Esperanza", "Mamá de Tres", "Papá Cansado", "Diabético Feliz",
        "Rodilla Mala", "Luna Llena", "Sol Naciente", "El Matador", "Muerta de Risa", "Muero por Tacos", "Matasanos",
        "Café con Leche", "Don Pastilla", "La Pastillera", "Cortadito", "Tomate Rojo", "Toma Tu Té", "Deja Vu",
        "Adiós Tristeza", "Vendaval", "Gota a Gota", "Sobreviviente", "Cáncer no Gracias", "Zoë-Marie", "maria.lopez",
        "blue_bird", "Steven 88", "walker-1957",
    ])
    func `ordinary names are only names`(name: String) {
        #expect(rules.finding(inName: name) == nil)
    }
}
