import Markup
import Recurrence
import Storage
import Vocabulary
import Web

extension GroupsFeature {
    /// Takes a file in (`GroupFile`); answers how many series are new. Throws `CommandError`, with its line, for what
    /// names nothing that is there and for what the staff forms would refuse.
    @discardableResult
    package func takeIn(path: String) async throws -> Int { try await takeIn(GroupFile(path: path), demo: nil) }

    /// **One transaction**: whatever is refused, and by whom, nothing of the file stays, and nobody finds half of it
    /// meanwhile. A look ahead could not say so: what a line names stands on lines before it and in the tables.
    /// - Parameter demo: the account of a demonstration, which leads what the file says.
    @discardableResult
    func takeIn(_ file: GroupFile, demo: ID<Person>?) async throws -> Int {
        let (run, lines) = (GroupImport(groups: self, demo: demo, now: clock.now()), file.lines)
        return try await database.write { tx in try lines.count { try run.takeIn($0, in: tx) } }
    }
}

/// One file on its way in.
struct GroupImport: Sendable {
    let groups: GroupsFeature
    let demo: ID<Person>?
    let now: Instant

    var viewer: Viewer { .system(reason: "import of groups") }

    /// Whether it is a new series.
    func takeIn(_ line: GroupFile.Line, in tx: Transaction) throws -> Bool {
        let reader = RecordReader(line: line.number)
        do {
            switch line.record {
            case .organization(let line):
                let new = try reader.organization(line.slug, line.name, zone: line.zone, phone: line.phone)
                _ = try OrganizationStore.open(new, at: now, in: tx)
            case .place(let line): try takeInPlace(line, reader, tx)
            case .program(let line): try takeInProgram(line, reader, tx)
            case .series(let line): return try takeInSeries(line, reader, tx)
            }
            return false
        } catch let error as StorageError {
            // What was looked at is not refused there; should it be, its line is told. Others pass: they are tried again.
            guard error == .check || error == .foreignKey else { throw error }
            throw reader.fault("record", "The database refuses it (\(error)).")
        }
    }

    private func takeInProgram(_ line: GroupFile.ProgramLine, _ reader: RecordReader, _ tx: Transaction) throws {
        let organization = try organization(line.organization, reader, tx)
        let slug = try reader.slug(line.slug)
        let program = Program(
            id: ID(named: "program:\(slug)"), organization: organization.id, slug: slug,
            ledBy: try reader.word("ledBy", line.ledBy, usual: .staff),
            listing: try reader.word("listing", line.listing, usual: .open),
            eligibility: try reader.word("eligibility", line.eligibility, usual: .anyone),
            cost: Cost(cents: try reader.number("cents", line.cents, in: Cost.bounds) ?? 0),
            texts: try texts(line, reader), topics: try topics(line, reader))
        let agreement = try agreement(line, reader)
        if let known = try ProgramStore.id(slug: slug, in: tx) {
            guard try ProgramStore.find(known, as: viewer, in: tx)?.organization == organization.id else {
                throw reader.fault("slug", "Another organization has a program \"\(slug)\".")
            }
            return
        }
        try ProgramStore.add(program, at: now, in: tx)
        if !agreement.isEmpty { _ = try ProgramStore.setAgreement(agreement, of: program.id, in: tx) }
    }

    private func texts(_ line: GroupFile.ProgramLine, _ reader: RecordReader) throws -> [Language: ProgramText] {
        // What the file calls parts of the form.
        let parts = ["who": "eligibility", "costs": "cost"]
        var texts: [Language: ProgramText] = [:]
        for (code, words) in line.texts.mapValues(\.value).sorted(by: { $0.key < $1.key }) {
            let language = try reader.language("texts", code)
            func name(_ part: String) -> String { ProgramFields.name(part, language) }
            texts[language] = try reader.form(
                [
                    name("title"): words.title, name("summary"): words.summary, name("meeting"): words.meeting ?? "",
                    name("who"): words.eligibility ?? "", name("costs"): words.cost ?? "",
                ],
                named: { field in
                    let part = String(field.prefix { $0 != "-" })
                    return "texts.\(code).\(parts[part] ?? part)"
                }, { ProgramFields.readText(&$0, language) })
        }
        guard !texts.isEmpty else { throw reader.fault("texts", "It says nothing in any language.") }
        return texts
    }

    /// Each once, as boxes that are ticked.
    private func topics(_ line: GroupFile.ProgramLine, _ reader: RecordReader) throws -> [String] {
        let (said, known) = (Set(line.topics ?? []), ProgramFields.allTopics(groups.vocabulary.catalogue))
        if let other = said.subtracting(known).sorted().first {
            let themes = GroupTheme.allCases.map(\.rawValue).joined(separator: ", ")
            throw reader.fault(
                "topics", "\(RecordReader.shown(other)) is no condition of the vocabulary, and none of: \(themes).")
        }
        return known.filter(said.contains)
    }

    private func agreement(_ line: GroupFile.ProgramLine, _ reader: RecordReader) throws -> [Language: String] {
        var agreement: [Language: String] = [:]
        for (code, words) in (line.agreement ?? [:]).sorted(by: { $0.key < $1.key }) {
            agreement[try reader.language("agreement", code)] = try reader.text(
                "agreement", words, max: Agreement.mostWords, required: "groups.staff.agreement.required",
                multiline: true)
        }
        return agreement
    }

    func organization(_ slug: String, _ reader: RecordReader, _ tx: Transaction) throws -> Organization {
        // What is no slug is not looked for: not all of it can be asked of a database.
        guard GroupSlug.isOne(slug), let found = try OrganizationStore.find(slug: slug, in: tx) else {
            throw reader.fault("organization", "No line before it opens an organization \(RecordReader.shown(slug)).")
        }
        return found
    }
}
