import Foundation

/// The programs that make pictures anew, where Debian puts them.
struct ImageTools: Sendable, Hashable {
    let thumbnail: String
    let header: String
    let limits: String
    let nice: String

    /// Of the package `libvips-tools`; the others are on every Debian.
    static let names = ["vipsthumbnail", "vipsheader", "prlimit", "nice"]

    /// - Throws: `ImageRefusal.notInstalled` with the names of what is not there.
    init(folders: [String] = ["/usr/bin", "/usr/local/bin", "/bin"]) throws(ImageRefusal) {
        var paths: [String: String] = [:]
        for name in Self.names {
            paths[name] = folders.map { "\($0)/\(name)" }.first {
                FileManager.default.isExecutableFile(atPath: $0)
            }
        }
        guard let thumbnail = paths["vipsthumbnail"], let header = paths["vipsheader"],
            let limits = paths["prlimit"], let nice = paths["nice"]
        else { throw .notInstalled(Self.names.filter { paths[$0] == nil }) }
        (self.thumbnail, self.header, self.limits, self.nice) = (thumbnail, header, limits, nice)
    }
}
