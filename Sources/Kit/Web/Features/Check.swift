package import Markup

/// What a room looks at when somebody asks whether all is well: `wayfellow doctor`, and the administrator's page. It changes
/// nothing and stops nothing.
package struct Check: Sendable {
    /// Text key of what is looked at: "Telephone numbers for help".
    package let name: String
    /// What is found, without anything of members; nothing where all is well.
    package let run: @Sendable () async throws -> [CheckFinding]

    package init(_ name: String, _ run: @escaping @Sendable () async throws -> [CheckFinding]) {
        (self.name, self.run) = (name, run)
    }
}

/// One thing that a check found.
package struct CheckFinding: Sendable, Hashable {
    /// The raw value ends the key of a word.
    package enum Level: String, Sendable, CaseIterable {
        /// Somebody should know.
        case warning
        /// Somebody must do something; `doctor` fails.
        case problem
    }

    package let level: Level
    /// Text key of a sentence, and what goes into it.
    let sentence: String
    let values: [String: TextValue]

    package init(_ level: Level, _ sentence: String, _ values: [String: TextValue] = [:]) {
        (self.level, self.sentence, self.values) = (level, sentence, values)
    }

    /// "warning: Nobody is on duty."
    package func words(_ text: Text) -> String {
        "\(text("web.check.\(level.rawValue)")): \(text(sentence, values))"
    }
}

extension [Check] {
    /// What each finds; one that could not look says so.
    package func findings() async -> [(check: Check, findings: [CheckFinding])] {
        var all: [(check: Check, findings: [CheckFinding])] = []
        for check in self {
            do {
                all.append((check, try await check.run()))
            } catch {
                let reason = TextValue.text("\(type(of: error))")
                all.append((check, [CheckFinding(.problem, "web.check.failed", ["error": reason])]))
            }
        }
        return all
    }
}
