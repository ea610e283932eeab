package import Markup
package import Web

/// A browser without script: keeps cookies, sends the form of the page it was shown.
package struct Browser: Sendable {
    package let site: Site
    package var cookies: [String: String] = [:]

    package init(site: Site, language: Language) {
        self.site = site
        cookies["language"] = language.rawValue
    }

    @discardableResult
    package mutating func get(_ path: String) async -> Exchange {
        keep(await site.respond("GET", path, headers: ["Cookie": cookieHeader]))
    }

    /// Opens the page of a form and sends it. `page`: where the form stands, if elsewhere than it is sent to.
    package mutating func post(_ path: String, on page: String? = nil, _ fields: [(String, String)]) async -> Exchange {
        let shown = await get(page ?? path)
        return await send(path, fields, token: Self.token(in: shown) ?? "")
    }

    package mutating func send(_ path: String, _ fields: [(String, String)], token: String) async -> Exchange {
        keep(
            await site.respond(
                "POST", path, headers: ["Cookie": cookieHeader, "Sec-Fetch-Site": "same-origin"],
                body: Self.body(fields, token: token)))
    }

    /// Opens the page of a form with a file and sends it.
    package mutating func upload(_ path: String, _ form: Multipart) async -> Exchange {
        let shown = await get(path)
        return keep(
            await site.respond(
                "POST", path,
                headers: [
                    "Cookie": cookieHeader, "Sec-Fetch-Site": "same-origin", "Content-Type": Multipart.contentType,
                ], bytes: form.body(token: Self.token(in: shown) ?? "")))
    }

    /// A form as it is sent.
    package static func body(_ fields: [(String, String)], token: String) -> String {
        (fields + [("csrf", token)])
            .map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }.joined(separator: "&")
    }

    package static func token(in page: Exchange) -> String? {
        page.text.firstMatch(of: /name="csrf" value="([0-9a-f]{128})"/).map { String($0.1) }
    }

    package var isSignedIn: Bool { !(cookies["__Host-wayfellow"] ?? "").isEmpty }

    private var cookieHeader: String {
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
