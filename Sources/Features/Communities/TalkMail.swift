import Accounts
import Markup
import Post
import Storage
import Web

// Mail about what is new where people talk. By itself it says how many, and nothing else; titles and first words stand in it
// only for who has asked for them, and never in its subject. All of it is looked up when it goes out: what was hidden, taken
// back or read by then is not in it, and where nothing is left no mail goes.
extension CommunitiesFeature {
    var mails: [MailTemplate] { [newsMail, heldMail, dangerMail] + MailedFault.all.map(faultMail) }

    var newsMail: MailTemplate {
        var mail = MailTemplate(
            "talk", subject: "communities.mail.subject", sentence: "communities.mail.sentence", link: "/me/talk")
        mail.more = { queued, recipient, text in try await news(in: queued, to: recipient, text) }
        return mail
    }

    /// To who sent an answer by mail that waits for their yes.
    var heldMail: MailTemplate { answer("talk-held", "communities.mail.held") }
    /// The same where it spoke of danger: in general words, with the numbers to call.
    var dangerMail: MailTemplate { answer("talk-held-help", "communities.mail.heldHelp") }
    /// To who sent one that was not taken.
    func faultMail(_ fault: MailedFault) -> MailTemplate {
        answer("talk-fault-\(fault.name)", "communities.mail.fault.\(fault.name)")
    }

    private func answer(_ name: String, _ sentence: String) -> MailTemplate {
        var mail = MailTemplate(name, subject: "communities.mail.answer.subject", sentence: sentence, link: "/me/talk")
        mail.isAnswer = true
        return mail
    }

    /// Most conversations of one mail that are named, and most posts of each.
    private static let most = (threads: 10, posts: 3)

    private func news(in queued: QueuedMail, to recipient: Recipient, _ text: Text) async throws -> MailMore? {
        let (member, mail) = (queued.member, queued.id)
        let viewer = Viewer.person(member, roles: [])
        return try await database.write { tx in
            guard let habits = try accounts.mailHabits(of: member, in: tx), habits.pace != .never else { return nil }
            try TalkMailStore.take(in: mail, of: member, tx: tx)
            let news = try WatchStore.news(as: viewer, toldIn: mail, limit: 500, in: tx)
            let threads = Self.threads(news)
            guard !threads.isEmpty else { return nil }
            var more = MailMore(numbers: ["n": threads.count])
            guard habits.showsWords else { return more }
            let named = threads.prefix(Self.most.threads)
            let folding = try ThreadFoldingStore.folding(as: viewer, in: tx)
            let folded = try ThreadFoldingStore.folded(
                named.compactMap(\.first?.thread), by: folding, as: viewer, in: tx)
            for thread in named { more.paragraphs += try paragraphs(thread, folding, folded, as: viewer, text, tx) }
            if threads.count == 1, habits.pace != .weekly, let replies = accounts.mailedReplies,
                let place = try TalkMailStore.replyPlace(of: member, in: threads[0][0].thread.id, tx: tx)
            {
                more.replyTo = replies.address(
                    to: place, of: member, readingAt: recipient.address, written: queued.written)
                more.paragraphs.append(.words(text("communities.mail.reply")))
            }
            return more
        }
    }

    /// What is new by conversation, in the order in which it came; none of them is empty.
    private static func threads(_ news: [TalkNews]) -> [[TalkNews]] {
        var order: [ID<CommunityThread>] = []
        for one in news where !order.contains(one.thread.id) { order.append(one.thread.id) }
        let grouped = Dictionary(grouping: news, by: \.thread.id)
        return order.compactMap { grouped[$0].map { $0.sorted { $0.number < $1.number } } }
    }

    /// - Parameter folded: threads whose titles the member asked to be warned of.
    private func paragraphs(
        _ news: [TalkNews], _ folding: PostFolding?, _ folded: Set<ID<CommunityThread>>, as viewer: Viewer,
        _ text: Text, _ tx: Transaction
    ) throws -> [MailMore.Paragraph] {
        guard let first = news.first else { return [] }
        let title =
            folded.contains(first.thread.id)
            ? text("communities.mail.folded")
            : text("communities.mail.title", ["title": .text(Beginning(first.thread.heading(text)).text)])
        let beginnings = try news.prefix(Self.most.posts).compactMap { one -> MailMore.Paragraph? in
            let place = PostPlace(one.thread.id, one.number)
            guard let post = try TalkMailStore.words(of: place, as: viewer, in: tx) else { return nil }
            return .words(self.words(post, of: one, folding, text))
        }
        return [.words(title)] + beginnings
            + [.link(ThreadPage.link(first.community, PostPlace(first.thread.id, first.number)))]
    }

    /// How a post begins, unless its reader is warned of it: a mail has nothing to open.
    private func words(
        _ post: TalkMailStore.Told, of one: TalkNews, _ folding: PostFolding?, _ text: Text
    ) -> String {
        let texts = [post.words, one.number == 1 ? one.thread.title : nil, post.warning]
        if folding?.folds(post.themes, warnedOf: post.warnedOf, texts) == true {
            return text("communities.mail.folded")
        }
        guard post.warning == nil, post.warnedOf == nil else { return text("communities.mail.warned") }
        return Beginning(post.words).text
    }
}
