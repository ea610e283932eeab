// Two words asked of 200,000 posts (seed 7, Zipf's law, 30,000 words): all of them, newest first, and any of them, ranked; on
// SQLite and PostgreSQL, beside the engine's own table for full text and its own ranking in the same run. Processor time, the
// server's process included. Answers are compared with those found by looking at the posts. Bounds: all 0.5 ms on SQLite and
// 1 ms on PostgreSQL, any 3 and 5 ms, common words too; a step of removal 20 ms; every answer right.
import Foundation
import Storage

let arguments = CommandLine.arguments
let (folder, postgres, isQuick) = (arguments[1], arguments[2], arguments.contains("--quick"))
let limit = 20
var random = Seeded(7)
let town = Town(posts: isQuick ? 20_000 : 200_000, &random)
let mixes = [
    Mix(name: "words", questions: town.questions(isQuick ? 50 : 200, ranks: 100...20_000, &random), rounds: 5),
    Mix(name: "common", questions: town.questions(isQuick ? 20 : 50, ranks: 5...300, &random), rounds: 3),
]
print("\(town.posts.count) posts, \(town.bytes / 1_000_000) MB of text, \(Town.vocabulary) words, the newest \(limit)")

var missed: [String] = []
var figures: [Figures] = []
for (name, database) in [
    ("sqlite", try await Database.sqlite(path: "\(folder)/posts.sqlite", readers: 1, readerCacheMiB: 64)),
    ("postgres", try await Database.postgres(url: postgres, connections: 1, readTimeout: .seconds(60))),
] {
    let searched = try await Searched(name, database, town)
    figures += try await measure(searched)
    try await database.close()
}
for line in missed { print("MISSED  \(line)") }
let json = String(decoding: try JSONEncoder().encode(figures), as: UTF8.self)
print("{\"bench\": \"fulltext\", \"posts\": \(town.posts.count), \"figures\": \(json), \"missed\": \(missed.count)}")
exit(missed.isEmpty ? 0 : 1)
