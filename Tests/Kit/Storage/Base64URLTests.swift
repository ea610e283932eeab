import Storage
import Testing

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
        ("\u{3FB}\u{3FF}>>>???", "z7vPvz4-Pj8_Pw"),
    ])
    func `it is as in the standard`(plain: String, encoded: String) {
        #expect(Base64URL.encode(plain.utf8) == encoded)
        #expect(Base64URL.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: ["A", "AAAAA", "Zh", "Zg==", "Zm+v", "Zm/v", "Zm 9", "Zm9v\u{212A}"])
    func `what is none is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `bytes come back whatever their number and their bits`() {
        for length in 0..<100 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + length) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }
}
