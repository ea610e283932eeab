import Databases
import Vocabulary

@testable import Evidence

/// The small catalogue with sleeping pills that can bring dependence, one of them with every notice there is, and a name of
/// 120 letters.
enum CautionFixture {
    static let longName = String(repeating: "Chamomilla", count: 12)

    static let files: [String: [UInt8]] = Fixture.files.merging([
        "families.csv": more("families.csv", ["sleep,Sleeping pills,Pastillas para dormir,"]),
        "treatments.csv": more(
            "treatments.csv",
            [
                "zopidal,Zopidal,Zopidal,medicine,sleep,,,,", "lullaby,Lullaby,Lullaby,medicine,sleep,,,,",
                "long-name,\(longName),\(longName),medicine,movement,,,,",
            ]),
        "notices.csv": Fixture.bytes(notices),
    ]) { _, new in new }

    private static func more(_ file: String, _ rows: [String]) -> [UInt8] {
        Fixture.files[file, default: []] + Fixture.bytes(rows.map { "\n\($0)" }.joined())
    }

    /// The lightest first, so that the order on pages is not that of the file.
    private static let notices: String =
        """
        kind,subject_kind,subject,except,title_en,title_es,points_en,points_es,source,source_url,checked
        dependence,family,sleep,,Sleep and dependence,Dormir y dependencia,Ask first.,Pregunta antes.,Label,https://example.org/sleep,2026-11-02
        boxed,treatment,walking,,Never looked up,Nunca consultado,One.,Uno.,Label,https://example.org/walk,
        """ + Notice.Kind.allCases.reversed().map { "\n\(row($0.rawValue))" }.joined()

    private static func row(_ kind: String) -> String {
        "\(kind),treatment,zopidal,,About \(kind),Sobre \(kind),First of \(kind). | Then of \(kind).,"
            + "Lo primero de \(kind). | Luego de \(kind).,Source of \(kind),https://example.org/\(kind),2026-11-02"
    }
}

/// Runs a body in a world with a release: for back pain one that helped all, two of sleeping pills, a long name, one of
/// exactly eleven people, and two of one family that are too few; for pain one alone.
func withCaution(on backend: Backend = .sqlite, _ body: (TestEvidence) async throws -> Void) async throws {
    let spread = [0, 1, 2, 3, 4].flatMap { [Int](repeating: $0, count: 14) }
    let few = [0, 1, 2, 3, 4, 4]
    try await withEvidence(on: backend, files: CautionFixture.files) { world in
        for treatment in ["zopidal", "lullaby", "long-name"] {
            try await world.record(treatment, for: "back-pain", steps: spread)
        }
        try await world.record("walking", for: "back-pain", steps: spread.map { $0 % 2 + 3 })
        try await world.record("duloxetine", for: "back-pain", steps: [0, 0, 0, 0, 0, 4, 4, 4, 4, 4, 4])
        try await world.record("venlafaxine", for: "back-pain", steps: few)
        try await world.record("milnacipran", for: "back-pain", steps: few, from: 20)
        try await world.record("fluoxetine", for: "pain", steps: spread)
        try await world.evidence.makeRelease()
        try await body(world)
    }
}
