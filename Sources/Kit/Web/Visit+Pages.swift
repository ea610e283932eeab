import HummingbirdCore
import Logging
package import Markup
import Storage

extension Visit {
    /// Opens the line at the top of the page that answers.
    package func open(_ opened: Opened) { state.open(opened) }
    /// What stands above the page and matters more.
    package var card: Opened? { opened.flatMap { $0.isCard ? $0 : nil } }
    /// What stands above the page, also a line that is no card.
    package var opened: Opened? { state.opened }

    /// A page in the shell.
    ///
    /// - Parameters:
    ///   - flash: text key of a sentence above the page ("Saved").
    package func page(_ title: String, status: Int = 200, flash: String? = nil, _ main: HTML) -> Reply {
        .page(status: status, html: document(title, flash: flash ?? self.flash, isIndexed: false, main))
    }

    /// A page in the shell whose main part is of any length and written as it is read. Never stored.
    ///
    /// - Parameters:
    ///   - path: of the page that a change of the language leads to, where this one answers a form.
    ///   - write: the main part.
    package func longPage(
        _ title: String, path: Link, _ write: @escaping @Sendable (inout StreamWriter) async throws -> Void
    ) -> Reply {
        // No text can be it: what people write is escaped.
        let mark: HTML = "<!-- main -->"
        let page = document(title, flash: nil, address: path.text, isIndexed: false, mark).bytes
        let marked = Array(mark.string.utf8)
        let place = page.indices.first { page[$0...].starts(with: marked) } ?? page.endIndex
        return .stream(
            Stream(type: "text/html; charset=utf-8") { writer in
                try await writer.write(page[..<place])
                try await write(&writer)
                try await writer.write(page[place...].dropFirst(marked.count))
            })
    }

    /// A page that is the same for every visitor, kept as finished bytes under its version, language, path and query.
    ///
    /// Signed in, or with a message waiting, it is made anew. `main` must depend on nothing but those four.
    /// - Parameter isIndexed: whether search engines may show it.
    package func published(
        _ title: String, version: String, summary: String? = nil, isIndexed: Bool = true,
        _ main: @Sendable () async throws -> HTML
    ) async throws -> Reply {
        guard session == nil, isReading, self.flash == nil, state.opened == nil else {
            return page(title, try await main())
        }
        let key = PublishedKey(
            version: version, takedowns: try await site.takedowns(), language: language.rawValue, path: path,
            query: request.uri.query ?? "")
        do {
            let page = try await site.publishedPages.value(for: key, cost: \.cost) {
                let html = document(
                    title, flash: nil, isIndexed: isIndexed, summary: summary, try await shared(main))
                return PublishedPage(html: html.bytes, headers: site.headers.publicPage)
            }
            return .published(page)
        } catch is HeldToken {
            return page(title, try await main())
        }
    }

    /// JSON that is the same for everybody, kept as finished bytes under its name and version. `make` must depend on
    /// nothing else: not on who asks, nor in which language.
    package func publishedJSON(
        _ name: String, version: String, _ make: @Sendable () async throws -> [UInt8]
    ) async throws -> Reply {
        // Pages' paths begin with a slash, so no name is one of theirs.
        let key = PublishedKey(
            version: version, takedowns: try await site.takedowns(), language: "", path: name, query: "")
        return .published(
            try await site.publishedPages.value(for: key, cost: \.cost) {
                PublishedPage(html: try await make(), headers: site.headers.publicJSON)
            })
    }

    /// A web feed (Atom, RFC 4287) that is the same for everybody who reads its language, kept like a page.
    package func publishedFeed(version: String, _ make: @Sendable () async throws -> HTML) async throws -> Reply {
        let key = PublishedKey(
            version: version, takedowns: try await site.takedowns(), language: language.rawValue, path: path, query: "")
        return .published(
            try await site.publishedPages.value(for: key, cost: \.cost) {
                PublishedPage(html: try await make().bytes, headers: site.headers.publicFeed)
            })
    }

    /// A file for programs that is the same for everybody, such as a calendar: kept as finished bytes under its name and
    /// version. `make` must depend on nothing else: not on who asks, nor on their language, unless the name says it.
    /// - Parameter type: the media type, with the charset of text.
    package func publishedFile(
        _ name: String, version: String, type: String, _ make: @Sendable () async throws -> [UInt8]
    ) async throws -> Reply {
        let key = PublishedKey(
            version: version, takedowns: try await site.takedowns(), language: "", path: name, query: type)
        return .published(
            try await site.publishedPages.value(for: key, cost: \.cost) {
                PublishedPage(html: try await make(), headers: site.headers.publicFile(type: type))
            })
    }

    /// A piece of pages, kept under key, version and language, for signed-in pages that share it.
    /// The piece must hold nothing about whoever is signed in, and no form token.
    package func fragment(
        _ key: String, version: String, _ make: () async throws -> HTML
    ) async throws -> HTML {
        try await fragments(key, version: version) { [try await make()] }.first ?? .empty
    }

    /// The same of several pieces that are made together and stand in different places of a page, in this order.
    package func fragments(
        _ key: String, version: String, _ make: () async throws -> [HTML]
    ) async throws -> [HTML] {
        let key = PublishedKey(
            version: version, takedowns: try await site.takedowns(), language: language.rawValue, path: key, query: "")
        do {
            let pieces = try await site.fragments.value(for: key, cost: { $0.reduce(0) { $0 + $1.cost } }) {
                try await shared(make).map { SharedPiece($0) }
            }
            for piece in pieces { state.note(piece) }
            return pieces.map(\.html)
        } catch is HeldToken {
            return try await make()
        }
    }

    /// What others will see too must not hold a form token. If it does, that is a mistake of the page's, told in the
    /// log; the page is then made for each person anew.
    private func shared<Made>(_ make: () async throws -> Made) async throws -> Made {
        let before = state.tokens
        let made = try await make()
        guard state.tokens == before else {
            site.logger.error("a shared page holds a form token", metadata: ["route": .string(route?.path ?? "-")])
            throw HeldToken()
        }
        return made
    }

    private struct HeldToken: Error {}

    /// Sends the browser on with GET (303). `flash` is the text key of a sentence that the next page shows once.
    package func redirect(_ to: Link, flash: String? = nil) -> Reply {
        .redirect(to, flash: flash)
    }

    /// The same with a sentence that says what did not happen, and looks so.
    package func redirect(_ to: Link, problem: String) -> Reply {
        .redirect(to, flash: Reply.problemMark + problem)
    }

    /// One sentence of a flash; nothing where there is no such text.
    private func flashed(_ marked: String) -> HTML {
        let isProblem = marked.hasPrefix(Reply.problemMark)
        let key = isProblem ? String(marked.dropFirst(Reply.problemMark.count)) : marked
        guard text.has(key) else { return .empty }
        return .flash(text(key), kind: isProblem ? .problem : .done)
    }

    func document(
        _ title: String, flash: String?, address given: String? = nil, isIndexed: Bool, summary: String? = nil,
        _ main: HTML
    ) -> HTML {
        let text = self.text
        let messages = (flash ?? "").split(separator: Reply.betweenKeys).map { String($0) }
        return Shell(
            text: text, title: title, main: main, path: given ?? address, siteName: settings.name,
            crisisNumber: settings.crisisNumber, crisisWords: settings.crisisWords,
            emergencyNumber: settings.emergencyNumber, viewerName: session?.pseudonym,
            csrf: session == nil ? nil : csrf,
            menu: site.menu.menu(for: session, path: path, text: text),
            query: path == "/search" ? query["q"] ?? "" : "", isSynthetic: settings.syntheticNotice,
            flash: site.menu.urgent(for: session, text: text) + HTML.each(messages, flashed),
            opened: (state.opened ?? site.menu.opened(self))?.html ?? .empty,
            assetsVersion: site.publicFiles.version, isIndexed: isIndexed,
            summary: summary
        ).document(in: site.frames[language]?.shell)
    }
}
