/// The square of a QR code while it is drawn (ISO/IEC 18004, 6.3, 7.7 to 7.9). Coordinates begin at the top left.
struct QRMatrix: Sendable {
    let version: QRVersion
    private(set) var modules: [Bool]
    /// What no mask may touch.
    private var isFixed: [Bool]

    var size: Int { version.size }

    /// All but the mask and the bits that name it.
    init(version: QRVersion, codewords: [UInt8]) {
        self.version = version
        modules = [Bool](repeating: false, count: version.size * version.size)
        isFixed = modules
        drawTiming()
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        drawAlignments()
        drawFormat(mask: 0)
        drawVersion()
        draw(codewords)
    }

    /// The finished code under a mask from 0 to 7.
    func masked(_ mask: Int) -> QRMatrix {
        var result = self
        for y in 0..<size {
            for x in 0..<size where !isFixed[y * size + x] && Self.inverts(mask, x, y) {
                result.modules[y * size + x].toggle()
            }
        }
        result.drawFormat(mask: mask)
        return result
    }

    private static func inverts(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y).isMultiple(of: 2)
        case 1: y.isMultiple(of: 2)
        case 2: x.isMultiple(of: 3)
        case 3: (x + y).isMultiple(of: 3)
        case 4: (x / 3 + y / 2).isMultiple(of: 2)
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3).isMultiple(of: 2)
        default: ((x + y) % 2 + x * y % 3).isMultiple(of: 2)
        }
    }

    private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return }
        modules[y * size + x] = isDark
        isFixed[y * size + x] = true
    }

    private mutating func drawTiming() {
        for place in 0..<size {
            fix(6, place, place.isMultiple(of: 2))
            fix(place, 6, place.isMultiple(of: 2))
        }
    }

    /// One of the three eyes with its light margin.
    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for down in -4...4 {
            for right in -4...4 {
                let ring = max(abs(down), abs(right))
                fix(x + right, y + down, ring != 2 && ring != 4)
            }
        }
    }

    private mutating func drawAlignments() {
        let places = version.alignments
        guard let first = places.first, let last = places.last else { return }
        for y in places {
            for x in places {
                let isAtEye = (x, y) == (first, first) || (x, y) == (first, last) || (x, y) == (last, first)
                guard !isAtEye else { continue }
                for down in -2...2 {
                    for right in -2...2 { fix(x + right, y + down, max(abs(down), abs(right)) != 1) }
                }
            }
        }
    }

    /// Level M has the bits 00.
    private mutating func drawFormat(mask: Int) {
        let remainder = (0..<10).reduce(mask) { value, _ in value << 1 ^ (value >> 9) * 0x537 }
        let bits = (mask << 10 | remainder) ^ 0x5412
        func isSet(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        for place in 0...5 { fix(8, place, isSet(place)) }
        fix(8, 7, isSet(6))
        fix(8, 8, isSet(7))
        fix(7, 8, isSet(8))
        for place in 9..<15 { fix(14 - place, 8, isSet(place)) }
        for place in 0..<8 { fix(size - 1 - place, 8, isSet(place)) }
        for place in 8..<15 { fix(8, size - 15 + place, isSet(place)) }
        fix(8, size - 8, true)
    }

    private mutating func drawVersion() {
        guard version.number >= 7 else { return }
        let remainder = (0..<12).reduce(version.number) { value, _ in value << 1 ^ (value >> 11) * 0x1F25 }
        let bits = version.number << 12 | remainder
        for place in 0..<18 {
            let (far, near) = (size - 11 + place % 3, place / 3)
            fix(far, near, bits >> place & 1 == 1)
            fix(near, far, bits >> place & 1 == 1)
        }
    }

    /// Two columns at a time, up and down in turn, from the right.
    private mutating func draw(_ codewords: [UInt8]) {
        var place = 0
        for pair in stride(from: size - 1, through: 1, by: -2) {
            // The sixth column is the timing pattern's.
            let right = pair <= 6 ? pair - 1 : pair
            let isUpward = (right + 1) & 2 == 0
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                for x in [right, right - 1] where !isFixed[y * size + x] && place < codewords.count * 8 {
                    modules[y * size + x] = codewords[place / 8] >> UInt8(7 - place % 8) & 1 == 1
                    place += 1
                }
            }
        }
    }

    /// How hard it is to read (7.8.3): runs, blocks, what looks like an eye, and more dark than light.
    var penalty: Int {
        var total = 0
        for line in 0..<size {
            total += Self.penalty(of: (0..<size).map { modules[line * size + $0] })
            total += Self.penalty(of: (0..<size).map { modules[$0 * size + line] })
        }
        for y in 1..<size {
            for x in 1..<size {
                let isDark = modules[y * size + x]
                let isBlock =
                    modules[y * size + x - 1] == isDark && modules[(y - 1) * size + x] == isDark
                    && modules[(y - 1) * size + x - 1] == isDark
                if isBlock { total += 3 }
            }
        }
        let dark = modules.count { $0 }
        return total + abs(dark * 20 - modules.count * 10) / modules.count * 10
    }

    private static func penalty(of line: [Bool]) -> Int {
        var (total, run) = (0, 0)
        var window = 0
        for (place, isDark) in line.enumerated() {
            run = place > 0 && line[place - 1] == isDark ? run + 1 : 1
            if run == 5 { total += 3 } else if run > 5 { total += 1 }
            window = (window << 1 | (isDark ? 1 : 0)) & 0x7FF
            if place >= 10, window == 0b101_1101_0000 || window == 0b000_0101_1101 { total += 40 }
        }
        return total
    }
}
