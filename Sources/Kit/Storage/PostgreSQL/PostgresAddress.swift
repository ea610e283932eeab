import CLibpq

/// An address `postgres://…`, for PostgreSQL's own programs.
package enum PostgresAddress {
    /// The variables in which they look for what the address says (postgresql.org/docs/15/libpq-envars.html). Throws `.other`
    /// for an address that cannot be read.
    package static func environment(of url: String) throws(StorageError) -> [String: String] {
        guard let options = PQconninfoParse(url, nil) else {
            throw .other("the address of the PostgreSQL database cannot be read")
        }
        defer { PQconninfoFree(options) }
        var variables: [String: String] = [:]
        var option = options
        while option.pointee.keyword != nil {
            if let name = option.pointee.envvar, let value = option.pointee.val {
                variables[String(cString: name)] = String(cString: value)
            }
            option += 1
        }
        return variables
    }
}
