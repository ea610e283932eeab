import Markup
import Storage
import Web

/// What somebody asked and wrote in the dark, as a file of theirs: written as it is read, kept nowhere, with no receipt, for
/// it is no use by anybody else. Its name says nothing.
struct DarkFile {
    let desk: OpenDesk

    func reply() async throws -> Reply {
        let (own, waiting, desk) = (desk.all(), await desk.waiting(), desk)
        let text = desk.text
        return .stream(
            Stream(type: "text/plain; charset=utf-8", name: "note.txt") { writer in
                for act in waiting {
                    guard let words = Self.words(of: act.deed) else { continue }
                    try await writer.write("\(text("communities.dark.act.\(act.deed.name)"))\n\(words)\n\n".utf8)
                }
                for one in own {
                    try await writer.write("\(one.entry.thread.title)\n\n".utf8)
                    for post in one.entry.posts { try await writer.write("\(post.words)\n\n".utf8) }
                }
            })
    }

    private static func words(of deed: DarkDeed) -> String? {
        switch deed {
        case .ask(let question): question.title + "\n" + question.words
        case .reply(let reply): reply.words
        case .change(_, _, let words, _), .appeal(_, let words): words
        case .remove, .best, .letGo, .leave, .nothing: nil
        }
    }
}
