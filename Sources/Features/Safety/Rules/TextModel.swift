import Foundation

/// A linear model over what a text is made of (`TextFeatures`): multinomial logistic regression with weights by inverse
/// document frequency, learned from sentences that were written for it (`Benchmarks/Safety/train.py` makes the files,
/// docs/decisions/0018-words-of-danger.md says why a model). It finds what nobody says outright; it understands nothing.
struct TextModel: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// For words, then for pieces: each row is the inverse document frequency in sixteenths and seven weights, which are
    /// multiplied by it already, a byte each.
    private let rows: [SIMD8<Int8>]
    private let bias: SIMD8<Float>
    /// What a weight of 1 stands for.
    private let scale: Float
    private let mask: Int

    /// - Parameter file: "WFCM", the number of bits by which rows are found, the scale and seven biases (32 bits each, little
    ///   endian), then the rows.
    init(_ file: Data) throws(Fault) {
        let bytes = [UInt8](file)
        func word(_ index: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[index * 4 + $1]) << UInt32($1 * 8) }
        }
        guard bytes.count > 40, bytes.starts(with: Array("WFCM".utf8)), (8...20).contains(word(1)) else {
            throw Fault(description: "The file of weights is none.")
        }
        let bits = Int(word(1))
        guard bytes.count == 40 + 16 << bits else {
            throw Fault(description: "The file of weights is cut off, or of another size than it says.")
        }
        mask = 1 << bits - 1
        scale = Float(bitPattern: word(2))
        var bias = SIMD8<Float>(repeating: 0)
        for index in 0..<7 { bias[index + 1] = Float(bitPattern: word(3 + index)) }
        self.bias = bias
        // A row in memory is its eight bytes in the file, and there are half a million.
        rows = Array(unsafeUninitializedCapacity: 2 << bits) { rows, count in
            UnsafeMutableRawBufferPointer(rows).copyBytes(from: bytes[40...])
            count = 2 << bits
        }
    }

    /// How likely each of the classes is, in the file's order; the sum is 1.
    func likely(_ text: FoldedText, isSearch: Bool) -> [Float] {
        let features = TextFeatures(isSearch: isSearch)
        let sum = rows.withUnsafeBufferPointer { rows in
            var (words, pieces) = (Sum(), Sum())
            features.visitWords(of: text) { words.add(rows[Int($0) & mask]) }
            features.visitPieces(of: text) { pieces.add(rows[Int($0) & mask + mask + 1]) }
            return words.scaled(scale) + pieces.scaled(scale) + bias
        }
        let most = (1..<8).reduce(-Float.infinity) { max($0, sum[$1]) }
        let raised = (1..<8).map { Foundation.exp(sum[$0] - most) }
        let total = raised.reduce(0, +)
        return raised.map { $0 / total }
    }

    /// Of rows: their weights, and the length of the vector of their frequencies.
    private struct Sum {
        private var weights = SIMD8<Int32>(repeating: 0)
        private var square: Int64 = 0

        @inline(__always)
        mutating func add(_ row: SIMD8<Int8>) {
            let wide = SIMD8<Int32>(truncatingIfNeeded: row)
            weights &+= wide
            square &+= Int64(wide[0] &* wide[0])
        }

        /// Each text weighs the same, however long it is.
        func scaled(_ scale: Float) -> SIMD8<Float> {
            square == 0 ? .zero : SIMD8<Float>(weights) * (scale * 16 / Float(square).squareRoot())
        }
    }
}
