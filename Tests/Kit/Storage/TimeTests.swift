import Storage
import Testing

@Suite struct TimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_795_390_530_007, "2026-11-22T23:35:30.007Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func `a moment is written as ISO 8601`(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
    }

    @Test func `a calendar's day and time give the moment they came from`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let seconds = Int64.random(in: -62_135_596_800..<253_402_300_800, using: &generator)
            let utc = Instant(milliseconds: seconds * 1000).utc
            let back = Instant(
                year: utc.year, month: utc.month, day: utc.day, hour: utc.hour, minute: utc.minute, second: utc.second)
            try #require(back?.milliseconds == seconds * 1000)
        }
    }

    @Test func `time does not overflow`() {
        let (first, last) = (Instant(milliseconds: .min), Instant(milliseconds: .max))
        #expect(last + .days(1) == last && first - .days(1) == first)
        #expect(first - Int64.min == Instant(milliseconds: 0) && last + Int64.min == Instant(milliseconds: -1))
        #expect(Instant(milliseconds: 0) + .weeks(1) - .hours(1) == Instant(milliseconds: 604_800_000 - 3_600_000))
        #expect(Instant(milliseconds: 90_000) - Instant(milliseconds: 30_000) == .minutes(1))
        #expect(!first.description.isEmpty && !last.description.isEmpty)
    }

    @Test(arguments: ["2019", "2019-03", "2019-03-14", "2020-02-29", "0001", "9999-12-31"])
    func `a partial date stays as partial as it was said`(text: String) {
        #expect(PartialDate(text)?.text == text)
    }

    @Test(arguments: [
        "", "19", "2019-", "2019-3", "2019-13", "2019-00", "2019-02-29", "2019-04-31", "2019/03", "2019-03-14 ", "0000",
        "２０１９", "-019", "+019", "2019-+3",
    ])
    func `what is no date is refused`(text: String) {
        #expect(PartialDate(text) == nil)
    }

    @Test func `partial dates sort as their texts do`() {
        let texts = ["2018-12-31", "2019", "2019-01", "2019-01-01", "2019-01-02", "2019-02", "2020"]
        #expect(texts.shuffled().compactMap { PartialDate($0) }.sorted().map(\.text) == texts)
        #expect(texts.shuffled().sorted() == texts)
    }
}
