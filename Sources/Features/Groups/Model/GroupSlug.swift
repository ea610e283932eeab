/// What organizations, programs and series are called in addresses, whoever names them: a command, a file, or a title.
enum GroupSlug {
    /// With a number behind it, it is no longer than Meeting Guide JSON takes (64).
    static let most = 48

    /// They lead to pages of staff.
    static let reserved: Set<String> = ["new"]

    /// For whoever wrote another.
    static let rule = "small letters, digits and hyphens, at most \(most), and not \"new\""

    static func isOne(_ text: String) -> Bool {
        (1...most).contains(text.utf8.count) && !reserved.contains(text)
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }
}
