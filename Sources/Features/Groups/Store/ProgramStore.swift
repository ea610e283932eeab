import Markup
import Storage
import Web

/// The tables `programs`, `program_texts` and `program_topics`; of `program_agreements` what is signed now.
enum ProgramStore {
    /// By identifier, as the viewer may read it: where a series of it is readable, or for its coordinators.
    static func find(_ id: ID<Program>, as viewer: Viewer, in tx: Transaction) throws -> Program? {
        try find([id], as: viewer, in: tx)[id]
    }

    /// The same without its words and topics, which nobody needs who only decides about a seat.
    static func terms(of id: ID<Program>, as viewer: Viewer, in tx: Transaction) throws -> Program? {
        try bare("programs.id = \(id) AND \(isReadable(by: viewer))", in: tx).first
    }

    /// The same of several.
    static func find(_ ids: Set<ID<Program>>, as viewer: Viewer, in tx: Transaction) throws -> [ID<Program>: Program] {
        guard !ids.isEmpty else { return [:] }
        let found = try programs("programs.id IN (\(SQL.list(ids.sorted()))) AND \(isReadable(by: viewer))", in: tx)
        return Dictionary(found.map { ($0.id, $0) }) { $1 }
    }

    /// Of an organization, by slug; for its coordinators.
    static func all(of organization: ID<Space>, as viewer: Viewer, in tx: Transaction) throws -> [Program] {
        try programs(
            """
            programs.organization_id = \(organization)
                AND \(GroupVisibilityStore.isCoordinated("programs.organization_id", by: viewer))
            """, in: tx)
    }

    /// By the name in its address, for the program itself: who takes in a file.
    static func id(slug: String, in tx: Transaction) throws -> ID<Program>? {
        try tx.first("SELECT id FROM programs WHERE slug = \(slug)") { try $0.get(0) }
    }

    /// A new one, with its texts and topics. Its slug is free (`freeSlug`).
    static func add(_ program: Program, at now: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            INSERT INTO programs (id, organization_id, slug, led_by, listing, eligibility, cost_cents, created_at)
            VALUES (\(program.id), \(program.organization), \(program.slug), \(program.ledBy.rawValue),
                \(program.listing.rawValue), \(program.eligibility.rawValue), \(program.cost.cents), \(now))
            """)
        try write(program, in: tx)
    }

    /// Words, topics and terms; counts a revision for every series of it.
    static func update(_ program: Program, in tx: Transaction) throws {
        let isThere =
            try tx.execute(
                """
                UPDATE programs SET led_by = \(program.ledBy.rawValue), listing = \(program.listing.rawValue),
                    eligibility = \(program.eligibility.rawValue), cost_cents = \(program.cost.cents)
                WHERE id = \(program.id)
                """) > 0
        guard isThere else { throw Problem.notFound }
        try tx.execute("DELETE FROM program_texts WHERE program_id = \(program.id)")
        try tx.execute("DELETE FROM program_topics WHERE program_id = \(program.id)")
        try write(program, in: tx)
        try SeriesStore.touch("program_id = \(program.id)", in: tx)
    }

    private static func write(_ program: Program, in tx: Transaction) throws {
        for (language, text) in program.texts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try tx.execute(
                """
                INSERT INTO program_texts (program_id, language, title, summary, meeting, eligibility, cost)
                VALUES (\(program.id), \(language.rawValue), \(text.title), \(text.summary), \(text.meeting),
                    \(text.eligibility), \(text.cost))
                """)
        }
        for topic in Set(program.topics).sorted() {
            try tx.execute("INSERT INTO program_topics (program_id, topic) VALUES (\(program.id), \(topic))")
        }
    }

    /// A slug that nothing has, of programs and series: "living-with-pain", else with a number behind it.
    static func freeSlug(_ title: String, in tx: Transaction) throws -> String {
        let base = slug(of: title)
        // Fifty at a time: a title that every spring has again is looked up twice after fifty years.
        for first in stride(from: 1, to: .max - 50, by: 50) {
            let names = (first..<first + 50).map { $0 == 1 ? base : "\(base)-\($0)" }
            let taken = Set(
                try tx.rows(
                    """
                    SELECT slug FROM programs WHERE slug IN (\(SQL.list(names)))
                    UNION ALL SELECT slug FROM series WHERE slug IN (\(SQL.list(names)))
                    """
                ) { try $0.get(0, as: String.self) })
            let free = names.first { !taken.contains($0) && !GroupSlug.reserved.contains($0) }
            if let free { return free }
        }
        throw Problem.unavailable
    }

    /// Whole words of ASCII letters and digits, at most `GroupSlug.most` bytes.
    static func slug(of title: String) -> String {
        var slug: [UInt8] = []
        for word in Folding.words(title, limit: 200) where word.allSatisfy({ $0 < 0x80 }) {
            guard slug.count + word.count + 1 <= GroupSlug.most else { break }
            if !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
            slug += word
        }
        return slug.isEmpty ? "group" : String(decoding: slug, as: UTF8.self)
    }

    // MARK: - Reading

    private static func isReadable(by viewer: Viewer) -> SQL {
        """
        (\(GroupVisibilityStore.isCoordinated("programs.organization_id", by: viewer)) OR EXISTS
            (SELECT 1 FROM series WHERE series.program_id = programs.id
                AND \(GroupVisibilityStore.isReadable(by: viewer))))
        """
    }

    private static func programs(_ condition: SQL, in tx: Transaction) throws -> [Program] {
        var programs = try bare(condition, in: tx)
        let ids = programs.map(\.id)
        guard !ids.isEmpty else { return [] }
        let (texts, topics) = (try texts(of: ids, in: tx), try topics(of: ids, in: tx))
        for at in programs.indices {
            programs[at].texts = texts[programs[at].id] ?? [:]
            programs[at].topics = topics[programs[at].id] ?? []
        }
        return programs
    }

    private static func bare(_ condition: SQL, in tx: Transaction) throws -> [Program] {
        try tx.rows(
            """
            SELECT id, organization_id, slug, led_by, listing, eligibility, cost_cents, agreement_version
            FROM programs WHERE \(condition) ORDER BY slug
            """, program)
    }

    private static func program(_ row: Row) throws -> Program {
        Program(
            id: try row.get(0), organization: try row.get(1), slug: try row.get(2),
            ledBy: Program.LedBy(rawValue: try row.get(3)) ?? .staff,
            // What a newer version wrote and nobody knows is shown to fewer.
            listing: Program.Listing(rawValue: try row.get(4)) ?? .referral,
            eligibility: Program.Eligibility(rawValue: try row.get(5)) ?? .referral,
            cost: Cost(cents: try row.get(6)), agreementVersion: try row.get(7), texts: [:], topics: [])
    }

    private static func texts(of ids: [ID<Program>], in tx: Transaction) throws -> [ID<Program>: [Language:
        ProgramText]]
    {
        var texts: [ID<Program>: [Language: ProgramText]] = [:]
        _ = try tx.rows(
            """
            SELECT program_id, language, title, summary, meeting, eligibility, cost FROM program_texts
            WHERE program_id IN (\(SQL.list(ids))) ORDER BY program_id, language
            """
        ) { row in
            let language = Language(rawValue: try row.get(1))
            texts[try row.get(0), default: [:]][language] = ProgramText(
                title: try row.get(2), summary: try row.get(3), meeting: try row.get(4), eligibility: try row.get(5),
                cost: try row.get(6))
        }
        return texts
    }

    private static func topics(of ids: [ID<Program>], in tx: Transaction) throws -> [ID<Program>: [String]] {
        var topics: [ID<Program>: [String]] = [:]
        _ = try tx.rows(
            """
            SELECT program_id, topic FROM program_topics WHERE program_id IN (\(SQL.list(ids)))
            ORDER BY program_id, topic
            """
        ) { topics[try $0.get(0), default: []].append(try $0.get(1)) }
        return topics
    }
}
