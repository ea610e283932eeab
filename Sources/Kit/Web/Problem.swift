package import Markup

/// What can go wrong in a way that the person is told about. Everything else that is thrown is a fault of ours (500).
package enum Problem: Error, Sendable {
    /// There is no such thing, or this person may not know of it: the same answer for both.
    case notFound
    /// A visitor asked for what only members have.
    case signInNeeded
    /// The role is held, but the second step of signing in is missing or long ago.
    case secondStepNeeded
    /// The account is held; the page says why, and what is open all the same.
    case held(Link)
    /// What was sent cannot be taken; normally the page shows its form again with these.
    case invalid(FormErrors)
    /// Somebody was faster, or it was done already; the key of the sentence that says so.
    case conflict(key: String)
    /// It was there and is not kept any more; the key of the sentence that says so.
    case gone(key: String)
    /// Too often; seconds until the next try.
    case tooMany(after: Int)
    /// Not now: too busy, or what it needs is away.
    case unavailable
}

/// What this module itself refuses, before a page's code runs.
enum Refusal: Error, Sendable, Hashable {
    /// A form with a file that broke off.
    case cutOffUpload
    /// A form with a file that is put together in another way than RFC 7578 says.
    case brokenUpload
    case fileTooLarge(mebibytes: Int)
    case unreadable, foreignForm, lengthRequired, tooLarge, wrongHost
    /// Something else was sent than these media types.
    case wrongType(takes: [String])
    /// A change by the right of a cookie that does not come from this site, as far as the browser tells.
    case foreignCall
    case methodNotAllowed(allowed: String)
    /// No key, or one that is none, is over or was revoked: the same answer for all.
    case wrongKey
    /// A good key, made for other things.
    case wrongScope(KeyScope)
    /// A webhook that its sender did not sign for this address within the last minutes: the same answer for all.
    case wrongSignature
}
