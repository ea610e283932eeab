import World
import Markup
import Web
import Storage
@testable import Journal
@testable import Vocabulary

/// A small catalogue and the content files that go with it.
enum Fixture {
    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    static let files: [String: [UInt8]] = [
        "small-words.csv": bytes(
            """
            language,word,use
            en,no,deny
            en,not,deny
            en,without,deny
            en,but,turn
            en,with,join
            en,and,join
            """),
        "families.csv": bytes(
            """
            slug,name_en,name_es,parent
            antidepressants,Antidepressants,Antidepresivos,
            snri,Antidepressants (SNRI),Antidepresivos (IRSN),antidepressants
            ssri,Antidepressants (SSRI),Antidepresivos (ISRS),antidepressants
            movement,Movement,Movimiento,
            """),
        "conditions.csv": bytes(
            """
            slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm
            pain,Pain,Dolor,,,,R52
            back-pain,Back pain,Dolor de espalda,bad back; sore back,lumbalgia,pain,M54.9
            depression,Depression,Depresión,feeling down,,,F32.A
            acne,Acne,Acné,pimples,,,L70.0
            type-2-diabetes,Type 2 diabetes,Diabetes tipo 2,sugar diabetes,azúcar,,E11.9
            fatigue,Tiredness,Cansancio,,,,R53.83
            """),
        "treatments.csv": bytes(
            """
            slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
            duloxetine,Duloxetine,Duloxetina,medicine,snri,,,Cymbalta,duloxetine
            venlafaxine,Venlafaxine,Venlafaxina,medicine,snri,,,Effexor,venlafaxine
            fluoxetine,Fluoxetine,Fluoxetina,medicine,ssri,,,Prozac,fluoxetine
            walking,Walking,Caminar,exercise,movement,a walk,caminata,,
            stretching,Stretching,Estiramientos,exercise,movement,,,,
            """),
        "symptoms.csv": bytes(
            """
            slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es
            nausea,HP:0002018,Nausea,Náusea,feeling sick,ganas de vomitar
            dry-mouth,HP:0000217,Dry mouth,Boca seca,,
            insomnia,HP:0100785,Difficulty sleeping,Dificultad para dormir,insomnia,
            headache,HP:0002315,Headache,Dolor de cabeza,headaches,
            tension-headache,HP:0012228,Tension headache,Dolor de cabeza por tensión,,
            fatigue,HP:0012378,Fatigue,Fatiga,,
            """),
    ]

    static let sideEffects = """
        family,symptoms
        antidepressants,nausea;dry-mouth;insomnia
        kind:exercise,fatigue
        kind:medicine,headache
        """

    static let plausible = """
        kind,slug,weight,treatments
        condition,back-pain,60,movement;duloxetine
        condition,depression,80,antidepressants;walking
        condition,type-2-diabetes,40,walking
        symptom,headache,20,stretching
        """

    static let advice = """
        kind,helped,en,es
        any,much,It took {weeks} weeks.,"Tardó {weeks} semanas, más o menos."
        any,some,So so.,Más o menos.
        any,little,Not for me.,No es para mí.
        medicine,much,With breakfast it was fine.,Con el desayuno me cayó bien.
        """
}
