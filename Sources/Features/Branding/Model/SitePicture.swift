import Files
import Markup
import Storage
import Synchronization

/// The site's own picture.
struct SitePicture: Sendable, Hashable {
    let file: StoredFile

    /// Changes with the picture and with what is said of it.
    var version: String {
        let words = file.descriptions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return "\(file.id) \(words.joined(separator: " "))"
    }

    /// Where it is shown. A new picture has a new address.
    var link: Link { "/picture/\(file.id.description)" }

    /// What it shows, in a language; in the site's first where nobody has said it in this one.
    func description(in language: Language, _ languages: Languages) -> String {
        file.descriptions[language.rawValue] ?? file.descriptions[languages.standard.rawValue] ?? ""
    }
}

/// The picture that pages show, kept: the front page asks for it each time, the database only every two seconds, since
/// another process may have changed it.
final class CurrentPicture: Sendable {
    private struct Known {
        var picture: SitePicture?
        var checkedAt: Instant?
    }

    private static let timeToLive: Duration = .seconds(2)

    private let database: Database
    private let clock: Clock
    private let known = Mutex(Known())

    init(database: Database, clock: Clock) { (self.database, self.clock) = (database, clock) }

    func value() async throws -> SitePicture? {
        let now = clock.now()
        let fresh = known.withLock { known -> SitePicture?? in
            guard let checkedAt = known.checkedAt, now < checkedAt + Self.timeToLive, now >= checkedAt else {
                return nil
            }
            return .some(known.picture)
        }
        if let fresh { return fresh }
        let picture = try await database.read { try PictureStore.current(in: $0) }
        known.withLock { $0 = Known(picture: picture, checkedAt: now) }
        return picture
    }

    /// Has the next look go to the database.
    func forget() { known.withLock { $0 = Known() } }
}
