import Markup
import Web

/// A member's browser without script: keeps cookies, sends the form of the page it was shown.
struct Guest: Sendable {
    private let site: Site
    private var cookies = ["language": "en"]

    init(_ site: Site) { self.site = site }

    var isSignedIn: Bool { !(cookies["__Host-wayfellow"] ?? "").isEmpty }

    @discardableResult
    mutating func get(_ path: String) async -> Exchange {
        keep(await site.respond("GET", path, headers: ["Cookie": header]))
    }

    /// Opens the page that a form stands on and sends the form: what stands hidden in it, and these fields.
    mutating func post(_ path: String, on page: String? = nil, _ fields: [(String, String)]) async -> Exchange {
        let shown = await get(page ?? path)
        return await send(path, fields, on: shown)
    }

    mutating func send(_ path: String, _ fields: [(String, String)], on shown: Exchange) async -> Exchange {
        let token = shown.text.firstMatch(of: /name="csrf" value="([0-9a-f]{128})"/).map { String($0.1) } ?? ""
        let body = (fields + [("csrf", token)])
            .map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&")
        return keep(
            await site.respond(
                "POST", path, headers: ["Cookie": header, "Sec-Fetch-Site": "same-origin"], body: body))
    }

    /// The value of a hidden field of a page.
    static func hidden(_ name: String, in page: Exchange) -> String? {
        let text = page.text
        guard let range = text.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(text[range.upperBound...].prefix { $0 != "\"" })
    }

    private var header: String {
        cookies.filter { !$0.value.isEmpty }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }

    private mutating func keep(_ exchange: Exchange) -> Exchange {
        for cookie in exchange.cookies {
            let parts = cookie.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if parts.count == 2 { cookies[parts[0]] = parts[1] }
        }
        return exchange
    }
}
