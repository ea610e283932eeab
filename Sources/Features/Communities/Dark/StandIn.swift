import Accounts
import Markup
import Storage
import Web

// Stand-ins for what Accounts hands in; this file goes when that does.

struct OwnMarks: Sendable {
    let person: ID<Person>

    func mark(epoch: Int, slot: Int) -> [UInt8] {
        [0, 1].flatMap { half in
            let id = ID<DarkAct>(named: "\(person) \(epoch) \(slot) \(half)")
            return [id.high, id.low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
        }
    }
}

enum DeskKey: Sendable {
    case open
    case opened(cookie: String)
    case asks(FormErrors)
}

extension AccountsFeature {
    static var ownKeyPage: Link { "/me/account/own-key" }

    func ownMarks(of visit: Visit, in tx: Transaction) throws -> OwnMarks? {
        visit.viewer.personID.map { OwnMarks(person: $0) }
    }

    func deskKey(of visit: Visit) async throws -> DeskKey {
        visit.session?.isKept == false ? .asks(FormErrors()) : .open
    }
}

extension Visit {
    func deskField(_ errors: FormErrors) -> HTML {
        HTML.field(
            TextField(name: "current", label: "•", kind: .password, autocomplete: "current-password", required: true))
    }
}
