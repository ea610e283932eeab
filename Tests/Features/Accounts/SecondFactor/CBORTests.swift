import Databases
import Testing
import Web

@testable import Accounts

@Suite struct CBORTests {
    @Test(arguments: [
        // RFC 8949, appendix A.
        ("00", CBOR.unsigned(0)), ("17", .unsigned(23)), ("1818", .unsigned(24)), ("1903e8", .unsigned(1000)),
        ("1a000f4240", .unsigned(1_000_000)), ("1b000000e8d4a51000", .unsigned(1_000_000_000_000)),
        ("1bffffffffffffffff", .unsigned(.max)), ("20", .negative(0)), ("3903e7", .negative(999)),
        ("3bffffffffffffffff", .negative(.max)), ("f4", .bool(false)), ("f5", .bool(true)), ("f6", .null),
        ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")), ("6449455446", .text("IETF")),
        ("62c3bc", .text("ü")), ("80", .list([])), ("83010203", .list([.unsigned(1), .unsigned(2), .unsigned(3)])),
        ("a0", .map([:])), ("a201020304", .map([.unsigned(1): .unsigned(2), .unsigned(3): .unsigned(4)])),
        ("826161a161626163", .list([.text("a"), .map([.text("b"): .text("c")])])),
    ])
    func `what authenticators write is read as in the standard`(hex: String, value: CBOR) throws {
        #expect(CBOR.parse(try #require(Hex.bytes(hex))) == value)
    }

    @Test(arguments: [
        // Floats, tags, undefined, indefinite lengths (RFC 8949, appendix A).
        "f90000", "fb3ff199999999999a", "c074", "f7", "f0", "ff", "5f42010243030405ff", "9fff", "bf6161019fff",
        // Longer than need be.
        "1800", "1817", "190000", "1a00000001", "1b0000000000000001", "5801ff",
        // Cut off, or with a length that lies.
        "", "18", "1b00", "42ff", "5bffffffffffffffff", "7bffffffffffffffff61", "9bffffffffffffffff",
        "bbffffffffffffffff", "8301", "a101", "62c3",
        // No UTF-8, a key twice, too deep, something behind.
        "62c328", "a201020102", "818181818100", "0000",
    ])
    func `everything else is refused`(hex: String) throws {
        #expect(CBOR.parse(try #require(Hex.bytes(hex))) == nil)
    }

    @Test func `lookups by key see only maps`() {
        let map = CBOR.map([.unsigned(3): .negative(6), .negative(1): .bytes([1]), .text("fmt"): .text("none")])
        #expect(map[3] == .negative(6) && map[-2]?.asBytes == [1] && map["fmt"] == .text("none"))
        #expect(map[-1] == nil && map["no"] == nil && CBOR.null[3] == nil && CBOR.null["fmt"] == nil)
        #expect(map[.min] == nil && map[.max] == nil)
    }

    @Test func `no bytes make it trap`() throws {
        var random = SeededRandom(seed: 8)
        let seed = try #require(PasskeyVector.es256.bytes(\.attestation))
        for round in 0..<40_000 {
            let input =
                round.isMultiple(of: 2) ? random.mutated(seed) : random.bytes(Int.random(in: 0..<60, using: &random))
            _ = CBOR.parse(input)
            _ = AuthenticatorData(input)
            _ = COSEKey(bytes: input)
        }
    }
}
