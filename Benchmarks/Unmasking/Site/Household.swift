import Communities
import Foundation
import Storage
import Web

/// Members who have joined the site and its community as people do, before anything is watched.
struct Household: Sendable {
    var guests: [Guest]
    let names: [(id: String, name: String)]
    let ids: [ID<Leaks>]
    let passphrases: [String]

    static let days = 60

    /// Opens the community and has everybody join; the clock goes on by some days.
    init(_ count: Int, _ rooms: Rooms) async throws {
        _ = try await rooms.communities.open(Rooms.community)
        var (guests, called, passphrases): ([Guest], [String], [String]) = ([], [], [])
        for member in 0..<count {
            var guest = Guest(rooms.site)
            let (name, passphrase) = try await Self.join(&guest, isAsked: member % 5 > 0)
            guests.append(guest)
            called.append(name)
            passphrases.append(passphrase)
        }
        let found = try await rooms.database.read { tx in
            try tx.rows("SELECT id, pseudonym FROM members") {
                (try $0.get(0, as: ID<Leaks>.self), try $0.get(1, as: String.self))
            }
        }
        let byName = Dictionary(found.map { ($0.1, $0.0) }) { first, _ in first }
        ids = called.compactMap { byName[$0] }
        guard ids.count == count else { throw Unexpected("\(count - ids.count) did not join") }
        names = zip(ids, called).map { (id: Reading.plain("\($0)"), name: $1) }
        (self.guests, self.passphrases) = (guests, passphrases)
    }

    /// Takes the name and the words that the form offers, another time where somebody was before.
    private static func join(_ guest: inout Guest, isAsked: Bool) async throws -> (name: String, passphrase: String) {
        var (name, offered, status) = ("", "", 0)
        for _ in 0..<5 where status != 200 {
            let page = await guest.get("/sign-up")
            name = page.text.firstMatch(of: #/name="pseudonym"[^>]* value="([^"]+)"/#).map { String($0.1) } ?? ""
            offered = Guest.hidden("offered", in: page) ?? ""
            status = await guest.send(
                "/sign-up", [("pseudonym", name), ("words", "offered"), ("offered", offered), ("age", "yes")], on: page
            ).status
        }
        guard status == 200, guest.isSignedIn else { throw Unexpected("joining: \(status)") }
        let consent = await guest.post("/consent", [("decision", "yes"), ("version", "2")])
        guard consent.status == 303 else { throw Unexpected("consent: \(consent.status)") }
        let community = await guest.post(
            "/communities/\(Rooms.community)/join", on: "/communities/\(Rooms.community)",
            isAsked ? [("asked", "on")] : [])
        guard community.status == 303 else { throw Unexpected("community: \(community.status)") }
        return (name, offered)
    }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// A page that came in the place of another: its status, its title and what it says is wrong.
    init(_ what: String, _ page: Exchange) {
        let title = page.text.firstMatch(of: #/<title>([^<]*)/#).map { String($0.1) } ?? ""
        let words = page.text.firstMatch(of: #/<main(.|\n)*/#).map { String($0.0.prefix(1_500)) } ?? ""
        description = "\(what): \(page.status), \(title)\n\(words)"
    }
}
