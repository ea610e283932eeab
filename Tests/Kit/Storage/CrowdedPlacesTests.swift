import Testing

@testable import Storage

/// When the writes of a place go one after the other, as their losses tell.
@Suite struct CrowdedPlacesTests {
    private let seats = CallSite(file: "Seats", line: 1)
    private let posts = CallSite(file: "Posts", line: 1)
    private let second: UInt64 = 1_000_000_000

    @Test func `one loss makes no crowd, two do, of their place alone`() {
        var places = CrowdedPlaces()
        places.noteLoss(at: seats, now: 5)
        #expect(!places.holds(seats, now: 5))
        places.noteLoss(at: seats, now: 6)
        #expect(places.holds(seats, now: 6))
        #expect(!places.holds(posts, now: 6))
    }

    @Test func `after a second some try again, and one loss is enough`() {
        var places = CrowdedPlaces()
        for _ in 0..<2 { places.noteLoss(at: seats, now: 0) }
        #expect(places.holds(seats, now: second - 1))
        #expect(!places.holds(seats, now: second))
        places.noteLoss(at: seats, now: second + 1)
        #expect(places.holds(seats, now: second + 2))
    }

    @Test func `where one in ten loses nobody waits for the others`() {
        var places = CrowdedPlaces()
        for moment in 0..<1000 as Range<UInt64> {
            if moment % 10 == 0 {
                places.noteLoss(at: posts, now: moment)
            } else {
                places.noteSuccess(at: posts, now: moment)
            }
            #expect(!places.holds(posts, now: moment))
        }
    }

    @Test func `where one in three loses they do`() {
        var places = CrowdedPlaces()
        let isCrowded = (0..<30 as Range<UInt64>).contains { moment in
            if moment % 3 == 0 {
                places.noteLoss(at: seats, now: moment)
            } else {
                places.noteSuccess(at: seats, now: moment)
            }
            return places.holds(seats, now: moment)
        }
        #expect(isCrowded)
    }
}
