import Files
import Markup
import Storage
import Web

/// The picture of a post, as its page shows it.
struct PostPicture: Sendable, Equatable {
    enum State: String, Sendable, CaseIterable {
        /// Its author alone sees it: every picture waits for a moderator, whatever its description says.
        case waiting
        case shown
        /// A moderator said no.
        case refused
    }

    let file: ID<StoredFile>
    /// What it shows, in its author's words.
    let description: String
    let state: State
    /// In pixels.
    let width: Int
    let height: Int

    /// Scalars of a description.
    static let longestDescription = 300
    /// Bytes of a picture as it is sent, with its form.
    static let mostBytes = 8 * 1_048_576
    /// Of those, what is not the picture.
    static let formBytes = 65_536
    /// Pictures of a member that may wait for a moderator at a time.
    static let mostWaiting = 5

    /// Media types that are taken in.
    static let types = ImageKind.allCases.map(\.mediaType)

    /// The text key of what to do.
    static func key(_ refusal: ImageRefusal) -> String {
        switch refusal {
        case .notAnImage: "communities.picture.file.kind"
        case .broken: "communities.picture.file.broken"
        case .tooManyPixels: "communities.picture.file.pixels"
        case .tooDetailed: "communities.picture.file.detail"
        case .busy: "communities.picture.file.busy"
        case .notInstalled: "communities.picture.unavailable"
        }
    }

    /// The status of the page that says so: whether it is we who cannot, and not the file.
    static func status(_ refusal: ImageRefusal) -> Int {
        switch refusal {
        case .busy, .notInstalled: 503
        default: 422
        }
    }
}
