/// Why a zone cannot be used.
package enum ZoneError: Error, Hashable, CustomStringConvertible {
    /// No name of the IANA database, as `America/Los_Angeles` is one, or none that this machine's tz database has.
    case unknown(String)
    /// The file of the tz database breaks RFC 8536; what is wrong with it.
    case damaged(String, reason: String)

    package var description: String {
        switch self {
        case .unknown(let name): "There is no time zone \"\(name)\" in \(ZoneFile.folder)."
        case .damaged(let name, let reason): "The file of the time zone \(name) cannot be read: \(reason)."
        }
    }
}
