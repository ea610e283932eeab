import Markup
import Storage
import Web

/// The tables `programs`, `program_texts`, `program_topics` and `program_agreements`.
enum ProgramStore {
    /// By identifier, as the viewer may read it: where a series of it is readable, or for its coordinators.
    static func find(_ id: ID<Program>, as viewer: Viewer, in tx: Transaction) throws -> Program? {
        throw Problem.unavailable
    }

    /// The same of several.
    static func find(_ ids: Set<ID<Program>>, as viewer: Viewer, in tx: Transaction) throws -> [ID<Program>: Program] {
        throw Problem.unavailable
    }

    /// Of an organization, by slug; for its coordinators.
    static func all(of organization: ID<Space>, as viewer: Viewer, in tx: Transaction) throws -> [Program] {
        throw Problem.unavailable
    }

    /// A new one, with its texts and topics. Its slug is free (`freeSlug`).
    static func add(_ program: Program, at now: Instant, in tx: Transaction) throws { throw Problem.unavailable }

    /// Words, topics and terms; counts a revision for every series of it.
    static func update(_ program: Program, in tx: Transaction) throws { throw Problem.unavailable }

    /// A slug that nothing has, of programs and series: "living-with-pain", else with a number behind it.
    static func freeSlug(_ title: String, in tx: Transaction) throws -> String { throw Problem.unavailable }

    /// The agreement that is signed now, in a language or the one it was written in; nil where there is none.
    static func agreement(of program: ID<Program>, for reader: Language, in tx: Transaction) throws -> (
        language: Language, agreement: Agreement
    )? { throw Problem.unavailable }

    /// Other words, by language, as the next version; answers its number.
    static func setAgreement(_ words: [Language: String], of program: ID<Program>, in tx: Transaction) throws -> Int {
        throw Problem.unavailable
    }
}
