package import Foundation

/// Where this module's own sentences (errors of forms and pages) are: `Text/en.json`, `Text/es.json`.
package enum WebTexts {
    /// The first part of the keys.
    package static let feature = "web"
    /// Holds the folder `Text`.
    package static let bundle = Bundle.module
}
