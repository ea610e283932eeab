package import Foundation

/// Where this module's own sentences (the page shell, words inside components) are: a file a language in `Text`.
package enum MarkupTexts {
    /// The first part of the keys.
    package static let feature = "markup"
    /// Holds the folder `Text`.
    package static let bundle = Bundle.module
}
