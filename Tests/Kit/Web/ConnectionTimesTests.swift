import Testing

@testable import Web

/// How long a connection may take over what; the time is handed in.
@Suite struct ConnectionTimesTests {
    let limits = Limits()

    private func deadline(_ times: ConnectionTimes) -> String {
        guard let deadline = times.deadline(limits) else { return "none" }
        return "\(deadline.verdict) at \(deadline.at)"
    }

    @Test func `a connection that says nothing is closed`() {
        #expect(deadline(ConnectionTimes(openedAt: 1_000)) == "close at 11000")
    }

    @Test func `dripping a head buys no time`() {
        var times = ConnectionTimes(openedAt: 0)
        for second: Int64 in 1...9 { times.received(bytes: 1, at: second * 1_000) }
        #expect(deadline(times) == "close at 10000")
        #expect(times.headBytes == 9)
    }

    @Test func `a body must come at a rate, and in the end come`() {
        var times = ConnectionTimes(openedAt: 0)
        times.received(bytes: 100, at: 0)
        times.receivedHead(at: 1_000)
        #expect(deadline(times) == "close at 6000")
        times.receivedBody(bytes: 2_048)
        #expect(deadline(times) == "close at 8000")
        times.receivedBody(bytes: 1_000_000)
        #expect(deadline(times) == "close at 31000")
    }

    @Test func `a route may declare more time for its body and its answer`() {
        var times = ConnectionTimes(openedAt: 0)
        times.received(bytes: 100, at: 0)
        times.receivedHead(at: 0, for: .own(body: 600_000, answer: 60_000))
        times.receivedBody(bytes: 1_000_000_000)
        #expect(deadline(times) == "close at 600000")
        times.receivedEnd(at: 100_000)
        #expect(deadline(times) == "answerUnavailable at 160000")
        times.answerBegan(at: 101_000)
        times.answerEnded(at: 102_000)
        times.received(bytes: 1, at: 103_000)
        times.receivedHead(at: 103_000)
        times.receivedEnd(at: 103_000)
        #expect(deadline(times) == "answerUnavailable at 108000", "the next request has the site's")
    }

    @Test func `a page that takes too long is answered for, one that is being written is not`() {
        var times = ConnectionTimes(openedAt: 0)
        times.received(bytes: 100, at: 0)
        times.receivedHead(at: 0)
        times.receivedEnd(at: 100)
        #expect(deadline(times) == "answerUnavailable at 5100")
        times.answerBegan(at: 200)
        #expect(deadline(times) == "close at 30200")
        times.answerEnded(at: 300)
        #expect(deadline(times) == "close at 15300")
        times.received(bytes: 1, at: 9_000)
        #expect(deadline(times) == "close at 19000")
    }

    @Test func `a reader must take an answer at a rate, however long it is`() {
        var times = ConnectionTimes(openedAt: 0)
        times.received(bytes: 100, at: 0)
        times.receivedHead(at: 0)
        times.receivedEnd(at: 0)
        times.answerBegan(at: 0)
        times.answerHanded(bytes: 1_000_000)
        // 10,000 bytes in 30 s are enough, 7,000 are not.
        times.answerPending(bytes: 995_000, at: 10_000, limits)
        #expect(deadline(times) == "close at 30000")
        times.answerPending(bytes: 990_000, at: 30_000, limits)
        #expect(deadline(times) == "close at 60000")
        times.answerPending(bytes: 983_000, at: 60_000, limits)
        #expect(deadline(times) == "close at 60000")
        // Who has taken all there is waits for us, not we for them.
        times.answerPending(bytes: 0, at: 60_000, limits)
        #expect(deadline(times) == "close at 90000")
        times.answerPending(bytes: 0, at: 80_000, limits)
        #expect(deadline(times) == "close at 110000")
    }

    @Test func `what comes behind its answer is read for as long as a form may take, whatever the route allows`() {
        var times = ConnectionTimes(openedAt: 0)
        times.received(bytes: 100, at: 0)
        times.receivedHead(at: 0, for: .own(body: 3_600_000, answer: 5_000))
        times.receivedBody(bytes: 10_000_000)
        times.answerBegan(at: 1_000)
        times.answerEnded(at: 2_000)
        #expect(deadline(times) == "close at 32000")
        times.receivedEnd(at: 20_000)
        #expect(deadline(times) == "close at 35000")
    }

    @Test func `two answers in a row end one after the other`() {
        var times = ConnectionTimes(openedAt: 0)
        for _ in 0..<2 {
            times.received(bytes: 100, at: 0)
            times.receivedHead(at: 0)
            times.receivedEnd(at: 0)
        }
        times.answerBegan(at: 0)
        times.answerBegan(at: 10)
        times.answerEnded(at: 20)
        #expect(deadline(times) == "answerUnavailable at 5020")
        times.answerEnded(at: 30)
        #expect(deadline(times) == "close at 15030")
    }

    @Test func `requests that come in a row are timed one after the other`() {
        var times = ConnectionTimes(openedAt: 0)
        for _ in 0..<2 {
            times.received(bytes: 100, at: 0)
            times.receivedHead(at: 0)
            times.receivedEnd(at: 0)
        }
        #expect(deadline(times) == "answerUnavailable at 5000")
        times.answerBegan(at: 4_000)
        times.answerEnded(at: 4_000)
        #expect(deadline(times) == "answerUnavailable at 9000")
        times.answerBegan(at: 5_000)
        times.answerEnded(at: 5_000)
        #expect(deadline(times) == "close at 20000")
    }

    @Test func `an answer before the end of the body leaves only the body to wait for`() {
        var times = ConnectionTimes(openedAt: 0)
        times.received(bytes: 100, at: 0)
        times.receivedHead(at: 0)
        times.answerBegan(at: 10)
        times.receivedBody(bytes: 1_024)
        times.answerEnded(at: 20)
        #expect(deadline(times) == "close at 6000")
        times.receivedEnd(at: 100)
        #expect(deadline(times) == "close at 15100")
        times.linger(from: 200)
        #expect(deadline(times) == "close at 1200")
    }
}
