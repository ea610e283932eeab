import Storage
import Testing

@Suite struct IDTests {
    @Test func `text read back gives the same identifier`() {
        for _ in 0..<1000 {
            let id = ID<Person>.random()
            #expect(ID<Person>(id.description) == id)
            #expect(ID<Person>(id.description.uppercased()) == id)
            #expect(id.description.utf8.count == 36)
        }
    }

    @Test(arguments: [
        "", "0192f0c0-0000-7000-8000-00000000000", "0192f0c0-0000-7000-8000-0000000000000",
        "0192f0c000007000800000000000000000000", "0192f0c0-0000-7000-8000-00000000000g",
        "{192f0c0-0000-7000-8000-000000000000", "0192f0c0-0000-7000-8000-0000000000é",
        "0192f0c0_0000-7000-8000-000000000000", " 192f0c0-0000-7000-8000-000000000000",
    ])
    func `anything but a UUID is refused`(text: String) {
        #expect(ID<Person>(text) == nil)
    }

    @Test func `identifiers of one millisecond sort in the order they were made`() {
        let now = Instant(milliseconds: 1_790_000_000_123)
        let ids = (0..<10_000).map { _ in ID<Person>.new(at: now) }
        // Other tests may make identifiers of other moments in between, none of this one.
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(ids.allSatisfy { $0.high >> 16 == 1_790_000_000_123 })
        #expect(ids.allSatisfy { $0.high >> 12 & 0xF == 7 && $0.low >> 62 == 2 })
    }

    @Test func `a name gives one identifier for ever`() {
        let id = ID<Person>(named: "treatment:duloxetine")
        #expect(id == ID<Person>(named: "treatment:duloxetine"))
        #expect(id != ID<Person>(named: "treatment:fluoxetine"))
        #expect(id.high >> 12 & 0xF == 8 && id.low >> 62 == 2)
        #expect(id.description == "e79bbef8-faaf-8b53-a495-fae3319d18d0")
    }

    @Test func `moments before 1970 and far ahead make identifiers, too`() {
        #expect(ID<Person>.new(at: Instant(milliseconds: -5)).high >> 16 == 0)
        #expect(ID<Person>.new(at: Instant(milliseconds: .max)).high >> 12 & 0xF == 7)
    }
}
