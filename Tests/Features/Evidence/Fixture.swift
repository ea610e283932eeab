@testable import Vocabulary

/// A small catalogue: two families of antidepressants under one, movement, a wider and a narrower pain.
enum Fixture {
    static let files: [String: [UInt8]] = [
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
            """),
        "treatments.csv": bytes(
            """
            slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
            duloxetine,Duloxetine,Duloxetina,medicine,snri,,,Cymbalta,duloxetine
            venlafaxine,Venlafaxine,Venlafaxina,medicine,snri,,,Effexor,venlafaxine
            milnacipran,Milnacipran,Milnaciprán,medicine,snri,,,Savella,milnacipran
            fluoxetine,Fluoxetine,Fluoxetina,medicine,ssri,,,Prozac,fluoxetine
            walking,Walking,Caminar,exercise,movement,a walk,caminata,,
            stretching,Stretching,Estiramientos,exercise,movement,,,,
            """),
        "symptoms.csv": bytes(
            """
            slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es
            nausea,HP:0002018,Nausea,Náusea,feeling sick,ganas de vomitar
            dry-mouth,HP:0000217,Dry mouth,Boca seca,,
            """),
    ]

    static let sideEffects = """
        family,symptoms
        antidepressants,nausea;dry-mouth
        kind:exercise,nausea
        kind:medicine,nausea
        """

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
