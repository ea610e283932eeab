// 100,000 mails drained from the outbox over TLS to a local sink that takes everything, on SQLite and PostgreSQL, by the
// product's own worker, addresses, template and transport (one connection, so that order can be checked to the mail):
// microseconds of CPU a mail, beside Python's smtplib, which builds and sends the same mail in the same run. Then the
// same with kill -9. Bounds: at most half of smtplib's CPU; in order; nothing lost; twice at most what was under way.
import Foundation
import Logging
import Post
import Storage

let quiet = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
let arguments = CommandLine.arguments
let key = [UInt8](repeating: 7, count: 32)
let (folder, postgres) = (arguments[1], arguments[2])

@MainActor
func transport(_ port: Int, _ authorities: String, connections: Int) -> SMTPTransport? {
    SMTPSettings(
        host: "127.0.0.1", port: port, encryption: .implicitTLS, authorities: authorities, connections: connections
    ).map { SMTPTransport($0, logger: quiet) }
}

if arguments.count > 3, arguments[3] == "--work" {
    // The process that is killed: wayfellow's two connections.
    let mailing = try await Mailing(arguments[4], key: key, later: .minutes(Int(arguments[6]) ?? 0))
    if let transport = transport(Int(arguments[5]) ?? 0, "\(folder)/sink/authority.pem", connections: 2) {
        _ = try await mailing.drain(through: transport)
    }
    exit(0)
}

let (python, isQuick) = (arguments[3], arguments.contains("--quick"))
let mails = isQuick ? 5_000 : 100_000
let sink = try Sink(python: python, folder: "\(folder)/sink")

struct Measured: Encodable {
    var engine: String
    var mails: Int
    var cpuMicroseconds: Double
    var perSecond: Double
    var outOfOrder: Int
    var kills: Int
    var lost: Int
    var twice: Int
}

@MainActor
func measure(_ engine: String, _ address: String) async throws -> Measured {
    let mailing = try await Mailing(address, key: key)
    try await mailing.fill(mails)
    let order = try await mailing.waiting()
    guard let transport = transport(sink.port, sink.authorities, connections: 1) else {
        throw CocoaError(.fileReadUnknown)
    }
    let drained = try await mailing.drain(through: transport)
    let came = try sink.takeLedger().map { mailing.member(of: $0) }
    let outOfOrder = zip(came, order).count { $0 != $1 } + abs(came.count - order.count)
    let killed = try await Killing(mailing: mailing, address: address, sink: sink).run(kills: isQuick ? 3 : 10)
    return Measured(
        engine: engine, mails: order.count, cpuMicroseconds: drained.cpu / Double(mails) * 1e6,
        perSecond: Double(mails) / drained.seconds, outOfOrder: outOfOrder, kills: killed.kills, lost: killed.lost,
        twice: killed.twice)
}

/// Python's, of as many mails.
@MainActor
func peer(_ mailing: Mailing) throws -> (cpu: Double, perSecond: Double) {
    let sample = "\(folder)/sample.eml"
    try Data(try mailing.sample()).write(to: URL(filePath: sample))
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: python)
    process.arguments = ["Benchmarks/Post/peer.py", "\(sink.port)", sink.authorities, "\(mails)", sample]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    _ = try sink.takeLedger()
    let numbers = text.split { " \n".contains($0) }.compactMap { Double($0) }
    return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
}

let python3 = try peer(try await Mailing("\(folder)/sample.sqlite", key: key))
var (missed, all): ([String], [Measured]) = ([], [])
print("smtplib     \(Int(python3.cpu)) µs of CPU a mail, \(Int(python3.perSecond)) a second")
fflush(nil)
for (engine, address) in [("sqlite", "\(folder)/post.sqlite"), ("postgres", postgres)] {
    let one = try await measure(engine, address)
    all.append(one)
    let ratio = one.cpuMicroseconds / python3.cpu
    print(
        """
        \(engine), \(one.mails) mails
          drained     \(Int(one.cpuMicroseconds)) µs of CPU a mail (\(Int(ratio * 100)) in a hundred of smtplib's), \(Int(one.perSecond)) a second
          order       \(one.outOfOrder) out of their place
          kill -9     \(one.kills) times: \(one.lost) lost, \(one.twice) sent twice
        """)
    fflush(nil)
    if ratio > 0.5 { missed.append("\(engine) \(ratio) of smtplib's CPU, wanted <= 0.5") }
    if one.outOfOrder > 0 { missed.append("\(engine) \(one.outOfOrder) out of order") }
    if one.lost > 0 { missed.append("\(engine) lost \(one.lost)") }
    if one.twice > one.kills * Killing.mostUnderWay { missed.append("\(engine) \(one.twice) twice") }
}
sink.end()
for line in missed { print("MISSED  \(line)") }
let figures = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
print("{\"bench\": \"post\", \"smtplib\": \(python3.cpu), \"engines\": \(figures), \"missed\": \(missed.count)}")
exit(missed.isEmpty ? 0 : 1)
