extension FoldedText {
    /// The ASCII letter, in lower case, that a scalar is drawn like; nil for others.
    static func lookalike(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        scalar.value < 0x80 ? nil : lookalikes[scalar.value]
    }

    /// The ASCII digit that a scalar is, in whatever script or circle, or is drawn like; nil for others.
    static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x80 { return nil }
        if let drawn = digits[scalar.value] { return drawn }
        switch scalar.properties.numericType {
        case .decimal, .digit: break
        default: return nil
        }
        return scalar.properties.numericValue.flatMap { (0...9).contains($0) ? 48 + UInt8($0) : nil }
    }

    private static let fromFile: [(scalar: Unicode.Scalar, likeness: Unicode.Scalar)] = {
        // A broken file fails a test; here it would leave the words as they are.
        let lines = (try? WordFiles.text("lookalikes.txt"))?.split(separator: "\n") ?? []
        return lines.filter { !$0.hasPrefix("#") }.flatMap { line -> [(Unicode.Scalar, Unicode.Scalar)] in
            guard let likeness = line.unicodeScalars.first else { return [] }
            return line.unicodeScalars.dropFirst(2).map { ($0, likeness) }
        }
    }()

    private static let digits: [UInt32: UInt8] = {
        var found: [UInt32: UInt8] = [:]
        for (scalar, likeness) in fromFile {
            guard let byte = UInt8(exactly: likeness.value), ContactTokens.isDigit(byte) else { continue }
            found[scalar.value] = byte
        }
        return found
    }()

    /// Those of `Words/lookalikes.txt` (Unicode's confusables), and full-width, circled and mathematical letters by their
    /// ranges.
    private static let lookalikes: [UInt32: Unicode.Scalar] = {
        var found: [UInt32: Unicode.Scalar] = [:]
        for (scalar, likeness) in fromFile where likeness.value > 57 { found[scalar.value] = likeness }
        for offset in UInt32(0)..<26 {
            guard let letter = Unicode.Scalar(0x61 + offset) else { continue }
            for start: UInt32 in [0xFF21, 0xFF41, 0x24B6, 0x24D0, 0x1F130, 0x1F150, 0x1F170] {
                found[start + offset] = letter
            }
            // Thirteen alphabets, large and small.
            for block in UInt32(0)..<26 { found[0x1D400 + block * 26 + offset] = letter }
        }
        return found
    }()
}
