import Storage
import Web

/// Series by the name of their program: short addresses that people say to each other. Reads `programs` and `series`.
enum ProgramSlugStore {
    /// Those that the viewer may read and that go on, the newest last.
    static func series(ofProgram slug: String, as viewer: Viewer, in tx: Transaction) throws -> [ID<Series>] {
        try tx.rows(
            """
            SELECT series.id FROM programs JOIN series ON series.program_id = programs.id
            WHERE programs.slug = \(slug) AND series.state <> 'cancelled' AND \(GroupVisibilityStore.isReadable(by: viewer))
            ORDER BY series.created_at, series.id LIMIT 50
            """
        ) { try $0.get(0, as: ID<Series>.self) }
    }
}
