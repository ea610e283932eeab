package import Markup

/// How much a treatment helped with its purpose, in five steps (PatientsLikeMe's and Druglib's number of steps).
package enum Effectiveness: Int, Sendable, Hashable, CaseIterable, Comparable {
    case notAtAll, aLittle, somewhat, aLot, highly

    /// What the evidence pages mean by "helped a lot": the two upper steps.
    package var isHelpedALot: Bool { self >= .aLot }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The step in words: "a lot".
    package func label(_ text: Text) -> String { text("journal.effectiveness.\(rawValue)") }
}

extension EvaluationAnswers {
    /// How much it helped, in words: the step, or that it made things worse.
    package func help(_ text: Text) -> String {
        gotWorse == true ? text("journal.effectiveness.worse") : effectiveness.label(text)
    }
}
