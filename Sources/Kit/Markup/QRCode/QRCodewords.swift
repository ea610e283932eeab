/// The codewords of a QR code: the bytes with mode, count and filling, cut into blocks, each with its correction, and
/// interleaved (ISO/IEC 18004, 7.4 to 7.6).
enum QRCodewords {
    static func make(_ bytes: [UInt8], version: QRVersion) -> [UInt8] {
        interleaved(data(bytes, version: version), version: version)
    }

    private static func data(_ bytes: [UInt8], version: QRVersion) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for shift in (0..<count).reversed() { bits.append(value >> shift & 1 == 1) }
        }
        append(4, 4)
        append(bytes.count, version.countBits)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, version.dataCodewords * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        for filler in 0..<max(version.dataCodewords - data.count, 0) {
            data.append(filler.isMultiple(of: 2) ? 0xEC : 0x11)
        }
        return data
    }

    private static func interleaved(_ data: [UInt8], version: QRVersion) -> [UInt8] {
        let (count, correction) = (version.blocks, version.correction)
        let short = version.codewords / count - correction
        let shortBlocks = count - version.codewords % count
        let divisor = ReedSolomon.divisor(degree: correction)
        var rest = data[...]
        var blocks: [[UInt8]] = []
        for index in 0..<count {
            let length = short + (index < shortBlocks ? 0 : 1)
            blocks.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        let corrections = blocks.map { ReedSolomon.remainder($0, divisor) }
        var result: [UInt8] = []
        for place in 0...short { result += blocks.compactMap { place < $0.count ? $0[place] : nil } }
        for place in 0..<correction { result += corrections.map { $0[place] } }
        return result
    }
}

/// Reed-Solomon codes over the field of 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1.
enum ReedSolomon {
    /// The polynomial (x - 1)(x - 2)(x - 4)…, highest power first, without its leading 1.
    static func divisor(degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = product(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    static func remainder(_ data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for (index, coefficient) in divisor.enumerated() { result[index] ^= product(coefficient, factor) }
        }
        return result
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result: UInt16 = 0
        for bit in (0..<8).reversed() {
            result = (result << 1) ^ ((result >> 7) * 0x11D)
            result ^= UInt16(right >> UInt8(bit) & 1) * UInt16(left)
        }
        return UInt8(truncatingIfNeeded: result)
    }
}
