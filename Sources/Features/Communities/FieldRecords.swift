import Files
import Foundation
import Markup
import Storage
import Web

// What is kept of a member beside their words: pictures, and of what they wish to be warned.
extension CommunitiesFeature {
    /// A picture goes along whole, in the file's own text: few are read at a time.
    var pictures: RecordSet {
        .list(
            "talk/pictures", .init("post_pictures", words: ["description"], codes: ["state"]),
            erased: .pieces { member, limit, tx in
                let few = try PostPictureStore.places(of: member, limit: limit, in: tx)
                for place in few { try PostPictureStore.remove(at: place, in: tx) }
                return few.count == limit
            }, count: PostPictureStore.count
        ) { (member: ID<Person>, after: String?, limit: Int, tx: Transaction) in
            try PostPictureStore.places(of: member, after: after, limit: limit, in: tx).compactMap { place in
                guard let found = try findPicture(at: place, tx) else { return nil }
                return (place.record, Pictured(place, found, try stateOfPicture(at: place, tx)))
            }
        }.paged(by: 4).read(as: pictureWords)
    }

    private func stateOfPicture(at place: PostPlace, _ tx: Transaction) throws -> String {
        let picture = try PostPictureStore.find(place, as: .system(reason: "download"), in: tx)
        return (picture?.state ?? .waiting).rawValue
    }

    struct Pictured: Encodable, Sendable {
        let post: String
        let description: String
        let state: String
        let type: String
        /// Base64 (RFC 4648).
        let bytes: String

        init(_ place: PostPlace, _ found: FoundPicture, _ state: String) {
            (post, description, self.state) = (place.record, found.description, state)
            (type, bytes) = (found.file.type, Data(found.file.bytes).base64EncodedString())
        }
    }

    struct Filters: Encodable, Sendable {
        let themes: [String]
        let words: [String]

        init(_ filters: TalkFilters) {
            themes = TalkTheme.allCases.filter(filters.themes.contains).map(\.rawValue)
            words = filters.words
        }
    }

    private var pictureWords: RecordWords {
        RecordWords(
            "communities.file.pictures", about: "communities.file.pictures.about",
            [
                .words("description", "communities.picture.description"),
                .choice("state", "communities.file.state", PostPicture.State.allCases.map(\.rawValue)) {
                    "communities.file.state.\($0)"
                },
                .forPrograms("post", "type", "bytes"),
            ])
    }

    var filterWords: RecordWords {
        RecordWords(
            "communities.filters.title", about: "communities.file.filters.about",
            [
                .choice("themes", "communities.filters.themes", TalkTheme.allCases.map(\.rawValue)) {
                    "communities.speaks.\($0)"
                },
                .words("words", "communities.filters.words"),
            ])
    }

    // MARK: - Polls

    var polls: RecordSet {
        .few(
            "talk/polls", .init("polls", codes: ["state"]), .init("poll_options", words: ["words"]),
            erased: .pieces { member, limit, tx in
                let few = try PollStore.threads(of: member, limit: limit, in: tx)
                for thread in few { _ = try PollStore.remove(thread, in: tx) }
                return few.count == limit
            }
        ) { member, tx in
            try PollStore.threads(of: member, limit: 1_000, in: tx).compactMap {
                try PollStore.find($0, as: .system(reason: "download"), in: tx).map(Asked.init)
            }
        }.read(as: pollWords)
    }

    struct Asked: Encodable, Sendable {
        let thread: String
        let options: [String]
        let state: String

        init(_ poll: Poll) {
            (thread, options) = (poll.thread.description, poll.options.map(\.words))
            state = poll.state.rawValue
        }
    }

    struct Voted: Encodable, Sendable {
        let community: String
        let thread: String
        /// Which of the poll's options, from 1.
        let option: Int
    }

    private var pollWords: RecordWords {
        RecordWords(
            "communities.file.polls", about: "communities.file.polls.about",
            [
                .words("options", "communities.poll.options"),
                .choice("state", "communities.file.state", PostState.allCases.map(\.rawValue)) {
                    "communities.file.state.\($0)"
                },
                .forPrograms("thread"),
            ])
    }

    var voteWords: RecordWords {
        RecordWords(
            "communities.file.votes", about: "communities.file.votes.about",
            [place, .number("option", "communities.file.votes.option"), .forPrograms("thread")])
    }
}
