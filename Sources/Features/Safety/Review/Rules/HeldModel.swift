import Foundation

/// What a model thinks others should not read unseen, where the patterns of `ReviewWords` find nothing: who urges, sells or
/// promises seldom says it as a list would have it. It was learned from made-up sentences (`Benchmarks/Safety/train.py`).
struct HeldModel: Sendable {
    /// In the order of the file; the sixth is "nothing".
    private static let kinds: [ReviewFinding.Kind] = [.stop, .dose, .cure, .selling, .contact]

    /// From here on a text waits. A lower bar finds more of what an unknown writer disguises, and holds more of what patients
    /// write of their own doses: at 0.5 an eighth more of all comments than the patterns do, at 0.7 a fifteenth.
    static let leastLikely: Float = 0.7

    private let model: TextModel

    /// - Throws: `TextModel.Fault`.
    init(_ file: Data) throws { model = try TextModel(file) }

    /// At most one finding: the likeliest kind, and the sentence that says it most.
    func finding(in text: String) -> ReviewFinding? {
        guard let found = likeliest(FoldedText(text)), found.likely > Self.leastLikely else { return nil }
        let bytes = Array(text.utf8)
        let sentences = bytes.split { ".!?\n".utf8.contains($0) }.map { sentence in
            let words = sentence.drop { $0 == UInt8(ascii: " ") }
            return words.startIndex..<words.endIndex
        }
        let place = sentences.max { one, other in
            likely(found.kind, bytes[one]) < likely(found.kind, bytes[other])
        }
        return ReviewFinding(Self.kinds[found.kind], at: place ?? 0..<bytes.count)
    }

    /// A kind's number, and how likely it is that anything is to be held.
    private func likeliest(_ text: FoldedText) -> (kind: Int, likely: Float)? {
        let likely = model.likely(text.saidOnce, isSearch: false).prefix(Self.kinds.count)
        return likely.indices.max { likely[$0] < likely[$1] }.map { ($0, likely.reduce(0, +)) }
    }

    private func likely(_ kind: Int, _ sentence: ArraySlice<UInt8>) -> Float {
        model.likely(FoldedText(String(decoding: sentence, as: UTF8.self)), isSearch: false)[kind]
    }
}
