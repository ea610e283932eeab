import Storage
import Testing
import Web

@testable import Safety

/// What was sealed by an earlier version opens: bytes, places and marks stay as they are.
@Suite struct CaseSealTests {
    private static let id = ID<SafetyCase>(high: 0, low: 1)
    private static let seal = CaseSeal(key: Array(0..<32))

    /// Made by another program: AES-256-GCM under 0…31, with the nonce 0…11, of the key 100…131 for
    /// `safety case|00000000-0000-0000-0000-000000000001`.
    private static let key = """
        000102030405060708090a0b2367b07cad8ca870e12cf9e4c1980a1ef7a3f14388022507441a9bfa9de88231\
        bbf7763930ffad8a4728987b7a083694
        """

    /// The same under that key for `safety words|…1`.
    private static let words =
        "000102030405060708090a0bcfca542ddf3fa09ab1335d79f7f4ec71537695e58d0c0b6770f873bf68ba6324b6"

    @Test func `words that were sealed before open, of their case only`() throws {
        let kept = try #require(Hex.bytes(Self.key))
        let sealed = try #require(Hex.bytes(Self.words))
        let key = try #require(Self.seal.key(kept, of: Self.id))
        #expect(key.open(sealed) == "Palabras, ñandú")
        #expect(key.open(nil) == nil)
        let other = try Self.seal.newKey(of: Self.id).key
        #expect(other.open(sealed) == nil)
        #expect(Self.seal.key(kept, of: ID(high: 0, low: 2)) == nil)
        #expect(Self.seal.key(nil, of: Self.id) == nil)
    }

    @Test func `words of earlier cases are known again`() {
        let subject = SubjectReference(kind: "k", record: "r")
        #expect(Hex.text(Self.seal.mark("Palabras, ñandú", of: subject)) == "d2319154ec4515fe0dfd2f4ed8fcd073")
    }
}
