import Storage
import Vocabulary

/// Names a group of people that a release may show, the same in every release.
struct GroupKey: Hashable, Sendable, Comparable {
    let kind: FigureKind
    var treatment: ID<Treatment>?
    var family: ID<Family>?
    var purpose: ID<Purpose>?

    static func < (left: GroupKey, right: GroupKey) -> Bool { left.order < right.order }

    private var order: (String, ID<Purpose>, ID<Treatment>, ID<Family>) {
        (kind.rawValue, purpose ?? .zero, treatment ?? .zero, family ?? .zero)
    }

    static func pair(_ pair: Pair) -> GroupKey {
        GroupKey(kind: .pair, treatment: pair.treatment, purpose: pair.purpose)
    }

    /// Where a pair too small for itself may be counted, the nearest first: its family for this purpose (and the wider
    /// families), the treatment for its other purposes, the purpose, the wider conditions.
    static func homes(of pair: Pair, in catalogue: Catalogue) -> [GroupKey] {
        let treatment = catalogue.treatment(pair.treatment)
        let families = sequence(first: treatment?.family) { $0.flatMap { catalogue.parent(of: $0) } }
        var homes = families.prefix(8).compactMap { family in
            family.map { GroupKey(kind: .familyRest, family: $0.id, purpose: pair.purpose) }
        }
        homes.append(GroupKey(kind: .treatmentRest, treatment: pair.treatment))
        homes.append(GroupKey(kind: .purposeRest, purpose: pair.purpose))
        if case .condition(let condition) = catalogue.purpose(pair.purpose) {
            homes += catalogue.ancestors(of: condition).prefix(8).map { wider in
                GroupKey(kind: .purposeRest, purpose: Purpose.condition(wider.id).id)
            }
        }
        return homes
    }
}

extension ID {
    fileprivate static var zero: ID { ID(high: 0, low: 0) }
}
