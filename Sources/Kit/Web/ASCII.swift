extension UInt8 {
    /// Of ASCII. Depends on nothing, so that the parsers that are fuzzed alone can use it.
    var isLetterOrDigit: Bool {
        (48...57).contains(self) || (65...90).contains(self) || (97...122).contains(self)
    }
}
