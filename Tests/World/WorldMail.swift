package import Post
package import Web

extension MailTerms {
    /// How mail is signed in tests. Their clock begins at midnight UTC, which is noon for its readers: no quiet hour.
    package static var ofTests: MailTerms? {
        MailAddress("post@wayfellow.test").map {
            var terms = MailTerms(from: $0, name: "Wayfellow", address: "https://wayfellow.test")
            terms.zone = "Pacific/Fiji"
            terms.replies = MailAddress("reply@wayfellow.test")
            return terms
        }
    }
}

extension Mail {
    /// The paths on the site that its text leads to.
    package var paths: [String] {
        text.split(separator: "\n").compactMap { line in
            line.hasPrefix("https://wayfellow.test") ? String(line.dropFirst("https://wayfellow.test".count)) : nil
        }
    }
}
