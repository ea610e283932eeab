/// A QR code (ISO/IEC 18004): bytes, level M (a seventh of it may be unreadable), versions 1 to 20, 666 bytes.
///
/// By hand because no package of ours draws one and a secret must not travel to somebody else's service to be drawn.
package struct QRCode: Sendable, Equatable {
    /// Modules a side, without the quiet border.
    package let size: Int
    /// Row by row; true is dark.
    package let modules: [Bool]

    /// The smallest code that holds the bytes, under the mask that scanners read best; nil when they are too many.
    package init?(_ bytes: [UInt8]) { self.init(bytes, mask: nil) }

    /// The same under a certain mask, 0 to 7, for tests; nil: the best.
    init?(_ bytes: [UInt8], mask: Int?) {
        guard let version = QRVersion.smallest(for: bytes.count) else { return nil }
        let codewords = QRCodewords.make(bytes, version: version)
        let blank = QRMatrix(version: version, codewords: codewords)
        let choices = mask.map { [$0] } ?? Array(0..<8)
        let drawn = choices.map { blank.masked($0) }.map { (matrix: $0, penalty: $0.penalty) }
        guard let best = drawn.min(by: { $0.penalty < $1.penalty }) else { return nil }
        size = best.matrix.size
        modules = best.matrix.modules
    }

    /// An SVG path of the dark modules, as bars, with `quiet` modules of border left free around them.
    package func path(quiet: Int = 4) -> String {
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                guard modules[y * size + x] else {
                    x += 1
                    continue
                }
                let start = x
                while x < size, modules[y * size + x] { x += 1 }
                path += "M\(start + quiet) \(y + quiet)h\(x - start)v1h-\(x - start)z"
            }
        }
        return path
    }
}

extension HTML {
    /// A code as a picture, dark on light in both colour schemes: scanners want it so.
    /// - Parameters:
    ///   - label: what it leads to, for who does not see it.
    ///   - side: pixels a side on the screen.
    package static func picture(of code: QRCode, label: String, side: Int = 232) -> HTML {
        let modules = code.size + 8
        return """
            <svg role="img" aria-label="\(label)" width="\(side)" height="\(side)" viewBox="0 0 \(modules) \(modules)" \
            shape-rendering="crispEdges"><rect width="\(modules)" height="\(modules)" fill="#fff"/>\
            <path fill="#000" d="\(code.path())"/></svg>
            """
    }
}

/// What a version of the code holds at level M (tables 7 and 9 of the standard).
struct QRVersion: Sendable, Equatable {
    let number: Int

    /// Error correction codewords of each block.
    private static let corrections = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
    ]
    private static let blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16]

    static let all = (1...20).map { QRVersion(number: $0) }

    static func smallest(for bytes: Int) -> QRVersion? {
        all.first { $0.capacity >= bytes }
    }

    var size: Int { number * 4 + 17 }
    var correction: Int { Self.corrections[number - 1] }
    var blocks: Int { Self.blockCounts[number - 1] }
    /// Bits that say how many bytes follow.
    var countBits: Int { number < 10 ? 8 : 16 }

    /// Codewords in all, data and correction.
    var codewords: Int {
        var modules = (16 * number + 128) * number + 64
        if number >= 2 {
            let alignments = number / 7 + 2
            modules -= (25 * alignments - 10) * alignments - 55
            if number >= 7 { modules -= 36 }
        }
        return modules / 8
    }

    var dataCodewords: Int { codewords - correction * blocks }

    /// Bytes that fit in, behind mode and count.
    var capacity: Int { (dataCodewords * 8 - 4 - countBits) / 8 }

    /// Where the centres of the alignment patterns are, in both directions.
    var alignments: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<(count - 1)).map { size - 7 - $0 * step }.reversed()
    }
}
