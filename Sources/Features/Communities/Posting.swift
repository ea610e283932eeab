import Accounts
import Markdown
import Safety
import Storage
import Web

// What somebody is about to let others read: looked at first, and kept in any case where a person looks.
extension CommunitiesFeature {
    /// What became of a post that was sent.
    enum Posted: Sendable {
        case done(PostPlace)
        /// It waits for a moderator.
        case waits(PostPlace)
        /// The page on which its author sees what was found, and in which field.
        case held(field: String, [ReviewFinding])
        /// The key of a sentence that says why not.
        case refused(String)
    }

    /// Most threads that a member begins, most posts that they write, and how often they change them, within a day.
    static let threadsADay = 10
    static let postsADay = 150
    static let changesADay = 150

    /// Begins a thread with its first post.
    func begin(_ thread: NewThread, _ input: PostInput, by author: ID<Person>, at now: Instant) async throws -> Posted {
        let title = thread.hasKnownTitle ? [] : [look(at: thread.title, in: "title")]
        let texts = [look(at: input.words, in: "words")] + title + warning(input) + source(thread)
        return try await database.write { tx in
            var (thread, input) = (thread, input)
            if let earlier = try SentPostStore.sent(input.form, in: tx) {
                if let answer = try Self.again(input, titled: thread.title, earlier, tx) { return answer }
                input = input.inNewForm()
                thread = thread.inForm(input.form)
            }
            let twin = try SentPostStore.twin(
                of: input.words, in: nil, titled: thread.title, of: thread.community, by: author,
                since: now - .days(1), in: tx)
            if let twin { return twin.isWaiting ? .waits(twin.place) : .done(twin.place) }
            guard try PostLimitStore.threads(by: author, since: now - .days(1), in: tx) < Self.threadsADay else {
                return .refused("communities.post.tooMany")
            }
            let words = Self.whole(
                input.words, warning: input.warning, title: thread.title, source: thread.source)
            return try self.review(texts, words, input, by: author, at: now, tx) { state, found in
                try ThreadStore.add(thread, by: author, state: state, at: now, in: tx)
                return try self.add(input, saying: words, to: thread.id, state, found, by: author, at: now, tx)
            }
        }
    }

    /// Adds a reply to a thread that its author may read.
    func reply(
        _ input: PostInput, to id: ID<CommunityThread>, as viewer: Viewer, at now: Instant
    ) async throws -> Posted {
        guard let author = viewer.personID else { throw Problem.signInNeeded }
        let named = try await database.read { try Self.names(in: input.words, of: id, besides: author, $0) }
        let texts = [look(at: input.words, naming: named.map(\.pseudonym), in: "words")] + warning(input)
        return try await database.write { tx in
            var input = input
            if let earlier = try SentPostStore.sent(input.form, in: tx) {
                if let answer = try Self.again(input, titled: nil, earlier, tx) { return answer }
                input = input.inNewForm()
            }
            guard let thread = try ThreadStore.find(id, as: viewer, in: tx) else { throw Problem.notFound }
            guard thread.state == .shown else { return .refused("communities.post.closed") }
            let twin = try SentPostStore.twin(of: input.words, in: id, by: author, since: now - .days(1), in: tx)
            if let twin { return twin.isWaiting ? .waits(twin.place) : .done(twin.place) }
            guard try PostLimitStore.posts(by: author, since: now - .days(1), in: tx) < Self.postsADay else {
                return .refused("communities.post.tooMany")
            }
            let words = Self.whole(input.words, warning: input.warning)
            return try self.review(texts, words, input, by: author, at: now, tx) { state, found in
                try self.add(input, saying: words, to: id, state, found, by: author, at: now, tx)
            }
        }
    }

    /// Puts other words in the place of a member's own post, and of its thread's title where it is the first.
    func change(
        _ place: PostPlace, title: String?, _ input: PostInput, as viewer: Viewer, at now: Instant
    ) async throws -> Posted {
        guard let author = viewer.personID else { throw Problem.signInNeeded }
        let named = try await database.read {
            try Self.names(in: input.words, of: place.thread, besides: author, $0)
        }
        let texts =
            [look(at: input.words, naming: named.map(\.pseudonym), in: "words")] + warning(input)
            + (title.map { [look(at: $0, in: "title")] } ?? [])
        return try await database.write { tx in
            guard let own = try PostStore.own(place, as: viewer, in: tx),
                let thread = try ThreadStore.find(place.thread, as: .system(reason: "own post"), in: tx)
            else { throw Problem.notFound }
            // Every version is kept.
            guard try PostLimitStore.changes(by: author, since: now - .days(1), in: tx) < Self.changesADay else {
                return .refused("communities.post.tooMany")
            }
            let source = title == nil ? nil : thread.source
            let words = Self.whole(input.words, warning: input.warning, title: title, source: source)
            return try self.review(texts, words, input, by: author, at: now, tx) { state, found in
                // What was taken out of sight comes back by a moderator's word only.
                let next = own.isJudged ? PostState.waiting : state
                let written = try self.written(input, saying: words, next, in: place.thread, by: author, tx)
                try PostStore.change(written, at: place, at: now, in: tx)
                if let title, place.number == 1 { try ThreadStore.setTitle(title, place.thread, in: tx) }
                try self.settle(words, found, next, at: place, by: author, at: now, tx)
                if own.state != .shown, next == .shown { try self.tell(of: place, tx) }
                return place
            }
        }
    }

    /// Takes a member's own post away for good, everywhere at once. False where they wrote none there.
    func remove(_ place: PostPlace, as viewer: Viewer) async throws -> Bool {
        try await database.write { tx in
            guard try PostStore.own(place, as: viewer, in: tx) != nil else { return false }
            try self.withdrawCases(about: place, tx)
            try Self.remove(place, in: tx)
            return true
        }
    }

    static func remove(_ place: PostPlace, in tx: Transaction) throws {
        try PostPictureStore.remove(at: place, in: tx)
        if place.number == 1 { _ = try PollStore.remove(place.thread, in: tx) }
        try MentionStore.remove(at: place, in: tx)
        try PostStore.remove(place, in: tx)
        try close(place, in: tx)
    }

    /// After the words of a post are gone: what is counted, what is best, the title of what it began.
    static func close(_ place: PostPlace, in tx: Transaction) throws {
        try ThreadStore.dropBest(place.number, of: place.thread, in: tx)
        try ThreadStore.recount(place.thread, in: tx)
        if place.number == 1 { try ThreadStore.removeTitle(place.thread, in: tx) }
        try tx.noteTakedown()
    }

    /// A form that is sent again makes nothing anew, also where its post was deleted since. Nil where it says something else
    /// now: a browser that goes back may bring the same form, and what is written in it then must not be lost.
    private static func again(
        _ input: PostInput, titled title: String?, _ earlier: (place: PostPlace, state: PostState), _ tx: Transaction
    ) throws -> Posted? {
        guard earlier.state != .gone else { return .refused("communities.post.removed") }
        guard try SentPostStore.says(input.words, titled: title, at: earlier.place, in: tx) else { return nil }
        return earlier.state == .waiting ? .waits(earlier.place) : .done(earlier.place)
    }

    static func subject(_ place: PostPlace) -> SubjectReference {
        SubjectReference(kind: Self.postKind, record: place.record)
    }

    // MARK: - Looking first

    private struct LookedAt: Sendable {
        let field: String
        let words: String
        let findings: [ReviewFinding]
    }

    /// - Parameter names: of members of the thread, which are no way to reach anybody elsewhere.
    private func look(at words: String, naming names: [String] = [], in field: String) -> LookedAt {
        var text = words
        for name in names {
            // As many bytes as before, so that what is found stands where it stood.
            text = text.replacing("@\(name)", with: String(repeating: " ", count: name.utf8.count + 1))
        }
        return LookedAt(field: field, words: words, findings: safety.findings(in: text))
    }

    /// Whether somebody need look at words before others read them in a thread.
    func hasFindings(_ words: String, in thread: ID<CommunityThread>, by author: ID<Person>) async throws -> Bool {
        let named = try await database.read { try Self.names(in: words, of: thread, besides: author, $0) }
        return !look(at: words, naming: named.map(\.pseudonym), in: "words").findings.isEmpty
    }

    private func source(_ thread: NewThread) -> [LookedAt] {
        thread.source.map { [LookedAt(field: "source", words: $0, findings: safety.findings(inAddress: $0))] } ?? []
    }

    private func warning(_ input: PostInput) -> [LookedAt] {
        input.warning.map { [look(at: $0, in: "warning")] } ?? []
    }

    /// Lets words go on as others will read them (`write` keeps them in a state), or says what was found in them.
    private func review(
        _ texts: [LookedAt], _ words: String, _ input: PostInput, by author: ID<Person>, at now: Instant,
        _ tx: Transaction,
        write: (PostState, [ReviewFinding]) throws -> PostPlace
    ) throws -> Posted {
        var found: [ReviewFinding] = []
        for text in texts where !text.findings.isEmpty {
            switch try safety.review(text.findings, by: author, asksPerson: input.asksPerson, at: now, tx) {
            case .passes: break
            case .held(let findings): return .held(field: text.field, findings)
            case .waits(let findings): found += findings
            }
        }
        // Words that a moderator turned down wait for one, wherever they are sent again.
        let isTurnedDown = try safety.isTurnedDown(words, of: Self.postKind, by: author, tx)
        let waits = !found.isEmpty || isTurnedDown
        let place = try write(waits ? .waiting : .shown, found)
        return waits ? .waits(place) : .done(place)
    }

    private func add(
        _ input: PostInput, saying words: String, to thread: ID<CommunityThread>, _ state: PostState,
        _ found: [ReviewFinding], by author: ID<Person>, at now: Instant, _ tx: Transaction
    ) throws -> PostPlace {
        guard let number = try ThreadStore.takeNumber(thread, in: tx) else { throw Problem.notFound }
        let place = PostPlace(thread, number)
        let written = try written(input, saying: words, state, in: thread, by: author, tx)
        try PostStore.add(written, at: place, by: author, at: now, in: tx)
        try WatchStore.setWatching(true, thread, as: .person(author, roles: []), in: tx)
        if state == .shown {
            try ThreadStore.noteShown(number, of: thread, at: now, in: tx)
            try tell(of: place, tx)
        } else {
            let space = try ThreadStore.space(of: thread, in: tx)
            try safety.submit(words, found, as: Self.subject(place), by: author, in: space, at: now, tx)
        }
        return place
    }

    /// After a post's words changed: who may read it, what is counted, what waits for a moderator.
    private func settle(
        _ words: String, _ found: [ReviewFinding], _ state: PostState, at place: PostPlace, by author: ID<Person>,
        at now: Instant, _ tx: Transaction
    ) throws {
        try ThreadStore.recount(place.thread, in: tx)
        if place.number == 1 { try ThreadStore.setState(state, place.thread, in: tx) }
        try safety.withdraw(Self.subject(place), tx)
        if state == .waiting {
            let space = try ThreadStore.space(of: place.thread, in: tx)
            try safety.submit(words, found, as: Self.subject(place), by: author, in: space, at: now, tx)
        }
        // What stood there before is gone from every kept page.
        try tx.noteTakedown()
    }
}
