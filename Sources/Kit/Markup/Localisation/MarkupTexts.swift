package import Foundation

/// Where this module's own sentences (the page shell, words inside components) are: `Text/en.json`, `Text/es.json`.
package enum MarkupTexts {
    /// The first part of the keys.
    package static let feature = "markup"
    /// Holds the folder `Text`.
    package static let bundle = Bundle.module
}
