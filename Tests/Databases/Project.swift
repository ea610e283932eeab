package import Foundation

/// The project's folder, for tests that read its files.
package enum Project {
    /// The nearest folder above this file that holds `Package.swift`.
    package static let root: URL = {
        var folder = URL(filePath: #filePath)
        while folder.path() != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path())
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()
}
