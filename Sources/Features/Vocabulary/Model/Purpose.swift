package import Storage

/// What a treatment is taken for: a condition or a symptom. Always asked, since dry mouth is a harm to one person and
/// a help to another.
package enum Purpose: Hashable, Sendable {
    case condition(ID<Condition>)
    case symptom(ID<Symptom>)

    /// The sixteen bytes of the condition or symptom. Conditions and symptoms never share one.
    package var id: ID<Purpose> {
        switch self {
        case .condition(let id): ID(high: id.high, low: id.low)
        case .symptom(let id): ID(high: id.high, low: id.low)
        }
    }

    /// `condition` or `symptom`, as it stands in the database beside the identifier.
    package var kind: ConceptKind {
        switch self {
        case .condition: .condition
        case .symptom: .symptom
        }
    }

    /// What was stored as identifier and kind. Nil for a kind that is no purpose.
    package init?(id: ID<Purpose>, kind: String) {
        switch ConceptKind(rawValue: kind) {
        case .condition: self = .condition(ID(high: id.high, low: id.low))
        case .symptom: self = .symptom(ID(high: id.high, low: id.low))
        default: return nil
        }
    }
}

/// One entry of the catalogue, of any kind.
package enum Concept: Hashable, Sendable {
    case condition(Condition)
    case treatment(Treatment)
    case symptom(Symptom)

    /// Which of the three it is.
    package var kind: ConceptKind {
        switch self {
        case .condition: .condition
        case .treatment: .treatment
        case .symptom: .symptom
        }
    }

    /// Its name in addresses.
    package var slug: String {
        switch self {
        case .condition(let condition): condition.slug
        case .treatment(let treatment): treatment.slug
        case .symptom(let symptom): symptom.slug
        }
    }

    /// Its name in all languages.
    package var name: LocalizedName {
        switch self {
        case .condition(let condition): condition.name
        case .treatment(let treatment): treatment.name
        case .symptom(let symptom): symptom.name
        }
    }

    /// What one may take a treatment for: nil for a treatment.
    package var purpose: Purpose? {
        switch self {
        case .condition(let condition): .condition(condition.id)
        case .symptom(let symptom): .symptom(symptom.id)
        case .treatment: nil
        }
    }
}
