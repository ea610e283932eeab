import Databases
import Storage
import Testing
import Web

@testable import Accounts

@Suite struct TOTPTests {
    static let published = TOTP(secret: Array("12345678901234567890".utf8))

    @Test(arguments: [
        // RFC 6238, appendix B, SHA-1.
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `codes are as in the standard`(second: Int64, code: String) {
        let step = TOTP.step(at: Instant(milliseconds: second * 1_000))
        #expect(Self.published.code(at: step, digits: 8) == code)
        #expect(Self.published.code(at: step) == String(code.suffix(6)))
    }

    @Test(arguments: [
        // RFC 4226, appendix D.
        (0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"), (9, "520489"),
    ])
    func `codes by count are as in the standard`(count: Int64, code: String) {
        #expect(Self.published.code(at: count) == code)
    }

    @Test(arguments: [
        (-61, false), (-30, true), (-1, true), (0, true), (30, true), (59, true), (60, false), (3_000, false),
    ])
    func `a code is taken a step early and a step late`(seconds: Int64, isTaken: Bool) throws {
        let middle = Instant(milliseconds: 1_793_664_000_000)
        let code = try #require(OneTimeCode(Self.published.code(at: TOTP.step(at: middle))))
        let found = Self.published.step(of: code, at: Instant(milliseconds: middle.milliseconds + seconds * 1_000))
        #expect((found == TOTP.step(at: middle)) == isTaken)
    }

    @Test func `the first steps of all time do not trap`() throws {
        let code = try #require(OneTimeCode(Self.published.code(at: 0)))
        for instant in [Int64.min, -1, 0, 1] {
            #expect(Self.published.step(of: code, at: Instant(milliseconds: instant)) == 0)
        }
    }

    @Test(arguments: [
        ("123456", "123456"), (" 123 456 ", "123456"), ("123-456", "123456"), ("12345", nil), ("1234567", nil),
        ("12345a", nil), ("", nil), ("１２３４５６", "123456"), ("12345\u{301}6", nil),
        ("123456\u{200D}", "123456"),
    ])
    func `six digits are read however they are grouped`(typed: String, digits: String?) {
        #expect(OneTimeCode(typed)?.digits == digits.map { Array($0.utf8) })
    }

    @Test func `an app gets an address that it understands`() {
        #expect(
            Self.published.address(issuer: "Wayfellow", account: "Quiet Heron: é") == """
                otpauth://totp/Wayfellow:Quiet%20Heron%3A%20%C3%A9?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
                &issuer=Wayfellow&algorithm=SHA1&digits=6&period=30
                """)
        #expect(Self.published.typed == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(TOTP.random().secret.count == 20 && TOTP.random() != TOTP.random())
    }

    @Test func `secrets print as dots`() {
        #expect("\(TOTP.random())" == "•••")
        var random = SystemRandomNumberGenerator()
        let code = WrittenCode(length: 20, using: &random)
        let (spare, recovery) = (SpareCode.random(), RecoveryCode(secret: RandomBytes.make(32)))
        var dumped = ""
        for value in [code, spare, recovery] as [Any] {
            dump(value, to: &dumped)
            dumped += "\(value) \(String(reflecting: value))"
        }
        for secret in [code.shown, spare.shown, recovery.shown] {
            #expect(
                !dumped.contains(secret.prefix(4)) && !dumped.contains("\(Array(secret.utf8.prefix(3)))".dropLast()))
        }
    }

    @Test func `spare codes are read as people copy them`() throws {
        let code = SpareCode.random()
        #expect(SpareCode(code.shown) == code)
        #expect(SpareCode(code.shown.lowercased().replacing("-", with: " ")) == code)
        #expect(SpareCode(code.shown.replacing("0", with: "o").replacing("1", with: "l")) == code)
        #expect(code.shown.utf8.count == 29)
        for wrong in [String(code.shown.dropLast()), code.shown + "0", "U" + code.shown.dropFirst(), ""] {
            #expect(SpareCode(wrong) == nil)
        }
        #expect(Set(SpareCode.randomSet().map(\.shown)).count == 8)
    }
}

extension SeededRandom {
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    /// The bytes with a few of them changed, taken out, doubled or cut off.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...Int.random(in: 0..<4, using: &self) where !result.isEmpty {
            let place = Int.random(in: 0..<result.count, using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: result[place] = [0, 0x1B, 0x3B, 0x5B, 0x7F, 0x9B, 0xBB, 0xFF].randomElement(using: &self) ?? 0
            case 2: result.remove(at: place)
            case 3: result.insert(contentsOf: self.bytes(Int.random(in: 1..<9, using: &self)), at: place)
            default: result.removeLast(result.count - place)
            }
        }
        return result
    }
}
