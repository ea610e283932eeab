import HTTPTypes
import Hummingbird
import HummingbirdCore

extension Visit {
    /// Whether somebody seems to look at the page: no browser that reads ahead, and no robot that says it is one.
    package var isByPerson: Bool {
        guard request.method == .get else { return false }
        for name in Self.readingAhead {
            if let purpose = request.headers[name], Self.holds(purpose, "prefetch") || Self.holds(purpose, "preview") {
                return false
            }
        }
        guard let agent = request.headers[.userAgent], !agent.isEmpty else { return false }
        return !Self.robots.contains { Self.holds(agent, $0) }
    }

    private static let readingAhead = ["Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"].compactMap {
        HTTPField.Name($0)
    }
    /// What robots' names hold, in lower case.
    private static let robots = ["bot", "crawl", "spider", "slurp", "preview", "fetch", "monitor", "headless", "curl"]

    private static func holds(_ text: String, _ word: String) -> Bool {
        let bytes = text.utf8.prefix(400).map { (65...90).contains($0) ? $0 + 32 : $0 }
        return bytes.contains(word.utf8)
    }
}
