package import Markup

/// How bad the side effects were, taken together.
package enum SideEffectSeverity: Int, Sendable, Hashable, CaseIterable, Comparable {
    case none, mild, moderate, severe, extreme

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The step in words: "mild".
    package func label(_ text: Text) -> String { text("journal.severity.\(rawValue)") }
}

/// How often it was taken or done as planned.
package enum Adherence: Int, Sendable, Hashable, CaseIterable {
    case rarely, sometimes, mostly, always

    /// The step in words: "most of the time".
    package func label(_ text: Text) -> String { text("journal.adherence.\(rawValue)") }
}

/// How hard it is to keep up, apart from side effects and money.
package enum Burden: Int, Sendable, Hashable, CaseIterable {
    case notHard, aLittle, quite, very

    /// The step in words: "a little hard".
    package func label(_ text: Text) -> String { text("journal.burden.\(rawValue)") }
}

/// What the person pays for it in a month, in US dollars: nothing, less than 25, 25 to 100, more than 100.
package enum Cost: Int, Sendable, Hashable, CaseIterable {
    case nothing, under25, upTo100, over100

    /// The step in words: "less than $25 a month".
    package func label(_ text: Text) -> String { text("journal.cost.\(rawValue)") }
}

/// Why somebody stopped. The raw value stands in the database.
package enum StopReason: String, Sendable, Hashable, CaseIterable {
    case notEnoughHelp = "not-enough-help"
    case sideEffects = "side-effects"
    case cost
    case gotBetter = "got-better"
    case doctorAdvised = "doctor-advised"
    case hardToKeepUp = "hard-to-keep-up"
    case switched
    case other

    /// The reason in words: "It did not help enough".
    package func label(_ text: Text) -> String { text("journal.stop.\(rawValue)") }
}
