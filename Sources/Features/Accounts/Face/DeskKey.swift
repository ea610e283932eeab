package import Markup
package import Web

/// Stand-in.
package enum DeskKey: Sendable {
    case open
    case opened(cookie: String)
    case asks(FormErrors)
}

extension AccountsFeature {
    package func deskKey(of visit: Visit) async throws -> DeskKey {
        visit.session?.isKept == false ? .asks(FormErrors()) : .open
    }
}

extension Visit {
    /// The field of a form by which a page asks for the passphrase once more.
    package func deskField(_ errors: FormErrors) -> HTML { confirmingField(errors) }
}
