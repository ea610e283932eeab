import Markup
import Storage
import Web

// What members of a group agree to: `program_agreements`, of which a version is never changed.
extension ProgramStore {
    /// The agreement that is signed now, in a language or the one it was written in; nil where there is none.
    static func agreement(of program: ID<Program>, for reader: Language, in tx: Transaction) throws -> (
        language: Language, agreement: Agreement
    )? {
        try tx.first(
            """
            SELECT program_agreements.language, program_agreements.version, program_agreements.words
            FROM programs JOIN program_agreements ON program_agreements.program_id = programs.id
                AND program_agreements.version = programs.agreement_version
            WHERE programs.id = \(program)
            ORDER BY CASE WHEN program_agreements.language = \(reader.rawValue) THEN 0 ELSE 1 END,
                program_agreements.language LIMIT 1
            """
        ) { row in
            (Language(rawValue: try row.get(0)), Agreement(version: try row.get(1), words: try row.get(2)))
        }
    }

    /// Other words, by language, as the next version; answers its number. No words at all: there is no agreement from
    /// now on, and the number is 0.
    static func setAgreement(_ words: [Language: String], of program: ID<Program>, in tx: Transaction) throws -> Int {
        let last = try tx.first("SELECT MAX(version) FROM program_agreements WHERE program_id = \(program)") {
            try $0.get(0, as: Int?.self)
        }
        let version = words.isEmpty ? 0 : ((last ?? nil) ?? 0) + 1
        for (language, words) in words.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try tx.execute(
                """
                INSERT INTO program_agreements (program_id, version, language, words)
                VALUES (\(program), \(version), \(language.rawValue), \(words))
                """)
        }
        let isThere =
            try tx.execute("UPDATE programs SET agreement_version = \(version) WHERE id = \(program)") > 0
        guard isThere else { throw Problem.notFound }
        try SeriesStore.touch("program_id = \(program)", in: tx)
        return version
    }
}
