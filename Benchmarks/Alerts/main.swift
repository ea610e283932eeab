// 1,000 alerts on SQLite and PostgreSQL: processes are killed, workers are dead, the owner is suspended, writers erase their
// accounts, the roster is empty, the clock jumps by an hour and a year. In the end each alert was ended by a named person, or
// stands overdue before all or before the next on the roster. Bounds: 0 lost, 0 ended by nobody, 0 stuck, 0 moved twice, and
// the watch sounds. With what moves alerts switched off some must be stuck, and the watch must say so: else the bench is blind.
import Foundation
import Logging
import Storage

let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
let arguments = CommandLine.arguments
if arguments.dropFirst().first == "--live" {
    let site = try await Site(arguments[2], clock: arguments[3])
    let life = Life(
        site: site, ledger: Ledger(path: arguments[4]), goal: Int(arguments[5]) ?? 0,
        hasWorker: arguments[6] == "working", hasGuard: arguments[7] == "guarded")
    try await life.run()
    exit(0)
}
let (folder, postgres, isQuick) = (arguments[1], arguments[2], arguments.contains("--quick"))
let (alerts, lives) = isQuick ? (300, 9) : (1_000, 36)

struct Measured: Encodable {
    let engine: String
    let verdict: Verdict
    let withoutGuard: Verdict
}

/// A trial on a database of its own.
func trial(_ name: String, _ address: String, alerts: Int, lives: Int, hasGuard: Bool) async throws -> Verdict {
    var trial = Trial(
        address: address, folder: "\(folder)/\(name)", alerts: alerts, lives: lives, hasGuard: hasGuard)
    return try await trial.run()
}

var missed: [String] = []
var all: [Measured] = []
for engine in ["sqlite", "postgres"] {
    func address(_ name: String) -> String {
        engine == "sqlite" ? "\(folder)/\(name).sqlite" : postgres.replacing(/\/postgres$/, with: "/\(name)")
    }
    let verdict = try await trial(engine, address("alerts"), alerts: alerts, lives: lives, hasGuard: true)
    let control = try await trial("\(engine)-control", address("control"), alerts: 100, lives: 2, hasGuard: false)
    all.append(Measured(engine: engine, verdict: verdict, withoutGuard: control))
    print(
        """
        \(engine), \(verdict.alerts) alerts, \(verdict.kills) times kill -9
          ended by a named person   \(verdict.ended), by nobody \(verdict.endedByNobody)
          standing overdue          \(verdict.standing), before nobody \(verdict.stuck)
          lost                      \(verdict.lost), moved twice \(verdict.movedTwice), watch heard: \(verdict.hasSounded)
          without the guard         \(control.stuck) of \(control.alerts) before nobody, watch heard: \(control.hasSounded)
        """)
    if verdict.alerts < alerts { missed.append("\(engine) raised only \(verdict.alerts) of \(alerts)") }
    if verdict.ended == 0 || verdict.standing == 0 { missed.append("\(engine) showed no end or nothing standing") }
    let wrong = verdict.lost + verdict.endedByNobody + verdict.stuck + verdict.movedTwice
    if wrong > 0 { missed.append("\(engine): \(wrong) alerts lost, ended by nobody, before nobody or moved twice") }
    if !verdict.hasSounded { missed.append("\(engine): nobody heard the watch") }
    if control.stuck == 0 || !control.hasSounded { missed.append("\(engine): the bench is blind without the guard") }
}
for line in missed { print("MISSED  \(line)") }
let figures = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
print("{\"bench\": \"alerts\", \"engines\": \(figures), \"missed\": \(missed.count)}")
exit(missed.isEmpty ? 0 : 1)
