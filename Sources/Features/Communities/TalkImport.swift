import Accounts
package import Foundation
import Markup
import Storage
import Web

/// Made-up members, threads and posts out of a file of JSON lines, for a demonstration and for benches. Nothing of it passes
/// Safety, nobody is told of it, and its members cannot sign in.
///
/// Lines: `{"record":"community","slug":…}`, `{"record":"member","name":…}`, `{"record":"thread","thread":1,"community":…,
/// "kind":…,"title":…,"author":…,"at":…,"language":…,"visibility":…}`, `{"record":"post","thread":1,"number":1,"author":…,
/// "at":…,"text":…}`; what a line names stands before it. `at` is milliseconds since 1970, or `daysAgo` says it.
struct TalkFile: Sendable {
    /// A line; what it has depends on its record.
    struct Line: Decodable, Sendable {
        let record: String
        let slug: String?
        let name: String?
        let thread: Int?
        let number: Int?
        let community: String?
        let kind: String?
        let title: String?
        let author: String?
        let at: Int64?
        let daysAgo: Double?
        let language: String?
        let visibility: String?
        let source: String?
        let text: String?
        let warning: String?
        let answers: Int?
        let quote: Bool?
        /// Numbers of reactions that members of the file press.
        let meToo: Int?
        let thanks: Int?
        let hope: Int?
        /// The asker found it the best.
        let best: Bool?
    }

    let lines: [Line]
    var members: Int { lines.count { $0.record == "member" } }

    init(_ bytes: Data) throws {
        let decoder = JSONDecoder()
        lines = try bytes.split(separator: 10).enumerated().map { number, line in
            do {
                return try decoder.decode(Line.self, from: Data(line))
            } catch {
                throw CommandError("Line \(number + 1) cannot be read.")
            }
        }
    }
}

extension CommunitiesFeature {
    /// Lines written in one transaction.
    private static let piece = 500

    /// Takes a file in; answers how many posts it had. Throws `CommandError` for a line that names what is not there.
    @discardableResult
    package func takeIn(_ bytes: Data) async throws -> Int {
        let (file, now) = (try TalkFile(bytes), dependencies.clock.now())
        for line in file.lines where line.record == "community" { try await open(line.slug ?? "") }
        let members = try await accounts.createSynthetic(count: file.members, seed: 7) { _ in now - .days(500) }
        let names = file.lines.filter { $0.record == "member" }.compactMap(\.name)
        let people = Dictionary(zip(names, members)) { $1 }
        let talk = file.lines.filter { $0.record == "thread" || $0.record == "post" }
        let run = TalkImport(communities: self, run: .random(), people: people, members: members, now: now)
        for start in stride(from: 0, to: talk.count, by: Self.piece) {
            let piece = talk[start..<min(start + Self.piece, talk.count)]
            try await database.write { tx in
                for line in piece { try run.add(line, tx) }
            }
        }
        return talk.count { $0.record == "post" }
    }
}

/// One file on its way in.
private struct TalkImport: Sendable {
    let communities: CommunitiesFeature
    /// So that a file taken in twice makes other threads.
    let run: ID<TalkFile>
    let people: [String: ID<Person>]
    let members: [ID<Person>]
    let now: Instant

    func add(_ line: TalkFile.Line, _ tx: Transaction) throws {
        guard let number = line.thread, let author = line.author.flatMap({ people[$0] }) else {
            throw CommandError("A \(line.record) has no thread, or an author that stands on no line before it.")
        }
        let thread = ID<CommunityThread>(named: "\(run) \(number)")
        let at =
            line.at.map { Instant(milliseconds: $0) } ?? now - .milliseconds(Int64((line.daysAgo ?? 0) * 86_400_000))
        if line.record == "thread" {
            let new = NewThread(
                id: thread, community: Community.id(slug: line.community ?? ""),
                kind: ThreadKind(rawValue: line.kind ?? "") ?? .experience, title: line.title ?? "",
                language: line.language ?? "und", source: line.source,
                visibility: ThreadVisibility(rawValue: line.visibility ?? "") ?? .members)
            try ThreadStore.add(new, by: author, state: .shown, at: at, in: tx)
        } else {
            try addPost(line, to: thread, by: author, at: at, tx)
        }
    }

    private func addPost(
        _ line: TalkFile.Line, to thread: ID<CommunityThread>, by author: ID<Person>, at: Instant, _ tx: Transaction
    ) throws {
        guard let number = try ThreadStore.takeNumber(thread, in: tx) else {
            throw CommandError("A post stands before its thread.")
        }
        let (place, words) = (PostPlace(thread, number), line.text ?? "")
        let (html, treatments) = try communities.rendered(words, Language(rawValue: line.language ?? "und"))
        let post = WrittenPost(
            form: .random(), words: words, html: html, warning: line.warning, answers: line.answers,
            isQuoting: line.quote ?? false, treatments: treatments, state: .shown,
            themes: ThemeWords.shipped.themes(of: words))
        try PostStore.add(post, at: place, by: author, at: at, in: tx)
        try ThreadStore.noteShown(number, of: thread, at: at, in: tx)
        if line.best == true { try ThreadStore.markBest(number, of: thread, in: tx) }
        for (kind, count) in [(Reaction.meToo, line.meToo), (.thanks, line.thanks), (.hope, line.hope)] {
            for member in members.prefix(count ?? 0) where member != author {
                try ReactionStore.toggle(kind, at: place, as: .person(member, roles: []), in: tx)
            }
        }
    }
}
