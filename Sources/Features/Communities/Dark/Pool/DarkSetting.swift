/// What an operator decides about asking in the dark (docs/configuration.md).
package struct DarkSetting: Sendable, Equatable {
    /// Whether members can ask in the dark. Off, nothing is sealed, and what waited goes on waiting until it is on again.
    package var isOffered: Bool
    /// The folder of the pool's key; nil: `dark` in the server's own folder.
    package var keyFolder: String?

    package init(isOffered: Bool, keyFolder: String? = nil) {
        (self.isOffered, self.keyFolder) = (isOffered, keyFolder)
    }

    /// As long as nobody decided.
    package static let off = DarkSetting(isOffered: false)
}
