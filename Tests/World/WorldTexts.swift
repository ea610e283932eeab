package import Foundation
package import Markup
import Synchronization
package import Web

/// The sentences of the kit and of rooms, read once: a test's world is made anew for each test, its sentences are not.
package func worldTexts(_ features: [Feature]) throws -> Texts {
    let kit = [
        (feature: MarkupTexts.feature, bundle: MarkupTexts.bundle),
        (feature: WebTexts.feature, bundle: WebTexts.bundle),
    ]
    let all = kit + features.map(\.texts)
    let name = all.map { "\($0.feature) \($0.bundle.bundlePath)" }.joined(separator: "\n")
    return try readTexts.withLock { known in
        if let texts = known[name] { return texts }
        let texts = try Texts(all)
        known[name] = texts
        return texts
    }
}

private let readTexts = Mutex<[String: Texts]>([:])

// The languages that tests speak of by name.
extension Language {
    package static let en = Language(rawValue: "en")
    package static let es = Language(rawValue: "es")
    package static var allCases: [Language] { (try? Languages.shipped().all) ?? [] }
}
