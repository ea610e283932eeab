import Databases
import Storage
import Testing

@Suite struct Base32Tests {
    @Test(arguments: [
        // RFC 4648, section 10.
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `base 32 is as in the standard`(plain: String, encoded: String) {
        #expect(Base32.encode(plain.utf8) == encoded)
        #expect(Base32.decode(encoded) == Array(plain.utf8))
        #expect(Base32.decode(encoded.lowercased() + "======") == Array(plain.utf8))
    }

    @Test(arguments: ["A", "AAA", "AAAAAA", "MZ", "M1======", "MZXW6YT!", "ÑÑ", "M=Y"])
    func `what is no base 32 is refused`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test func `bytes of any kind come back`() {
        var random = SeededRandom(seed: 4)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
        }
    }
}
