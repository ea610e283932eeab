package import Logging

extension Database {
    package static func postgres(
        url: String, connections: Int = 4, waiting: Int = 2000, readTimeout: Duration = .seconds(5),
        logger: Logger = Logger(label: "storage")
    ) async throws -> Database {
        throw StorageError.other("PostgreSQL comes next")
    }
}
