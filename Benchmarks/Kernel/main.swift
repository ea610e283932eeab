// A list page of 50 rows, 16.5 KB of HTML, made again and again on one thread: processor time a page, beside copying as
// many bytes. Bound: 30 µs a page (docs/decisions, "HTML is a Swift value"). Exits 1 when it is missed.
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Markup

let bound = 30.0
let isQuick = CommandLine.arguments.contains("--quick")
let pages = isQuick ? 2_000 : 20_000
let repeats = isQuick ? 3 : 7

let topics = Topic.fifty()
let sample = topicList(topics)
let original = sample.bytes
print("One page: \(topics.count) rows, \(sample.count) bytes; \(pages) pages, median of \(repeats) runs")

let rendering = median(of: repeats) { _ in
    for _ in 0..<pages { consume(topicList(topics)) }
}
let copying = median(of: repeats) { _ in
    for _ in 0..<pages { consume(copy(original)) }
}
let perPage = rendering / Double(pages)
let perCopy = copying / Double(pages)

print("  rendering  \(rounded(perPage)) µs a page, \(Int(1_000_000 / perPage)) pages a second")
print("  copying    \(rounded(perCopy)) µs a page: the limit")
print("  ratio      \(rounded(perPage / perCopy)); bound \(Int(bound)) µs a page")
print(
    """
    {"bench": "kernel", "bytes": \(sample.count), "us_per_page": \(rounded(perPage)), \
    "us_per_copy": \(rounded(perCopy)), "ratio": \(rounded(perPage / perCopy)), "bound_us": \(Int(bound)), \
    "passed": \(perPage <= bound)}
    """)
exit(perPage <= bound ? 0 : 1)

/// Processor time of this process, user and system, in microseconds.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1_000
}

/// The middle one of several runs, after one to warm up; other people's machines are noisy.
func median(of runs: Int, _ work: (Int) -> Void) -> Double {
    work(-1)
    let times = (0..<runs).map { run in
        let start = processorTime()
        work(run)
        return processorTime() - start
    }
    return times.sorted()[runs / 2]
}

/// A new array with the same bytes: what no way of making a page can be cheaper than.
@inline(never)
func copy(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { Array($0) }
}

/// Keeps the compiler from leaving the work out.
@inline(never)
func consume<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}

func rounded(_ number: Double) -> Double {
    (number * 100).rounded() / 100
}
