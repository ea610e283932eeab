package import Markup
package import Storage

/// A room's piece of the front page: one true thing behind its door right now.
package struct Door: Sendable {
    /// A member's own doors come behind those of the site.
    package let isOwn: Bool
    /// What the kept page depends on besides language and path; when it changes the page is made anew.
    package let version: @Sendable () async throws -> String
    /// Its cards. Nothing about whoever looks, and no form.
    package let make: @Sendable (Visit) async throws -> [HTML]

    package init(
        isOwn: Bool = false, version: @escaping @Sendable () async throws -> String = { "" },
        _ make: @escaping @Sendable (Visit) async throws -> [HTML]
    ) {
        self.isOwn = isOwn
        self.version = version
        self.make = make
    }
}

/// What a page is about, for rooms that have something to add beside it.
package struct Topic: Sendable, Hashable {
    /// `condition`, `treatment`, `symptom`.
    package let kind: String
    /// Its name in addresses.
    package let slug: String
    /// Its name in the visitor's language.
    package let name: String

    package init(kind: String, slug: String, name: String) {
        self.kind = kind
        self.slug = slug
        self.name = name
    }
}

/// What a room adds to the page about a topic, for the one who looks; nil where it has nothing to say.
package struct Beside: Sendable {
    /// What the piece for visitors depends on besides language and topic; when it changes their page is made anew.
    package let version: @Sendable (Topic) async throws -> String
    package let make: @Sendable (Topic, Visit) async throws -> HTML?

    package init(
        version: @escaping @Sendable (Topic) async throws -> String = { _ in "" },
        _ make: @escaping @Sendable (Topic, Visit) async throws -> HTML?
    ) {
        self.version = version
        self.make = make
    }
}

extension [Beside] {
    /// What all of their pieces about some topics depend on: part of the version of a page that is kept for visitors.
    package func version(_ topics: [Topic]) async throws -> String {
        var version = ""
        for topic in topics {
            for room in self { version += "|" + (try await room.version(topic)) }
        }
        return version
    }

    /// All that rooms add to a page, in their order.
    package func html(_ topic: Topic, _ visit: Visit) async throws -> HTML {
        var pieces: [HTML] = []
        for room in self {
            if let piece = try await room.make(topic, visit) { pieces.append(piece) }
        }
        return HTML.joined(pieces, by: "")
    }
}

/// What a room adds to the page of a member, for the one who looks and may see that page; nil where it has nothing to say.
package struct BesidePerson: Sendable {
    package let make: @Sendable (ID<Person>, Visit) async throws -> HTML?

    package init(_ make: @escaping @Sendable (ID<Person>, Visit) async throws -> HTML?) {
        self.make = make
    }
}

extension [BesidePerson] {
    /// All that rooms add to a member's page, in their order.
    package func html(_ member: ID<Person>, _ visit: Visit) async throws -> HTML {
        var pieces: [HTML] = []
        for room in self {
            if let piece = try await room.make(member, visit) { pieces.append(piece) }
        }
        return HTML.joined(pieces, by: "")
    }
}

/// Where a question that waits for an answer can be asked of everybody, if its asker wishes.
package struct OpenAsk: Sendable {
    /// The address of a form for the topic, to which the page of the question posts `title` (what the question is about, in
    /// the asker's language) and `words` (the question); nil where there is no place for the topic. Asked once for each topic
    /// of a page. The words go in the body, for an address is kept by browsers and logs: it should name no topic either.
    ///
    /// What is posted is a beginning and was read by nobody: the form shows it, and the asker sends it or not.
    package let form: @Sendable (Topic, Visit) async throws -> Link?

    package init(_ form: @escaping @Sendable (Topic, Visit) async throws -> Link?) {
        self.form = form
    }
}

/// What a room finds for words in the one search: a section with a heading, or nil. The words have been checked: at most
/// 200 scalars, no control characters.
package struct Finder: Sendable {
    package let find: @Sendable (_ words: String, Visit) async throws -> HTML?

    package init(_ find: @escaping @Sendable (_ words: String, Visit) async throws -> HTML?) {
        self.find = find
    }
}

/// A room's card on the administrator's page. No content of members: who runs the server sees none by that role.
package struct AdministrationCard: Sendable {
    package let make: @Sendable (Visit) async throws -> HTML

    package init(_ make: @escaping @Sendable (Visit) async throws -> HTML) {
        self.make = make
    }
}

/// What a room puts into a test of permissions, through its own doors.
package struct Fixture: Sendable {
    /// Gives the owner something of each kind that the room keeps (the other member takes part where it needs two), and
    /// answers the values for the parameters of its routes, by the pattern up to the parameter:
    /// `["/me/treatments/:id": "0190…"]`. Called again it makes new ones where the old may be gone.
    package let make: @Sendable (_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String]

    package init(
        _ make: @escaping @Sendable (_ owner: ID<Person>, _ other: ID<Person>) async throws -> [String: String]
    ) {
        self.make = make
    }
}
