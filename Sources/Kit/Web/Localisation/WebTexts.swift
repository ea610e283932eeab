package import Foundation

/// Where this module's own sentences (errors of forms and pages) are: `Text/en.json`, `Text/es.json`.
package enum WebTexts {
    /// The first part of the keys.
    package static let feature = "web"
    /// Holds the folder `Text`.
    package static let bundle = Bundle.module

    /// The two files, as `Texts` takes them. Throws when they cannot be read.
    package static func source() throws -> (feature: String, en: [UInt8], es: [UInt8]) {
        func bytes(_ language: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: bundle.bundleURL.appending(path: "Text/\(language).json")))
        }
        return (feature, try bytes("en"), try bytes("es"))
    }
}
