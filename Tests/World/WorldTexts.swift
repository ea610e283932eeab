package import Foundation
package import Markup
package import Web

/// The sentences of the kit and of rooms.
package func worldTexts(_ features: [Feature]) throws -> Texts {
    let kit = [
        (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
        (feature: WebTexts.feature, bundle: WebTexts.bundle),
    ]
    return try Texts(kit + features.map(\.texts))
}

// The languages that tests speak of by name.
extension Language {
    package static let en = Language(rawValue: "en")
    package static let es = Language(rawValue: "es")
    package static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
