package import Markup

extension AccountsFeature {
    /// Where somebody is sent whose session does not open their key.
    package static var ownKeyPage: Link { "/me/account/own-key" }
}
