import Foundation
import Markup
import Storage
import Vocabulary

/// The questions that come with the product (`Questions/week.csv`), for weeks in which nobody wrote one: a dozen for each
/// theme, and a dozen for conditions. A language is a column of the file.
struct ShippedQuestions: Sendable {
    /// By theme; under `condition` those for all conditions.
    let byTopic: [String: [LocalizedName]]

    static let condition = "condition"

    /// Those of this version. Where the file cannot be read there are none, and a test fails.
    static let all: ShippedQuestions = {
        let file = Bundle.module.bundleURL.appending(path: "Questions/week.csv")
        return ShippedQuestions((try? Data(contentsOf: file)).map(Array.init) ?? [])
    }()

    init(_ bytes: [UInt8]) {
        var (text, found): (DelimitedText, [String: [LocalizedName]]) = (DelimitedText(bytes: bytes), [:])
        let header = (try? text.next()) ?? []
        while let row = try? text.next() {
            guard row.count == header.count, let topic = row.first else { continue }
            let words = zip(header, row).dropFirst().map { (language: Language(rawValue: $0), text: $1) }
            found[topic, default: []].append(LocalizedName(words))
        }
        byTopic = found
    }

    /// The one of a week; communities begin at different places, so that not all ask the same at a time.
    func question(of community: Community, in week: Week) -> WeekQuestion? {
        let topic = community.kind == .theme ? community.slug : Self.condition
        guard let questions = byTopic[topic], !questions.isEmpty else { return nil }
        let start = community.slug.utf8.reduce(0 as Int64) { ($0 * 31 + Int64($1)) % 9_973 }
        let count = Int64(questions.count)
        let number = Int(((week.number + start) % count + count) % count)
        return WeekQuestion(shipped: questions[number], number: number, week: week)
    }
}
