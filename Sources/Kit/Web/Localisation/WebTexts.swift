package import Foundation

/// Where this module's own sentences (errors of forms and pages) are: a file a language in `Text`.
package enum WebTexts {
    /// The first part of the keys.
    package static let feature = "web"
    /// Holds the folder `Text`.
    package static let bundle = Bundle.module
}
