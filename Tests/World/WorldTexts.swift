package import Foundation
package import Markup
package import Web

/// The sentences of the kit and of rooms.
package func worldTexts(_ features: [Feature]) throws -> Texts {
    let kit = [
        (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
        (feature: WebTexts.feature, bundle: WebTexts.bundle),
    ]
    return try Texts(
        (kit + features.map(\.texts)).map { feature, bundle in
            func bytes(_ language: String) throws -> [UInt8] {
                Array(try Data(contentsOf: bundle.bundleURL.appending(path: "Text/\(language).json")))
            }
            return (feature, try bytes("en"), try bytes("es"))
        })
}
