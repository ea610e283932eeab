package import Foundation
package import Jobs
package import Logging
package import Post
package import Storage

/// What every feature is built with, made once at the front door.
package struct Dependencies: Sendable {
    package let database: Database
    package let clock: Storage.Clock
    package let settings: SiteSettings
    package let logger: Logger
    package let queue: Queue
    /// The folder of the server's own files; nil where nothing outlives the process.
    package let folder: String?
    /// Mail that goes out with the transaction of its cause.
    package let outbox: Outbox

    package init(
        database: Database, clock: Storage.Clock, settings: SiteSettings, logger: Logger, folder: String? = nil
    ) {
        self.folder = folder
        self.database = database
        self.clock = clock
        self.settings = settings
        self.logger = logger
        queue = Queue(database, clock: clock)
        outbox = Outbox(queue, isOpen: settings.mail != nil)
    }

    /// A folder on whose disk large files lie while they are taken in.
    package var spool: String { folder ?? FileManager.default.temporaryDirectory.path(percentEncoded: false) }
}
