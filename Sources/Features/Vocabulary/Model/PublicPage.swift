package import Markup

/// Where the United States National Library of Medicine tells of an entry, found by its code and never by its name
/// (MedlinePlus Connect, https://medlineplus.gov/medlineplus-connect/web-application/). The address tells the library that
/// somebody asks about the code, and nobody else: pages link to it and load nothing.
extension Catalogue {
    /// Nil where the entry has no code.
    package func publicPage(of concept: Concept, in language: Language) -> Link? {
        switch concept {
        case .condition(let condition): condition.icd10cm.flatMap { connect(.icd10cm, $0, concept, language) }
        case .symptom(let symptom): symptom.icd10cm.flatMap { connect(.icd10cm, $0, concept, language) }
        case .treatment(let treatment):
            treatment.rxcui.flatMap { connect(.rxNorm, $0, concept, language) } ?? treatment.page
        }
    }

    /// Code systems by their object identifiers.
    private enum CodeSystem: String {
        case icd10cm = "2.16.840.1.113883.6.90"
        case rxNorm = "2.16.840.1.113883.6.88"
    }

    private func connect(
        _ system: CodeSystem, _ code: String, _ concept: Concept, _ language: Language
    ) -> Link? {
        Link(external: "https://connect.medlineplus.gov/application")?
            .adding("mainSearchCriteria.v.cs", system.rawValue).adding("mainSearchCriteria.v.c", code)
            .adding("mainSearchCriteria.v.dn", concept.name(language))
            // Of a language that it does not have it answers in English.
            .adding("informationRecipient.languageCode.c", language.rawValue)
    }
}
