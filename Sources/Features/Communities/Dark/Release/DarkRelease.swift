import Markup
import Safety
import Storage
import Web

/// Acts of the dark within the transaction that does them. What cannot be done any more, because its thread is gone, its mark is
/// spent or barred, is nothing, and is over.
struct DarkRelease {
    let communities: CommunitiesFeature
    let now: Instant
    let tx: Transaction

    /// How often an asker writes on in one thread.
    static let mostReplies = 8

    /// What stands there as its time.
    private var hour: Instant { DarkPace.hour(before: now) }
    private var today: PartialDate { PartialDate(now) }

    func release(_ looked: LookedAct) throws {
        let act = looked.act
        // One that lists several hours is over with its last.
        if case .leave(let farewells) = act.deed, farewells.contains(where: { $0.due > now }) {
            for farewell in farewells where farewell.due <= now { try leave(farewell.mark) }
            return
        }
        guard try DarkPoolStore.finish(act.id, on: today, in: tx) else { return }
        switch act.deed {
        case .ask(let question): try ask(question, act.mark, looked.found)
        case .reply(let reply): try self.reply(reply, act.mark, looked.found)
        case .change(let number, let title, let words, let warning):
            try change(number, title, words, warning, act.mark, looked.found)
        case .remove(let number):
            if let (place, _) = try own(number, of: act.mark) { try remove(place) }
        case .best(let number): try best(number, act.mark)
        case .letGo: try letGo(act.mark)
        case .appeal(let number, let words): try appeal(number, words, act.mark)
        case .leave(let farewells): for farewell in farewells { try leave(farewell.mark) }
        case .nothing: break
        }
    }

    // MARK: - Writing

    private func ask(_ question: DarkQuestion, _ mark: DarkMark, _ found: [HeldReason]) throws {
        guard try DarkThreadStore.find(mark, in: tx) == nil,
            try CommunityStore.find(question.community, in: tx) != nil
        else { return }
        let state: PostState = question.isToBeWorded || !found.isEmpty ? .waiting : .shown
        let title = DarkStyle.level(question.title)
        let post = try written(
            question.words, titled: title, warning: question.warning, question.language, as: .random(), state)
        let thread = NewThread(
            id: question.thread, community: question.community, kind: .question, title: title,
            language: question.language, source: nil, visibility: question.visibility,
            isToBeWorded: question.isToBeWorded)
        try ThreadStore.add(thread, by: nil, state: state, at: hour, in: tx)
        // Two processes at one mark: the later begins again, and finds it spent.
        guard try DarkThreadStore.spend(mark, on: thread.id, day: today, in: tx) else { throw StorageError.busy }
        let reasons = question.isToBeWorded ? found + [.wording] : found
        try add(post, to: thread.id, saying: whole(post, titled: title), reasons)
    }

    private func reply(_ reply: DarkReply, _ mark: DarkMark, _ found: [HeldReason]) throws {
        guard let thread = try thread(of: mark), thread.state == .shown || thread.state == .waiting,
            try DarkPostStore.replies(to: thread.id, in: tx) < Self.mostReplies
        else { return }
        let post = try written(
            reply.words, warning: reply.warning, thread.language, as: reply.post, found.isEmpty ? .shown : .waiting,
            answers: reply.answers)
        try add(post, to: thread.id, saying: whole(post), found)
    }

    private func add(
        _ post: WrittenPost, to thread: ID<CommunityThread>, saying words: String, _ found: [HeldReason]
    ) throws {
        guard let number = try ThreadStore.takeNumber(thread, in: tx) else { return }
        let place = PostPlace(thread, number)
        try PostStore.add(post, at: place, by: nil, at: hour, in: tx)
        // It came before what was written since the hour: the newest is looked for.
        try ThreadStore.recount(thread, in: tx)
        if post.state == .shown { try communities.tell(of: place, tx) } else { try hold(words, found, at: place) }
    }

    private func change(
        _ number: Int, _ title: String?, _ words: String, _ warning: String?, _ mark: DarkMark, _ found: [HeldReason]
    ) throws {
        guard let (place, thread) = try own(number, of: mark), try isFree(mark),
            let before = try DarkPostStore.own(at: place, in: tx)
        else { return }
        let title = number == 1 ? DarkStyle.level(title ?? thread.title) : nil
        let isToBeWorded = number == 1 && thread.isToBeWorded
        let state: PostState = before.isJudged || isToBeWorded || !found.isEmpty ? .waiting : .shown
        let post = try written(words, titled: title, warning: warning, thread.language, as: .random(), state)
        try PostStore.replace(post, at: place, at: hour, in: tx)
        if let title { try ThreadStore.setTitle(title, thread.id, in: tx) }
        try ThreadStore.recount(thread.id, in: tx)
        if number == 1 { try ThreadStore.setState(state, thread.id, in: tx) }
        try communities.safety.withdraw(CommunitiesFeature.subject(place), tx)
        if state == .waiting {
            try hold(whole(post, titled: title), isToBeWorded ? found + [.wording] : found, at: place)
        } else if before.state != .shown {
            try communities.tell(of: place, tx)
        }
        try tx.noteTakedown()
    }

    /// A moderator reads it before others do.
    private func hold(_ words: String, _ found: [HeldReason], at place: PostPlace) throws {
        try communities.safety.submit(
            HeldText(CommunitiesFeature.subject(place), by: nil, words: words, found: found),
            in: try ThreadStore.space(of: place.thread, in: tx), at: now, tx)
    }

    private func written(
        _ words: String, titled title: String? = nil, warning: String?, _ language: String, as form: ID<WrittenPost>,
        _ state: PostState, answers: Int? = nil
    ) throws -> WrittenPost {
        let (words, warning) = (DarkStyle.level(words), warning.map(DarkStyle.level))
        return try communities.writtenPlainly(
            words, titled: title, warning: warning, Language(rawValue: language), as: form, state, answers: answers)
    }

    private func whole(_ post: WrittenPost, titled title: String? = nil) -> String {
        CommunitiesFeature.whole(post.words, warning: post.warning, title: title)
    }

    // MARK: - What is the asker's

    /// The thread that a mark owns, where no bar holds it.
    private func thread(of mark: DarkMark) throws -> CommunityThread? {
        guard try isFree(mark), let id = try DarkThreadStore.find(mark, in: tx)?.thread else { return nil }
        return try ThreadStore.find(id, as: .system(reason: "asker"), in: tx)
    }

    private func isFree(_ mark: DarkMark) throws -> Bool {
        try DarkThreadStore.find(mark, in: tx)?.isBarred(on: today) == false
    }

    /// A post of the asker's that is not gone.
    private func own(_ number: Int, of mark: DarkMark) throws -> (place: PostPlace, thread: CommunityThread)? {
        guard let id = try DarkThreadStore.find(mark, in: tx)?.thread,
            let thread = try ThreadStore.find(id, as: .system(reason: "asker"), in: tx),
            case let place = PostPlace(id, number), try DarkPostStore.own(at: place, in: tx) != nil
        else { return nil }
        return (place, thread)
    }

    /// The words go now, everywhere at once; what readers pressed there goes by a job.
    private func remove(_ place: PostPlace) throws {
        try communities.safety.withdraw(CommunitiesFeature.subject(place), tx)
        try PostStore.removeWords(at: place, in: tx)
        try CommunitiesFeature.close(place, in: tx)
        try communities.follow(.gone(place), tx)
    }

    private func leave(_ mark: DarkMark) throws {
        guard let thread = try DarkThreadStore.find(mark, in: tx)?.thread else { return }
        for post in try DarkPostStore.own(of: thread, in: tx) { try remove(PostPlace(thread, post.number)) }
    }

    private func best(_ number: Int?, _ mark: DarkMark) throws {
        guard let thread = try DarkThreadStore.find(mark, in: tx)?.thread,
            try ThreadStore.setBestOfDark(number, of: thread, in: tx)
        else { return }
        try communities.follow(.best(thread), tx)
    }

    /// Not while somebody judges what stands there, or its writer is barred: they would be out of reach.
    private func letGo(_ mark: DarkMark) throws {
        guard try isFree(mark), let thread = try DarkThreadStore.find(mark, in: tx)?.thread else { return }
        for post in try DarkPostStore.own(of: thread, in: tx) {
            let subject = CommunitiesFeature.subject(PostPlace(thread, post.number))
            guard try !communities.safety.isBeforeModerators(subject, tx) else { return }
        }
        try DarkThreadStore.letGo(mark, in: tx)
    }

    private func appeal(_ number: Int, _ words: String, _ mark: DarkMark) throws {
        guard let (place, thread) = try own(number, of: mark) else { return }
        let subject = CommunitiesFeature.subject(place)
        guard try communities.safety.appeal(subject, words: DarkStyle.level(words), at: now, tx) else { return }
        // What the asker reads of it is another.
        try ThreadStore.recount(thread.id, in: tx)
    }
}
