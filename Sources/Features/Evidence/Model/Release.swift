import Storage

/// The head of a release: which figures, from which data, made how.
struct Release: Sendable, Equatable {
    /// Counts from 1.
    let number: Int
    let startedAt: Instant
    /// Everything recorded until then is in it.
    let dataThrough: Instant
    /// Nil while it is being written.
    var publishedAt: Instant?
    let codeVersion: String
    /// Of the statements that read the journal.
    let queryDigest: String
    /// Of all figures, in order: the same from both engines.
    let figuresDigest: String
    /// The release whose groups this one had to respect.
    let after: Int?
    let evaluations: Int
    let figures: Int
    let weights: Weights
    /// A sentence of a steward's when something was put right.
    let correction: String?

    /// The rules in this folder and in Statistics; raised by whoever changes what a figure would be.
    static let rules = "1"
}

/// K by level: as many people's answers as a group's parent counts for.
struct Weights: Sendable, Equatable {
    /// A treatment for a purpose, toward its family for that purpose.
    var pair: Double
    /// A family for a purpose, toward everything for that purpose.
    var family: Double
    /// A purpose, toward everything.
    var purpose: Double
    /// A treatment for all purposes, toward its family.
    var treatment: Double
    /// A family for all purposes, toward everything.
    var treatmentFamily: Double

    /// Five numbers with two decimals, separated by spaces.
    var packed: String {
        [pair, family, purpose, treatment, treatmentFamily].map { "\(Int(($0 * 100).rounded()))" }
            .joined(separator: " ")
    }

    init(pair: Double, family: Double, purpose: Double, treatment: Double, treatmentFamily: Double) {
        (self.pair, self.family, self.purpose) = (pair, family, purpose)
        (self.treatment, self.treatmentFamily) = (treatment, treatmentFamily)
    }

    init?(packed: String) {
        let numbers = packed.utf8.split(separator: UInt8(ascii: " ")).compactMap { String($0).flatMap(Double.init) }
        guard numbers.count == 5 else { return nil }
        self.init(
            pair: numbers[0] / 100, family: numbers[1] / 100, purpose: numbers[2] / 100, treatment: numbers[3] / 100,
            treatmentFamily: numbers[4] / 100)
    }
}
