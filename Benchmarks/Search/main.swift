import Foundation
import Markup
import Vocabulary

// What people may type, made from the catalogue's own words: whole names and synonyms of both languages, words only
// begun, slips of the finger, words in another order, accents left out. Prints how long each search took and how often
// the entry that was meant is the first answer or among the first ten (a name that a condition and a symptom share has
// two first answers, of which one counts). Ends with 1 when p99 by the clock is over the bound.

let boundMilliseconds = 10.0
let isQuick = CommandLine.arguments.contains("--quick")
let queryCount = isQuick ? 2_000 : 10_000
let seed: UInt64 = 20_260_101

let clock = ContinuousClock()
let began = clock.now
let catalogue: Catalogue
do {
    catalogue = try Catalogue(try CatalogueFiles.read(folder: "Vocabulary"))
} catch {
    print("The catalogue cannot be read: \(error)")
    exit(2)
}
let loading = milliseconds(clock.now - began)

var random = Seeded(seed)
let queries = Queries(catalogue).make(queryCount, &random)
var results: [Sort: Tally] = [:]
// Once unmeasured, so that the first query does not pay for what is made only once.
_ = catalogue.search("pain", language: Language(rawValue: "en"), limit: 10)
for query in queries {
    let (start, startedCPU) = (clock.now, processorTime())
    let found = catalogue.search(query.text, language: query.language, limit: 10)
    let took = Took(processor: processorTime() - startedCPU, wall: milliseconds(clock.now - start))
    let place = found.firstIndex { $0.kind == query.concept.kind && $0.slug == query.concept.slug }
    results[query.sort, default: Tally()].add(took, place: place)
}

let entries = catalogue.conditions.count + catalogue.treatments.count + catalogue.symptoms.count
print("\(queryCount) searches (seed \(seed)) over \(entries) entries, read and indexed in \(rounded(loading)) ms")
print(Columns.line("query", "n", "cpu p50", "cpu p99", "p50 µs", "p99 µs", "max µs", "first", "in ten"))
var all = Tally()
for sort in Sort.allCases {
    guard let tally = results[sort] else { continue }
    all.add(tally)
    print(tally.line(sort.rawValue))
}
print(all.line("all"))
let slowest = all.percentile(0.99, \.wall)
let passed = slowest <= boundMilliseconds
print("p99 \(rounded(slowest)) ms by the clock, at most \(boundMilliseconds) ms: \(passed ? "kept" : "MISSED")")
print(
    """
    {"bench":"search","queries":\(queryCount),"entries":\(entries),"load_ms":\(rounded(loading)),\
    "cpu_p50_us":\(all.microseconds(0.5, \.processor)),"cpu_p99_us":\(all.microseconds(0.99, \.processor)),\
    "p50_us":\(all.microseconds(0.5, \.wall)),"p99_us":\(all.microseconds(0.99, \.wall)),\
    "max_us":\(all.microseconds(1, \.wall)),"first":\(rounded(all.firstShare)),"in_ten":\(rounded(all.tenShare)),\
    "passed":\(passed)}
    """)
exit(passed ? 0 : 1)
