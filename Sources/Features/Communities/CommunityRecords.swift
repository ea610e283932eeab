import Accounts
import Markup
import Safety
import Storage
import Web

extension CommunitiesFeature {
    /// What is kept of a member here: where they belong, what they wrote, what they pressed, what they watch.
    var records: [RecordSet] {
        [
            .ofNobody("communities", because: "places, with nothing of members"),
            .few("talk/communities", .init("community_members", of: ["member_id"])) { member, tx in
                try TalkExportStore.memberships(of: member, in: tx).map(Belonging.init)
            }.read(as: belongingWords),
            .list(
                "talk/posts",
                .init(
                    "posts", of: ["author_id"], words: ["words", "warning", "html"], codes: ["state", "themes"],
                    except: ["form_id": "a mark of chance, by which a form sent twice is one post"]),
                .init(
                    "threads", of: ["author_id"], words: ["title", "source"],
                    codes: ["kind", "language", "visibility", "state", "week_question"]),
                .init("post_versions", words: ["words"]), .init("post_treatments", codes: ["treatment_id"]),
                .init("post_words", words: ["words"]),
                .init("post_warnings", codes: ["theme"]),
                erased: .pieces { member, limit, tx in
                    let few = try TalkExportStore.places(of: member, limit: limit, in: tx)
                    for place in few {
                        try withdrawCases(about: place, tx)
                        try Self.remove(place, in: tx)
                    }
                    return few.count == limit
                }, count: TalkExportStore.countPosts
            ) { (member: ID<Person>, after: String?, limit: Int, tx: Transaction) in
                try TalkExportStore.posts(of: member, after: after, limit: limit, in: tx).map {
                    ($0.place.record, Wrote($0))
                }
            }.read(as: postWords).keeping(stayingPosts),
            RecordSet(
                "talk/mentions", [.init("post_mentions", of: ["member_id"], words: ["name"])],
                .none(because: "who names the member, and what they say there, are words of others"),
                erased: .pieces { try MentionStore.erase($0, limit: $1, in: $2) }),
            pictures, polls,
            .few("talk/votes", .init("poll_votes", of: ["member_id"])) { member, tx in
                try PollStore.votes(of: member, in: tx).map {
                    Voted(community: $0.community, thread: $0.thread.description, option: $0.option)
                }
            }.read(as: voteWords),
            .one("talk/filters", .init("talk_filters", of: ["member_id"], words: ["words"], codes: ["kind"])) {
                let filters = try TalkFilterStore.of($0, in: $1)
                return filters.isEmpty ? nil : Filters(filters)
            }.read(as: filterWords),
            .few(
                "talk/reactions", .init("reactions", of: ["member_id"], codes: ["kind"]),
                erased: .pieces(TalkExportStore.eraseReactions)
            ) { member, tx in
                try TalkExportStore.reactions(of: member, in: tx).map {
                    Pressed(community: $0.community, post: $0.place.record, what: $0.kind)
                }
            }.read(as: reactionWords),
            .few(
                "talk/watches", .init("thread_watches", of: ["member_id"]),
                .init(
                    "talk_news", of: ["member_id"], codes: ["reason"],
                    except: ["mail_id": "the number of the mail that told of it, which is kept nowhere"]),
                .init("reply_places", of: ["member_id"])
            ) { member, tx in
                try TalkExportStore.watches(of: member, in: tx).map {
                    Watches(community: $0.community, thread: $0.thread.description)
                }
            }.read(as: watchWords),
            .few("talk/put", .init("put_questions", of: ["member_id"], codes: ["put_on"])) { member, tx in
                try UnansweredStore.put(to: member, in: tx).map {
                    Put(community: $0.community, thread: $0.thread.description, on: $0.day.text)
                }
            }.read(as: putWords),
            .few(
                "talk/week",
                .init("week_questions", of: ["author_id"], words: ["words"], codes: ["week", "language"])
            ) { member, tx in
                try WeekQuestionStore.written(by: member, in: tx).map {
                    AskedInWeek(community: $0.community, week: $0.week, words: $0.words)
                }
            }.read(as: weekWords),
            .ofNobody("thread_views", because: "numbers beside threads, with nothing of who opened them"),
            .few("talk/mailed", .init("mailed_answers", of: ["member_id"], words: ["words"])) { member, tx in
                try MailedAnswerStore.rows(of: member, in: tx).map(Mailed.init)
            }.read(as: mailedWords),
            RecordSet(
                "talk/drafts", [.init("drafts", of: ["member_id"], words: ["place", "sealed"])],
                .none(because: "sealed under the member's own key: they read it where they go on writing")),
        ]
    }

    /// Others go on reading what they wrote, where they leave without their name.
    private var stayingPosts: Staying {
        Staying(
            "communities.stays", count: TalkExportStore.countStaying,
            sentences: { member, visit, tx in
                try TalkExportStore.posts(of: member, after: nil, limit: 200, in: tx).filter {
                    $0.state == PostState.shown.rawValue
                }.map { row in
                    Staying.Sentence(
                        about: row.title ?? visit.text("communities.stays.answer"), words: row.words,
                        link: EditPostPage.link(row.community, row.place, "delete"))
                }
            }, cutTies: TalkExportStore.cutTies)
    }

    struct Belonging: Encodable, Sendable {
        let community: String
        let mayBeAsked: Bool

        init(_ row: (slug: String, mayBeAsked: Bool)) { (community, mayBeAsked) = (row.slug, row.mayBeAsked) }
    }

    struct Wrote: Encodable, Sendable {
        let community: String
        let post: String
        let kind: String
        let readers: String
        /// Of a thread that the member began.
        let title: String?
        let source: String?
        let words: String
        let warning: String?
        let state: String
        let writtenAt: String
        let editedAt: String?
        let earlier: [Earlier]

        struct Earlier: Encodable, Sendable {
            let words: String
            let writtenAt: String
        }

        init(_ row: TalkExportStore.PostRow) {
            (community, post, kind, readers) = (row.community, row.place.record, row.kind, row.readers)
            (title, source, words, warning, state) = (row.title, row.source, row.words, row.warning, row.state)
            (writtenAt, editedAt) = (row.writtenAt.description, row.editedAt?.description)
            earlier = row.earlier.map { Earlier(words: $0.words, writtenAt: $0.writtenAt.description) }
        }
    }

    struct Pressed: Encodable, Sendable {
        let community: String
        let post: String
        let what: String
    }

    struct Mailed: Encodable, Sendable {
        let community: String
        let thread: String
        let words: String
        let cameAt: String

        init(_ row: (community: String, thread: ID<CommunityThread>, words: String, cameAt: Instant)) {
            (community, thread, words) = (row.community, row.thread.description, row.words)
            cameAt = row.cameAt.description
        }
    }

    struct Watches: Encodable, Sendable {
        let community: String
        let thread: String
    }

    struct Put: Encodable, Sendable {
        let community: String
        let thread: String
        let on: String
    }

    struct AskedInWeek: Encodable, Sendable {
        let community: String
        let week: String
        let words: String
    }
}
