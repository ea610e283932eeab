import Testing

@testable import Web

@Suite struct SealingKeyTests {
    private static let key = SealingKey(Array(0..<32))

    @Test func `what was moved, changed or cut does not open`() throws {
        let sealed = try Self.key.close([1, 2, 3], at: "here")
        #expect(Self.key.open(sealed, at: "here") == [1, 2, 3])
        #expect(Self.key.open(sealed, at: "there") == nil)
        #expect(SealingKey(Array(1..<33)).open(sealed, at: "here") == nil)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(Self.key.open(changed, at: "here") == nil)
            #expect(Self.key.open(Array(sealed.prefix(place)), at: "here") == nil)
        }
    }

    @Test func `a kept key opens what was sealed under it, and nothing is left without it`() throws {
        let (key, kept) = try Self.key.newKey(at: "row")
        let sealed = try key.close([1], at: "here")
        #expect(Self.key.key(kept, at: "row")?.open(sealed, at: "here") == [1])
        #expect(Self.key.key(kept, at: "other row") == nil)
        #expect(Self.key.key(nil, at: "row") == nil)
        #expect(Self.key.open(sealed, at: "here") == nil)
    }

    @Test(arguments: [0, 1, 11, 12, 13, 28, 29])
    func `a padded text has whole steps and comes back`(_ count: Int) {
        let text = String(repeating: "x", count: count)
        let padded = PaddedText.bytes(of: text, step: 16)
        #expect(padded.count % 16 == 0 && padded.count >= count + 4 && padded.count < count + 20)
        #expect(PaddedText.text(padded) == text)
        #expect(PaddedText.text(Array(padded.prefix(3))) == nil)
        #expect(PaddedText.text([255, 255, 255, 255, 0]) == nil)
    }

    @Test func `no key stands in a log`() {
        #expect("\(Self.key)" == "•••")
        #expect(Mirror(reflecting: Self.key).children.isEmpty)
    }
}
