package import Markup

/// A file from the database as it goes out. Its address changes with its content.
package struct ServedFile: Sendable {
    /// Whether what was seen once is asked for again.
    package enum Keeping: Sendable, Hashable {
        /// Anybody may see it, now and later: neither browsers nor what stands between need ask again.
        case forGood
        /// It may be taken away, or be for few: whoever kept it asks each time whether it is still there for them.
        /// - Parameter byAnybody: what stands between may keep it, too.
        case asking(byAnybody: Bool)
    }

    package let bytes: [UInt8]
    package let type: String
    let keeping: Keeping

    package init(_ bytes: [UInt8], type: String, keeping: Keeping = .forGood) {
        (self.bytes, self.type, self.keeping) = (bytes, type, keeping)
    }

    var cacheControl: String {
        switch keeping {
        case .forGood: "public, max-age=31536000, immutable"
        case .asking(let byAnybody): byAnybody ? "public, no-cache" : "private, no-cache"
        }
    }
}

/// What a page answers.
package enum Reply: Sendable {
    /// A whole page.
    case page(status: Int, html: HTML)
    /// A visitor's page that was finished before; made by `Visit.published`.
    case published(PublishedPage)
    /// 303. The flash is a text key, or several (`Reply.addingFlash`).
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
    /// Sets the sealed cookie of what the member has seen (`Visit.seen`); nothing of it is kept here.
    indirect case rememberingSeen(String, Reply)
}

extension Reply {
    /// Stands between two text keys of a flash: a cookie has letters, digits, dots and hyphens only.
    static let betweenKeys = "--"
    /// Begins a text key of a flash that says what did not happen.
    static let problemMark = "problem-"

    /// The same with one more sentence on the next page; what is no redirect stays as it is.
    package func addingFlash(_ key: String) -> Reply {
        insteadOfRedirect { link, flash in
            .redirect(link, flash: [flash, key].compactMap { $0 }.joined(separator: Self.betweenKeys))
        }
    }

    /// What is shown in the place of being sent on, with the same cookies; what is no redirect stays as it is.
    package func insteadOfRedirect(_ page: (_ link: Link, _ flash: String?) -> Reply) -> Reply {
        switch self {
        case .redirect(let link, let flash): page(link, flash)
        case .signedIn(let cookie, let inner, let isKept):
            .signedIn(cookie, inner.insteadOfRedirect(page), isKept: isKept)
        case .signedOut(let inner): .signedOut(inner.insteadOfRedirect(page))
        case .rememberingLanguage(let language, let inner):
            .rememberingLanguage(language, inner.insteadOfRedirect(page))
        case .rememberingSeen(let seen, let inner): .rememberingSeen(seen, inner.insteadOfRedirect(page))
        case .page, .published, .download, .file, .stream, .events, .json, .plain: self
        }
    }
}
