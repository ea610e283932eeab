import Storage
import Testing
import Web

@testable import Communities

/// What was sealed by an earlier version opens: bytes and places stay as they are.
@Suite struct LetterSealTests {
    private static let id = ID<Correspondence>(high: 0, low: 1)
    private static let seal = LetterSeal(secret: Array(0..<32))

    /// Made by another program: AES-256-GCM under 0…31, with the nonce 0…11, of the key 100…131 for
    /// `letters of asked|00000000-0000-0000-0000-000000000001`.
    private static let key = """
        000102030405060708090a0b2367b07cad8ca870e12cf9e4c1980a1ef7a3f14388022507441a9bfa9de88231\
        7242df07454c5228d6a0517af0f50bd1
        """

    /// The same under that key for `letter|…1.3`: the length of the words, the words, and nothing up to 512 bytes.
    private static let letter = """
        000102030405060708090a0b9fab385ded2cad88ff61ffbbbaba4b03887959539703d025c712e90b53ec41e0b036ccd42d2a\
        02ca82d1e0ed16ef4648d440dfb162e3690294be02aec2691cf0df02bbdf698d6c47c8e681af69a0729dd43e07f30a84e5db\
        df660723150aa6d0e382393fdf8c8965f5e23360358ddb44e5839ba86fb28649c0a3904cf40b364b90b1d5a495632056b9fb\
        fd22e8baf1e695b1fac2ad46274534ebf94b5f2aae5221f6d924f0b6d5f367560821e9428f9ec4db0a0d00f790b3b03404e7\
        ed7db793a251a4017cc71a45dd70340f10e4ce42ab3e19fa124e3aec832183bf568f23cc18d6cf80cc1b0b0bfd8de216d601\
        7019a67a7c1c4323d94abd402f99df4eab665d5b11d728e1aa046662451c74262ec5f3e10014dba6bca32f25fd807361a7a7\
        4283946b90ab05bf7eba49be4a26f10608ae72437619304cf60dbe3109a8e296cee0057a6480765c2765ad5b61443b5e7548\
        eda004ffba8428d356e7f3333906200cc4319dd6a1968ad4aecb6e1a5bae75157e46ea27edb2ca4518cc1f0868fce4eb7c9d\
        fbc6764ca4f6db6e3e99e6d64550daba436d7903da4df7ddfba1be6319489574549d3748a69e3d599bc86830524cd06e2bcd\
        fe24fe4166113026e20666e2c02e653e787f7bb160e4444ee8227f80826a78d8ed05cc22a6ec63e6bddf93837b5894c266aa\
        0519396b518b3b732d9422e45915142ddf66892c11f441fd86810482a9f8106db2fb17e5bcc2a12f
        """

    @Test func `a letter that was sealed before opens, in its place only`() throws {
        let kept = try #require(Hex.bytes(Self.key))
        let sealed = try #require(Hex.bytes(Self.letter))
        let key = try #require(Self.seal.key(kept, of: .asked, in: Self.id))
        #expect(key.open(sealed, at: LetterPlace(Self.id, 3)) == "Palabras, ñandú")
        #expect(key.open(sealed, at: LetterPlace(Self.id, 4)) == nil)
        #expect(Self.seal.key(kept, of: .asker, in: Self.id) == nil)
        #expect(Self.seal.key(nil, of: .asked, in: Self.id) == nil)
    }

    @Test func `what is sealed now has the same length`() throws {
        let kept = try Self.seal.newKey(of: .asker, in: Self.id)
        let key = try #require(Self.seal.key(kept, of: .asker, in: Self.id))
        for (words, length) in [("", 512), ("Palabras, ñandú", 512), (String(repeating: "x", count: 509), 1_024)] {
            let sealed = try key.close(words, at: LetterPlace(Self.id, 1))
            #expect(sealed.count == length + 28)
            #expect(key.open(sealed, at: LetterPlace(Self.id, 1)) == words)
        }
    }
}
