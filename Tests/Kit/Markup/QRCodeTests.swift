import Crypto
import Testing

@testable import Markup

@Suite struct QRCodeTests {
    struct Known: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let mask: Int
        let version: Int
        /// SHA-256 of the rows as Python's `qrcode` 8.2 draws them (level M, bytes), digits 0 and 1, lines between.
        let hash: String

        init(_ text: String, mask: Int, version: Int, _ hash: String) {
            (bytes, self.mask, self.version, self.hash) = (Array(text.utf8), mask, version, hash)
        }

        var testDescription: String { "\(bytes.count) bytes, mask \(mask)" }
    }

    static let known = [
        Known("A", mask: 0, version: 1, "2bae48594b7325872d655a95d8814f09f3825eba52faa8c8b4e3c6dd453105e5"),
        Known(
            "hello, wayfellow", mask: 3, version: 2,
            "cf3d074f24585a87ad0bc39dd78c19c30e1b3be44170fa23516c185eaf3b9ee6"),
        Known(
            "otpauth://totp/Wayfellow:Quiet%20Heron?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Wayfellow"
                + "&algorithm=SHA1&digits=6&period=30", mask: 5, version: 8,
            "23d4e9643455d4d9ba721e94460eaac5acd32a16665291aead9d520fbada1292"),
        Known(
            String(repeating: "x", count: 213), mask: 7, version: 10,
            "a67e7f68b8b6bc320b8fcb481cf5598d2e51137724429b5cde01ed7b7efbaf63"),
        Known(
            String(repeating: "y", count: 214), mask: 1, version: 11,
            "50f4314d9f8657bc36559e37dc1bd14c3c580eb9133894c2e159a104c7aecd95"),
        Known(
            String(repeating: "z", count: 287), mask: 2, version: 12,
            "27a9120d8619c1340e497a40ec600da5e437b73418513f9f6369e7e288ab489f"),
        Known(
            String(repeating: "w", count: 400), mask: 4, version: 15,
            "a5250b3a1ca6936df6a854168699e6ff60f2dd138e6403f8e117008768573dff"),
        Known(
            String(repeating: "v", count: 666), mask: 6, version: 20,
            "df1d9e2b8467d62f90449821ae0020d5a3237d06899ee10621c76c4792a088a0"),
    ]

    @Test(arguments: known)
    func `a code is module by module what another encoder draws`(known: Known) throws {
        let code = try #require(QRCode(known.bytes, mask: known.mask))
        #expect(code.size == known.version * 4 + 17)
        let rows = (0..<code.size).map { y in
            (0..<code.size).map { code.modules[y * code.size + $0] ? "1" : "0" }.joined()
        }
        let hash = SHA256.hash(data: Array(rows.joined(separator: "\n").utf8))
        #expect(hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == known.hash)
    }

    @Test func `the smallest version is taken, and what does not fit is refused`() {
        var last = 0
        for (version, most) in QRVersion.all.map({ ($0, $0.capacity) }) {
            #expect(most > last)
            last = most
            #expect(QRCode([UInt8](repeating: 65, count: most), mask: 0)?.size == version.size)
        }
        #expect(last == 666)
        #expect(QRCode([UInt8](repeating: 65, count: 667)) == nil)
        #expect(QRCode([])?.size == 21)
    }

    @Test func `the path draws every dark module once`() throws {
        let code = try #require(QRCode(Array("wayfellow".utf8)))
        var drawn = [Bool](repeating: false, count: code.modules.count)
        for bar in code.path(quiet: 4).matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let (x, y) = (try #require(Int(bar.1)) - 4, try #require(Int(bar.2)) - 4)
            for place in x..<(x + (try #require(Int(bar.3)))) { drawn[y * code.size + place].toggle() }
        }
        #expect(drawn == code.modules)
    }
}
