import World
import Testing

@testable import Vocabulary

/// A catalogue small enough to read.
enum Fixture {
    static let families = """
        slug,name_en,name_es,parent
        medicines,Medicines,Medicinas,
        ssri,Antidepressants (SSRI),Antidepresivos (ISRS),medicines
        movement,Movement,Movimiento,
        """
    static let conditions = """
        slug,name_en,name_es,synonyms_en,synonyms_es,parent,icd10cm
        diabetes,Diabetes,Diabetes,,azúcar en la sangre,,E14
        type-2-diabetes,Type 2 diabetes,Diabetes tipo 2,sugar diabetes; adult onset diabetes,,diabetes,E11.9
        gestational-diabetes,Diabetes in pregnancy,Diabetes gestacional,gestational diabetes,,diabetes,O24
        back-pain,Back pain,Dolor de espalda,bad back; backache,lumbago; espalda,,M54.9
        high-blood-pressure,High blood pressure,Presión alta,hypertension; HBP,hipertensión,,I10
        hair-loss,Hair loss,Caída del pelo,,,,L65.9
        depression,Depression,Depresión,,,,F32.9
        anxiety,Anxiety,Ansiedad,,,,F41.9
        crohns-disease,Crohn's disease,Enfermedad de Crohn,,,,K50.9
        allergy,Allergies,Alergias,,,,T78
        """
    static let treatments = """
        slug,name_en,name_es,kind,family,synonyms_en,synonyms_es,brands,ingredients
        sertraline,Sertraline,Sertralina,medicine,ssri,,,Zoloft; Lustral,sertraline
        ethinyl-estradiol,"Birth control pill, three phases",Píldora trifásica,medicine,medicines,,,Ortho Tri-Cyclen; Ortho Tri-Cyclen Lo,ethinyl estradiol
        walking,Walking,Caminar,exercise,movement,,,,
        """
    static let symptoms = """
        slug,hpo_id,name_en,name_es,synonyms_en,synonyms_es
        nausea,HP:0002018,Nausea,Náuseas,,ganas de vomitar
        headache,HP:0002315,Headache,Dolor de cabeza,Headaches,
        """
    static let rules = """
        pattern,kind,slug,rule
        sugar,condition,type-2-diabetes,slang
        """
    static let fillers = """
        word
        severe
        treatment of
        management
        """

    static let smallWords = """
        language,word,use
        en,the,skip
        en,of,skip
        en,and,join
        en,with,join
        es,de,skip
        es,la,skip
        es,el,skip
        es,en,skip
        es,y,skip
        es,y,join
        """

    static func files(_ changed: [String: String] = [:]) -> [String: [UInt8]] {
        let files = [
            "families.csv": families, "conditions.csv": conditions, "treatments.csv": treatments,
            "symptoms.csv": symptoms, "review-rules.csv": rules, "review-fillers.csv": fillers,
            "small-words.csv": smallWords,
        ]
        return files.merging(changed) { _, new in new }.mapValues { Array($0.utf8) }
    }

    static func catalogue(_ changed: [String: String] = [:]) throws -> Catalogue {
        try Catalogue(CatalogueFiles.rows(of: files(changed)))
    }
}
