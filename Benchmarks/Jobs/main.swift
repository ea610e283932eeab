// 100,000 jobs of three kinds, of which one has 98 in a hundred, on SQLite and PostgreSQL: jobs a second when all are
// there at once, when the rare kinds are done, milliseconds from commit to start at half of what could come, and what is
// left after kill -9. Bounds: p99 50 ms; rare kinds done before a tenth of all; nothing lost; nothing run after its end.
import Foundation
import Logging
import Storage

let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
let arguments = CommandLine.arguments
if arguments.dropFirst().first == "--work" {
    try await Killing.work(arguments[2], arguments[3])
    exit(0)
}
let (folder, postgres, isQuick) = (arguments[1], arguments[2], arguments.contains("--quick"))
let jobs = isQuick ? 10_000 : 100_000

struct Measured: Encodable {
    var engine: String
    var drainedPerSecond: Double
    var rareDoneAfter: Double
    var peakPerSecond: Double
    var arrivalsPerSecond: Double
    var p50: Double
    var p99: Double
    var kills: Int
    var lost: Int
    var afterEnd: Int
    var again: Int
}

func measure(_ engine: String, _ address: String) async throws -> Measured {
    let sorting = try await Sorting(address)
    try await sorting.fill(jobs)
    let progress = Progress(total: jobs)
    let drained = try await sorting.work(progress.note)
    let rare = max(progress.share(of: "rare"), progress.share(of: "steady"))
    let peak = try await sorting.arrivals(perSecond: nil, seconds: isQuick ? 2 : 6).perSecond
    let half = try await sorting.arrivals(perSecond: peak / 2, seconds: isQuick ? 3 : 10)
    try await sorting.database.close()
    let killed = try await Killing(address: address, ledger: "\(folder)/\(engine).runs")
        .run(jobs: jobs, kills: isQuick ? 2 : 10)
    return Measured(
        engine: engine, drainedPerSecond: Double(jobs) / drained, rareDoneAfter: rare, peakPerSecond: peak,
        arrivalsPerSecond: half.perSecond, p50: half.p50, p99: half.p99, kills: killed.kills, lost: killed.lost,
        afterEnd: killed.afterEnd, again: killed.again)
}

var missed: [String] = []
var all: [Measured] = []
for (engine, address) in [("sqlite", "\(folder)/jobs.sqlite"), ("postgres", postgres)] {
    let one = try await measure(engine, address)
    all.append(one)
    print(
        """
        \(engine), \(jobs) jobs of three kinds
          drained             \(Int(one.drainedPerSecond)) a second
          rare kinds done     when \(Int(one.rareDoneAfter * 100)) in a hundred of all were
          arrivals            peak \(Int(one.peakPerSecond)) a second, each with its commit
          commit to start     p50 \(one.p50.hundredths) ms, p99 \(one.p99.hundredths) ms at \(Int(one.arrivalsPerSecond)) a second
          kill -9             \(one.kills) times: \(one.lost) lost, \(one.afterEnd) run after their end, \(one.again) cut short and run again
        """)
    if one.p99 > 50 { missed.append("\(engine) p99 \(one.p99) ms, wanted <= 50") }
    if one.rareDoneAfter > 0.1 { missed.append("\(engine) rare kinds waited for \(one.rareDoneAfter) of all") }
    if one.lost + one.afterEnd > 0 { missed.append("\(engine) lost \(one.lost), run after their end \(one.afterEnd)") }
}
for line in missed { print("MISSED  \(line)") }
let figures = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
print("{\"bench\": \"jobs\", \"engines\": \(figures), \"missed\": \(missed.count)}")
exit(missed.isEmpty ? 0 : 1)

extension Double {
    var hundredths: Double { (self * 100).rounded() / 100 }
}
