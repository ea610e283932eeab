/// A small catalogue: a condition that has a community, two treatments.
enum Fixture {
    /// What the journal asks about first.
    static let sideEffects = """
        family,symptoms
        antidepressants,nausea
        """

    static let files: [String: [UInt8]] = [
        "families.csv": bytes(
            """
            slug,name_en,name_es,parent
            antidepressants,Antidepressants,Antidepresivos,
            movement,Movement,Movimiento,
            """),
        "conditions.csv": bytes(
            """
            slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm
            back-pain,Back pain,Dolor de espalda,bad back,lumbalgia,,M54.9
            epilepsy,Epilepsy,Epilepsia,seizures,convulsiones,,G40.909
            """),
        "treatments.csv": bytes(
            """
            slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
            duloxetine,Duloxetine,Duloxetina,medicine,antidepressants,,,Cymbalta,duloxetine
            walking,Walking,Caminar,exercise,movement,a walk,caminata,,
            """),
        "symptoms.csv": bytes(
            """
            slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es
            nausea,HP:0002018,Nausea,Náusea,feeling sick,ganas de vomitar
            """),
    ]

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
