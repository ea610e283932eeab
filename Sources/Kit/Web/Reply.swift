package import Markup

/// A file from the database as it goes out. Its address changes with its content, so browsers need not ask again.
package struct ServedFile: Sendable {
    let bytes: [UInt8]
    let type: String
    let isPublic: Bool

    /// - Parameter isPublic: anybody may see it: what stands between may keep it, too.
    package init(_ bytes: [UInt8], type: String, isPublic: Bool) {
        (self.bytes, self.type, self.isPublic) = (bytes, type, isPublic)
    }
}

/// What a page answers.
package enum Reply: Sendable {
    /// A whole page.
    case page(status: Int, html: HTML)
    /// A visitor's page that was finished before; made by `Visit.published`.
    case published(PublishedPage)
    /// 303. The flash is a text key.
    case redirect(Link, flash: String?)
    /// A file to keep, under a plain ASCII name.
    case download([UInt8], name: String, type: String)
    /// A small file that is shown where it is asked for.
    case file(ServedFile)
    /// A long answer, written as it is read.
    case stream(Stream)
    /// What happens while somebody looks on.
    case events(Events)
    /// JSON, UTF-8.
    case json([UInt8], status: Int = 200)
    /// Text without markup, for machines.
    case plain(String, status: Int = 200)
    /// Sets the session's cookie: for `SiteSettings.sessionDays`, or only until the browser is closed (a shared phone).
    indirect case signedIn(String, Reply, isKept: Bool = true)
    /// Clears the session's cookie and what the browser kept of the site.
    indirect case signedOut(Reply)
    /// Sets the cookie of the chosen language.
    indirect case rememberingLanguage(Language, Reply)
}
