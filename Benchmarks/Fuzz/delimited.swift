// Files of reviews and of the vocabulary: strict and lenient, commas and tabs.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    for separator in [UInt8(ascii: ","), UInt8(ascii: "\t")] {
        for quotes in [DelimitedText.Quotes.strict, .lenient] {
            var text = DelimitedText(bytes: bytes, separator: separator, quotes: quotes)
            while let row = try? text.next() { _ = row.count }
        }
    }
    return 0
}
