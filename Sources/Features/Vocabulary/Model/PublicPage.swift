package import Markup

/// Where the United States National Library of Medicine tells of an entry, found by its code and never by its name
/// (MedlinePlus Connect, https://medlineplus.gov/medlineplus-connect/web-application/). The address tells the library that
/// somebody asks about the code, and nobody else: pages link to it and load nothing.
extension Catalogue {
    /// Nil where the entry has no code.
    package func publicPage(of concept: Concept, in language: Language) -> Link? {
        switch concept {
        case .condition(let condition): connect(condition.icd10cm, concept, language)
        case .symptom(let symptom): connect(symptom.icd10cm, concept, language)
        case .treatment(let treatment):
            treatment.rxcui.flatMap { connect(.rxNorm, $0, concept, language) } ?? treatment.page
        }
    }

    /// Code systems by their object identifiers.
    private enum CodeSystem: String {
        case icd10cm = "2.16.840.1.113883.6.90"
        case rxNorm = "2.16.840.1.113883.6.88"
    }

    /// Thoughts of suicide and hurting oneself: whoever reads of these is led to somebody awake, not away.
    private static let keptHere: Set = ["R45.851", "R45.88"]

    private func connect(_ icd10cm: String?, _ concept: Concept, _ language: Language) -> Link? {
        guard let icd10cm, !Self.keptHere.contains(icd10cm) else { return nil }
        return connect(.icd10cm, icd10cm, concept, language)
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
