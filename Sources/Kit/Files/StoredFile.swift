package import Storage

/// A small file in the database, as rooms know it: without its bytes, which only whoever serves it reads.
package struct StoredFile: Sendable, Hashable {
    /// Bytes of the largest file that is kept.
    package static let mostBytes = 512 * 1_024

    package let id: ID<StoredFile>
    package let mediaType: String
    /// Of what it shows, in pixels.
    package let width: Int
    package let height: Int
    /// What it shows, by language.
    package let descriptions: [String: String]
}
