import Accounts
import ArgumentParser
import Files
import Foundation
import Markup
import Storage
import Vocabulary
import Web

/// What whoever runs the server can type about communities.
extension CommunitiesFeature {
    var commands: [Command] {
        [
            Command(
                "community open", "Opens a community about a condition or a theme.", OpenArguments.self, openCommunity),
            Command(
                "community import", "Takes in made-up members and posts from a file, for demonstrations and benches.",
                ImportArguments.self, importTalk),
            Command("post reply", "Takes in a reply by mail, from standard input.", NoArguments.self, takeReply),
        ]
    }

    struct OpenArguments: ParsableArguments {
        @Argument(help: "Of the condition in the vocabulary, or of the theme: epilepsy, stigma.") var slug: String
    }

    struct ImportArguments: ParsableArguments {
        @Argument(help: "A file of JSON lines.") var file: String
    }

    private func importTalk(_ arguments: ImportArguments, _ console: Console) async throws {
        console.say("Posts: \(try await takeIn(path: console.path(arguments.file)))")
    }

    private func openCommunity(_ arguments: OpenArguments, _ console: Console) async throws {
        guard try await open(arguments.slug) else {
            console.say("It is open already: /communities/\(arguments.slug)")
            return
        }
        console.say("Opened: /communities/\(arguments.slug)")
    }

    /// Opens a community; false where it is open already. Throws `CommandError` where nothing is called so.
    @discardableResult
    package func open(_ slug: String) async throws -> Bool {
        let kind: Community.Kind
        if Theme(rawValue: slug) != nil {
            kind = .theme
        } else if vocabulary.catalogue.condition(slug: slug) != nil {
            kind = .condition
        } else {
            let themes = Theme.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError("There is no condition \"\(slug)\" in the vocabulary. Themes are: \(themes).")
        }
        let (community, now) = (
            Community(id: Community.id(slug: slug), slug: slug, kind: kind), dependencies.clock.now()
        )
        return try await database.write { try CommunityStore.open(community, at: now, in: $0) }
    }

    /// What the tests of permissions begin with: a question of the owner's with an answer of the other member's.
    func demonstrateRoutes(_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String] {
        try await open(Theme.stigma.rawValue)
        let (now, language) = (dependencies.clock.now(), Language(rawValue: "und"))
        let thread = NewThread(
            id: .new(at: now), community: Community.id(slug: Theme.stigma.rawValue), kind: .question, title: "…",
            language: language.rawValue, source: nil, visibility: .community)
        // Past what keeps members from writing too much: tests make many.
        let (week, picture) = try await database.write { tx in
            try ThreadStore.add(thread, by: owner, state: .shown, at: now, in: tx)
            for author in [owner, other] {
                guard let number = try ThreadStore.takeNumber(thread.id, in: tx) else { continue }
                let input = PostInput(words: "…", language: language)
                let post = try written(input, .shown, in: thread.id, by: author, tx)
                try PostStore.add(post, at: PostPlace(thread.id, number), by: author, at: now, in: tx)
                try ThreadStore.noteShown(number, of: thread.id, at: now, in: tx)
            }
            let file = try FileStore.add(Self.dot, descriptions: [:], at: now, in: tx)
            try PostPictureStore.add(file, saying: "…", .shown, at: PostPlace(thread.id, 1), in: tx)
            let last = try WeekQuestionStore.lastWeek(of: thread.community, in: tx) ?? Week(now)
            let week = try WeekQuestionStore.add(
                "…", language, to: thread.community, for: last.next, by: owner, in: tx)
            return (week, file.id)
        }
        let letters = try await demonstrateLetters(owner, other)
        return letters.merging([
            "/communities/:community": Theme.stigma.rawValue,
            "/communities/:community/threads/:thread": thread.id.description,
            "/communities/:community/threads/:thread/posts/:number": "1",
            "/communities/:community/week/:question": week.description,
            "/communities/:community/threads/:thread/posts/:number/picture/:file": picture.description,
        ]) { $1 }
    }

    /// A picture of one point.
    private static let dot = Image(
        kind: .png,
        bytes: Array(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
            ) ?? Data()), width: 1, height: 1)
}
