import Markup
import Testing

import World

@testable import Accounts

@Suite struct WordListTests {
    @Test(arguments: Language.allCases)
    func `there are words enough for 55 bits, easy to type`(language: Language) throws {
        let words = try WordFile.lines("passphrase-\(language.rawValue).txt")
        #expect(Set(words).count == words.count)
        #expect(words.count >= OfferedPassphrase.fewestWords)
        #expect(words.allSatisfy { (3...11).contains($0.utf8.count) && $0.utf8.allSatisfy { (97...122).contains($0) } })
    }

    @Test(arguments: Language.allCases)
    func `an offered passphrase is five different words and accepted`(language: Language) throws {
        let words = try WordLists()
        var seen: Set<String> = []
        for _ in 0..<300 {
            let offer = words.newPassphrase(language)
            #expect(Set(offer.split(separator: " ")).count == 5)
            _ = try Passphrase(choosing: offer, pseudonym: nil, blocklist: words.blocklist)
            seen.insert(offer)
        }
        #expect(seen.count == 300)
    }

    @Test(arguments: Language.allCases)
    func `every suggested name can be had`(language: Language) throws {
        let lines = try WordFile.lines("pseudonyms-\(language.rawValue).txt")
        let words = try WordLists()
        let cut = try #require(lines.firstIndex(of: "--"))
        // The longest of each list bounds all; each word once beside it finds reserved ones.
        for one in lines[..<cut] { _ = try Pseudonym("\(one) \(lines[cut + 1]) 99", reserved: words.reserved) }
        for two in lines[(cut + 1)...] { _ = try Pseudonym("\(lines[0]) \(two) 99", reserved: words.reserved) }
        let longest = [lines[..<cut], lines[(cut + 1)...]].map { $0.map(\.unicodeScalars.count).max() ?? 0 }
        #expect(longest.reduce(3 + 1 + 1, +) <= Pseudonym.longest)
    }

    @Test func `numbered names are all different, also to the eye`() throws {
        let names = try WordLists().suggestion(.en)
        var keys: Set<String> = []
        let count = 3 * names.pairs
        for number in 0..<count { keys.insert(PseudonymKey(of: names.numbered(number)).text) }
        #expect(keys.count == count)
    }
}
