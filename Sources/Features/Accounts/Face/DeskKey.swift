package import Markup
import Storage
package import Web

/// Whether a page may show what nobody who borrows the telephone should see.
package enum DeskKey: Sendable {
    /// The telephone is the member's own, or the passphrase was given in the last ten minutes.
    case open
    /// The passphrase came with this form and is right: the answer takes this cookie with it (`Reply.signedIn`), and for ten
    /// minutes nothing is asked.
    case opened(cookie: String)
    /// The page asks (`Visit.deskField`), saying what was wrong with the last answer.
    case asks(FormErrors)
}

extension AccountsFeature {
    /// Whether whoever looks has to give their passphrase, from the field `current`. That they did stands sealed in their own
    /// cookie, and nowhere here: a row would say when they were at their desk. Wrong ones count as failures do.
    ///
    /// Throws `.tooMany` after too many tries, `.signInNeeded` for a visitor.
    package func deskKey(of visit: Visit) async throws -> DeskKey {
        guard var cookie = cookie(of: visit) else { throw Problem.signInNeeded }
        let isFresh = (Duration.zero..<SessionTerms.deskOpen).contains(visit.now - cookie.confirmedAt)
        guard cookie.isShared, !isFresh else { return .open }
        guard visit.fields["current"] != nil else { return .asks(FormErrors()) }
        if let errors = try await confirm(visit) { return .asks(errors) }
        (cookie.confirmedAt, cookie.lastUsed) = (visit.now, visit.now)
        // Roles that have come to rest do not wake by it.
        cookie.hasSecondStep = cookie.hasSecondStep && visit.session?.mayUseRoles == true
        return .opened(cookie: try sessionSeal.close(cookie))
    }
}

extension Visit {
    /// The field of a form by which a page asks for the passphrase once more.
    package func deskField(_ errors: FormErrors) -> HTML { confirmingField(errors) }
}
