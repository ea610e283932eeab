extension Transaction {
    /// Encoding and collation of the database at hand; PostgreSQL only.
    func databaseLocale() throws -> (encoding: String, collation: String) {
        try first(
            """
            SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()
            """
        ) { (try $0.get(0), try $0.get(1)) } ?? ("", "")
    }
}
