import Accounts
import Safety
import Storage
import Web

// What one member writes to another. The first letter asks, and is looked at as what others read is; what two write to each
// other who both said yes is read by nobody else, unless one of them reports it.
extension CommunitiesFeature {
    /// What became of a letter that was sent.
    enum Sent: Sendable {
        case done(ID<Correspondence>)
        /// It waits for a moderator.
        case waits(ID<Correspondence>)
        /// Its author is shown what was found.
        case held([ReviewFinding])
        /// Its author is asked whether they are sure: a way to reach them, an offer or advice stands in it.
        case warned
        /// The key of a sentence that says why not, and the correspondence that is there.
        case refused(String, ID<Correspondence>?)
    }

    /// Most members that somebody asks, and most letters that they write, within a day.
    static let asksADay = 5
    static let lettersADay = 100
    /// Most who joined lately that ask the same member within a day: who makes accounts by the dozen fills nobody's letters.
    static let newAskersADay = 3
    /// Within which the same words once more are the same letter: a form that the browser's back button brought.
    private static let sameFor = Duration.minutes(10)

    /// Asks a member whether they wish to write to each other, with a first letter.
    func ask(
        _ member: ID<Person>, _ input: LetterInput, as viewer: Viewer, at now: Instant
    ) async throws -> Sent {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        let found = safety.findings(in: input.words)
        return try await database.write { tx in
            if let answer = try again(input, tx) { return answer }
            if let there = try CorrespondenceStore.existing(with: member, as: viewer, in: tx) {
                return .refused("communities.letters.already", there.id)
            }
            guard try LetterWishStore.mayWrite(to: member, as: viewer, in: tx) else { throw Problem.notFound }
            guard try CorrespondenceStore.countAsked(by: me, since: now - .days(1), in: tx) < Self.asksADay else {
                return .refused("communities.letters.tooMany.asks", nil)
            }
            guard try !isOneOfMany(me, asking: member, at: now, tx) else {
                return .refused("communities.letters.tooMany.new", nil)
            }
            var waits = try safety.isTurnedDown(input.words, of: Self.letterKind, by: me, tx)
            switch try safety.review(found, by: me, asksPerson: input.asksPerson, at: now, tx) {
            case .passes: break
            case .held(let findings): return .held(findings)
            case .waits: waits = true
            }
            let (id, keys) = try begin(from: me, to: member, at: now, tx)
            try add(input, to: id, from: .asker, me, keys[.asker], waits ? found : nil, at: now, tx)
            return waits ? .waits(id) : .done(id)
        }
    }

    /// A form that is sent again makes no second letter. Nil where it says something else now, as posts have it (`Posting`).
    private func again(_ input: LetterInput, _ tx: Transaction) throws -> Sent? {
        guard let earlier = try LetterStore.sent(input.form, in: tx), try open(earlier, tx) == input.words else {
            return nil
        }
        let id = earlier.place.correspondence
        return earlier.state == .waiting ? .waits(id) : .done(id)
    }

    /// Whether somebody joined lately, and others who did have asked the same member today.
    private func isOneOfMany(
        _ me: ID<Person>, asking member: ID<Person>, at now: Instant, _ tx: Transaction
    ) throws -> Bool {
        let limit = now - SafetyFeature.leastAgeToWeigh
        guard try CorrespondenceStore.isNew(me, joinedAfter: limit, in: tx) else { return false }
        return try CorrespondenceStore.countAsking(member, since: now - .days(1), joinedAfter: limit, in: tx)
            >= Self.newAskersADay
    }

    func begin(
        from asker: ID<Person>, to asked: ID<Person>, at now: Instant, _ tx: Transaction
    ) throws -> (id: ID<Correspondence>, keys: [Correspondence.Side: [UInt8]]) {
        let id = ID<Correspondence>.random()
        var keys: [Correspondence.Side: [UInt8]] = [:]
        for side in Correspondence.Side.allCases { keys[side] = try letterSeal.newKey(of: side, in: id) }
        try CorrespondenceStore.begin(id, from: asker, to: asked, keys: keys, at: now, in: tx)
        return (id, keys)
    }

    /// Writes to a member with whom the viewer is in correspondence.
    func send(
        _ input: LetterInput, to id: ID<Correspondence>, as viewer: Viewer, at now: Instant
    ) async throws -> Sent {
        guard let me = viewer.personID else { throw Problem.signInNeeded }
        let isWarned = !input.isSure && !safety.findings(in: input.words).isEmpty
        return try await database.write { tx in
            if let answer = try again(input, tx) { return answer }
            guard let there = try CorrespondenceStore.find(id, as: viewer, in: tx) else { throw Problem.notFound }
            guard there.standing == .open, let key = there.keys[there.side] else {
                return .refused("communities.letters.shut", id)
            }
            let newest = try LetterStore.newest(by: me, in: id, since: now - Self.sameFor, tx: tx)
            if let newest, open(newest, key, there.side) == input.words {
                return newest.state == .waiting ? .waits(id) : .done(id)
            }
            guard try LetterStore.count(by: me, since: now - .days(1), in: tx) < Self.lettersADay else {
                return .refused("communities.post.tooMany", id)
            }
            if isWarned { return .warned }
            // What a moderator took out of sight waits for one when it is sent again.
            let waits = try safety.isTurnedDown(input.words, of: Self.letterKind, by: me, tx)
            try add(input, to: id, from: there.side, me, key, waits ? [] : nil, at: now, tx)
            return waits ? .waits(id) : .done(id)
        }
    }

    /// - Parameter found: what a moderator is to look at before the other reads it; nil where they need not.
    func add(
        _ input: LetterInput, to id: ID<Correspondence>, from side: Correspondence.Side, _ author: ID<Person>,
        _ key: [UInt8]?, _ found: [ReviewFinding]?, at now: Instant, _ tx: Transaction
    ) throws {
        guard let number = try CorrespondenceStore.takeNumber(id, in: tx),
            let key = letterSeal.key(key, of: side, in: id)
        else { throw Problem.notFound }
        let place = LetterPlace(id, number)
        let letter = SealedLetter(
            place: place, author: author, sealed: try key.close(input.words, at: place),
            state: found == nil ? .shown : .waiting, writtenAt: now)
        let isUsed = try LetterStore.sent(input.form, in: tx) != nil
        try LetterStore.add(letter, form: isUsed ? .random() : input.form, in: tx)
        if let found {
            try safety.submit(input.words, found, as: Self.subject(place), by: author, at: now, tx)
        } else {
            try deliver(letter, tx)
        }
    }

    /// The other has something new, unless it is hidden from them: a block may have come while a moderator looked.
    func deliver(_ letter: SealedLetter, _ tx: Transaction) throws {
        let id = letter.place.correspondence
        try CorrespondenceStore.recount(id, in: tx)
        guard let ends = try CorrespondenceStore.ends(of: id, in: tx) else { return }
        for member in ends.members.values where member != letter.author {
            let there = try CorrespondenceStore.find(id, as: .person(member, roles: []), in: tx)
            guard there?.other != nil else { continue }
            try LetterStore.addNews(letter.place, for: member, in: tx)
            try accounts.tellOfNews(to: member, in: tx)
        }
    }

    /// The words of a letter; nil where they cannot be read any more.
    func open(_ letter: SealedLetter, _ key: [UInt8]?, _ side: Correspondence.Side) -> String? {
        letterSeal.key(key, of: side, in: letter.place.correspondence)?.open(letter.sealed, at: letter.place)
    }

    func open(_ letter: SealedLetter, _ tx: Transaction) throws -> String? {
        guard let ends = try CorrespondenceStore.ends(of: letter.place.correspondence, in: tx) else { return nil }
        let side: Correspondence.Side = ends.members[.asker] == letter.author ? .asker : .asked
        return open(letter, ends.keys[side], side)
    }

    /// Takes a letter of the viewer's away for both. False where they wrote none there.
    func remove(_ place: LetterPlace, as viewer: Viewer) async throws -> Bool {
        try await database.write { tx in
            guard let me = viewer.personID, let letter = try LetterStore.find(place, as: viewer, in: tx),
                letter.author == me
            else { return false }
            try remove([place], tx)
            return true
        }
    }

    func remove(_ places: [LetterPlace], _ tx: Transaction) throws {
        for place in places {
            try LetterStore.remove(place, in: tx)
            try safety.withdraw(Self.subject(place), tx)
        }
        for id in Set(places.map(\.correspondence)) {
            try LetterStore.pruneNews(of: id, in: tx)
            try CorrespondenceStore.recount(id, in: tx)
        }
        if !places.isEmpty { try tx.noteTakedown() }
    }
}
