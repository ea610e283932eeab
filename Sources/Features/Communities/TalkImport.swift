import Accounts
import Markup
import Storage
import Web

extension CommunitiesFeature {
    /// Lines that are read and written at a time.
    private static let piece = 500

    /// Takes a file in (`TalkFile`), a piece at a time, however long it is; answers how many posts it had. Throws
    /// `CommandError` for a line that names what is not there.
    @discardableResult
    package func takeIn(path: String) async throws -> Int { try await takeIn(TalkFile(path: path)) }

    @discardableResult
    func takeIn(_ file: TalkFile) async throws -> Int {
        var (file, posts) = (file, 0)
        var run = TalkImport(communities: self, run: .random(), now: dependencies.clock.now())
        while true {
            var piece: [TalkFile.Line] = []
            while piece.count < Self.piece, let line = try file.next() { piece.append(line) }
            guard !piece.isEmpty else { return posts }
            try await run.takeIn(piece)
            posts += piece.count { $0.record == "post" }
        }
    }
}

/// One file on its way in.
private struct TalkImport: Sendable {
    let communities: CommunitiesFeature
    /// So that a file taken in twice makes other threads.
    let run: ID<TalkFile>
    let now: Instant
    /// Of the file, as far as it was read.
    var people: [String: ID<Person>] = [:]
    var members: [ID<Person>] = []

    /// Takes some lines in: what a line names stands before it.
    mutating func takeIn(_ lines: [TalkFile.Line]) async throws {
        for line in lines where line.record == "community" { try await communities.open(line.slug ?? "") }
        let names = lines.filter { $0.record == "member" }.compactMap(\.name)
        if !names.isEmpty {
            let now = self.now
            let made = try await communities.accounts.createSynthetic(count: names.count, seed: 7) { _ in
                now - .days(500)
            }
            members += made
            people.merge(zip(names, made)) { $1 }
        }
        let (known, talk) = (self, lines.filter { $0.record == "thread" || $0.record == "post" })
        guard !talk.isEmpty else { return }
        try await communities.database.write { tx in
            for line in talk { try known.add(line, tx) }
        }
    }

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
                try ReactionStore.set(kind, true, at: place, as: .person(member, roles: []), in: tx)
            }
        }
    }
}
