import ArgumentParser
import Foundation
import Markup
import Web

/// `wayfellow doctor`: every room's checks, a line each. Fails where one found a problem; a warning is no failure.
enum Doctor {
    struct Arguments: ParsableArguments {}

    static func command(_ features: [Feature]) -> Command {
        Command("doctor", "Says what needs a look; fails where something must be done.", Arguments.self) {
            _, console in
            let texts = try House.texts(features)
            let text = texts[texts.languages.standard]
            var problems = 0
            for (check, findings) in await features.flatMap(\.checks).findings() {
                console.say("\(text(check.name)): \(findings.isEmpty ? text("web.check.well") : "")")
                for finding in findings { console.say("  \(finding.words(text))") }
                problems += findings.count { $0.level == .problem }
            }
            if problems > 0 { throw CommandError(text("web.check.problems", ["n": .count(problems)])) }
        }
    }
}
