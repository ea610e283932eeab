package import Foundation
package import Storage

/// The project's folder, for tests that read its files.
package enum Project {
    /// The nearest folder above this file that holds `Package.swift`.
    package static let root: URL = {
        var folder = URL(filePath: #filePath)
        while folder.path(percentEncoded: false) != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path(percentEncoded: false))
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// The migrations of a room, read from its folder; `below` a number only the earlier ones, as an older program had
    /// them.
    package static func migrations(of room: String, below number: Int = .max) throws -> Migrations {
        let floor = room == "Jobs" ? "Kit" : "Features"
        let folder = root.appending(path: "Sources/\(floor)/\(room)/Migrations")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).filter {
            $0.hasSuffix(".sql")
        }
        let files = try names.compactMap { name in
            Migrations.File(name: name, text: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
        }
        return Migrations(feature: room, files: files.filter { $0.number < number })
    }

    /// The migrations of several rooms, in order.
    package static func migrations(of rooms: [String]) throws -> [Migrations] {
        try rooms.map { try migrations(of: $0) }
    }
}
