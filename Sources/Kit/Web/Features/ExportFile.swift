package import Storage

/// The file with all that is kept of a member: one JSON document with a line for each record, written as it is read.
///
/// After each page of records stands a line with a cursor. Whose download broke goes on behind the last of them, and both
/// pieces together are the file. Nothing is stored for it: the cursor says all, sealed for its member and door.
package struct ExportFile: Sendable {
    /// How long a cursor is good for, in days.
    static let cursorDays = 7
    /// Records after which a line with a cursor stands, at least.
    static let betweenCursors = 100
    /// Version of the file's shape: 3 since each table has its own records.
    package static let format = 3

    private let database: Database
    private let member: ID<Person>
    /// The sets that go into the file.
    private let parts: [RecordSet]
    /// What the last line says where reading ends early, in the reader's language.
    private let cut: String
    private let signer: TextSigner
    /// Throws when whoever reads may not any more; asked with every page.
    private let check: @Sendable (Transaction) throws -> Void
    private let purpose: String
    private let start: ExportCursor
    private let isWhole: Bool

    /// - Parameters:
    ///   - door: by which it is asked for, a page or a key; a cursor is good at its own only.
    ///   - cursor: from an earlier download; nil for the whole file.
    ///   - now: stands in the file as the time at which it was begun.
    ///   - cut: the last line of a file that ends because `check` threw.
    /// Throws `Problem.invalid` for a cursor that is none, or none of this member's, and `Problem.gone` for one that was
    /// good once.
    package init(
        of member: ID<Person>, _ records: [RecordSet], door: String, cursor: String?, at now: Instant,
        cut: String, signer: TextSigner, database: Database,
        check: @escaping @Sendable (Transaction) throws -> Void
    ) throws(Problem) {
        (self.database, self.member, self.signer, self.check) = (database, member, signer, check)
        self.cut = cut
        parts = records.filter { if case .records = $0.download { true } else { false } }
        isWhole = cursor == nil
        purpose = "export \(member) \(door)"
        // What is read where must be the same as when it began: another version's parts are others.
        let names = ID<ExportCursor>(named: parts.map(\.name).joined(separator: " "))
        guard let cursor else {
            start = ExportCursor(begun: now, parts: names, part: 0, key: nil, done: 0, of: 0)
            return
        }
        guard let text = signer.open(cursor, for: purpose), let read = ExportCursor(text) else {
            throw .invalid(FormErrors(field: "cursor", "web.export.cursor.wrong"))
        }
        guard read.parts == names, read.part < parts.count, now - .days(Self.cursorDays) < read.begun else {
            throw .gone(key: "web.export.cursor")
        }
        start = read
    }

    package var stream: Stream {
        Stream(type: "application/json", name: "wayfellow-export.json") { writer in try await write(to: &writer) }
    }

    private func write(to writer: inout StreamWriter) async throws {
        var (cursor, told) = (start, start.done)
        if isWhole {
            cursor.of = try await count()
            try await writer.write("{\"format\":\(Self.format),\"exportedAt\":\"\(start.begun)\",\"records\":[\n".utf8)
        }
        while cursor.part < parts.count {
            let lines: [UInt8], next: ExportCursor
            do throws(any Error) {
                (lines, next) = try await page(behind: cursor)
            } catch let problem as Problem {
                // The missing end says it to a program, this to a person.
                try await writer.write(try JSONBytes.of(["cut": cut]))
                try await writer.flush()
                throw problem
            }
            try await writer.write(lines)
            if next.done - told >= Self.betweenCursors, next.part < parts.count {
                told = next.done
                let sealed = try signer.seal(next.text, for: purpose)
                try await writer.write("{\"done\":\(next.done),\"of\":\(next.of),\"cursor\":\"\(sealed)\"},\n".utf8)
            }
            cursor = next
        }
        try await writer.write("{\"done\":\(cursor.done),\"of\":\(cursor.of),\"end\":true}\n]}\n".utf8)
    }

    private func count() async throws -> Int {
        let pages = RecordPages(of: member, database: database, check: check)
        var total = 0
        for part in parts { total += try await pages.count(part) }
        return total
    }

    /// The lines of the records behind a cursor, and where it goes on. Written out within the transaction, on a thread of
    /// the database's: on that of the connection others would wait for it.
    private func page(behind cursor: ExportCursor) async throws -> (lines: [UInt8], next: ExportCursor) {
        let part = parts[cursor.part]
        return try await database.read { tx in
            try check(tx)
            let records = try part.read(member, cursor.key, part.page, tx)
            let lines = try records.flatMap { record in
                let value = try JSONBytes.of(record.value).dropLast()
                return Array("{\"part\":\"\(part.name)\",\"record\":".utf8) + value + Array("},\n".utf8)
            }
            var next = cursor
            next.done += records.count
            next.key = records.last?.key
            if records.count < part.page { (next.part, next.key) = (cursor.part + 1, nil) }
            return (lines, next)
        }
    }
}

/// A place in an export.
struct ExportCursor: Equatable, Sendable {
    let begun: Instant
    /// Which parts there were.
    let parts: ID<ExportCursor>
    /// Index of the part.
    var part: Int
    /// The last record's; nil before the first of the part.
    var key: String?
    var done: Int
    /// All there were when it began: what came since is in what is read later, and does not make the file less whole.
    var of: Int

    init(begun: Instant, parts: ID<ExportCursor>, part: Int, key: String?, done: Int, of: Int) {
        (self.begun, self.parts, self.part, self.key, self.done, self.of) = (begun, parts, part, key, done, of)
    }

    init?(_ text: String) {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 6, let begun = Int64(fields[0]), let part = Int(fields[1]), let done = Int(fields[2]),
            let of = Int(fields[3]), part >= 0, done >= 0, of >= 0, let parts = ID<ExportCursor>(fields[4])
        else { return nil }
        self.init(
            begun: Instant(milliseconds: begun), parts: parts, part: part, key: fields[5].isEmpty ? nil : fields[5],
            done: done, of: of)
    }

    var text: String { "\(begun.milliseconds),\(part),\(done),\(of),\(parts),\(key ?? "")" }
}
