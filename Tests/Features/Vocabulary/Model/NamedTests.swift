import World
import Markup
import Testing

@testable import Vocabulary

@Suite struct NamedTests {
    @Test(arguments: [
        ("Depression", "Depresión", "depression", "depresión"),
        ("ADHD", "TDAH (déficit de atención)", "ADHD", "TDAH (déficit de atención)"),
        ("Crohn's disease", "Enfermedad de Crohn", "Crohn's disease", "enfermedad de Crohn"),
        ("Graves' disease", "Enfermedad de Graves", "Graves' disease", "enfermedad de Graves"),
        ("Women's health", "Salud de la mujer", "women's health", "salud de la mujer"),
        (
            "Ehlers-Danlos and hypermobility", "Ehlers-Danlos e hipermovilidad", "Ehlers-Danlos and hypermobility",
            "Ehlers-Danlos e hipermovilidad"
        ),
        (
            "C. diff bowel infection", "Infección por C. difficile", "C. diff bowel infection",
            "infección por C. difficile"
        ),
        (
            "Von Willebrand disease", "Enfermedad de von Willebrand", "von Willebrand disease",
            "enfermedad de von Willebrand"
        ),
        ("Mediterranean diet", "Dieta mediterránea", "Mediterranean diet", "dieta mediterránea"),
        ("Type 2 diabetes", "Diabetes tipo 2", "type 2 diabetes", "diabetes tipo 2"),
        ("Éclair", "", "éclair", "éclair"), ("A", "A", "A", "A"), ("", "", "", ""),
    ]) func `a name inside a sentence keeps its capital only where it is somebody's`(
        en: String, es: String, english: String, spanish: String
    ) {
        let name = LocalizedName([(.en, en), (.es, es)])
        #expect(name.inSentence(.en) == english)
        #expect(name.inSentence(.es) == spanish)
    }
}
