import Foundation
import Web

/// Organizations, places, programs and series in a file of JSON lines, for demonstrations and for whoever moves here with
/// many groups. What a line names stands before it, and what is there already is passed over: taken in twice it is the
/// same.
///
/// Lines: `{"record":"organization","slug":…,"name":…,"zone":…}`, `{"record":"place","organization":…,"name":…,"zip":…}`,
/// `{"record":"program","organization":…,"slug":…,"texts":{"LANGUAGE":{"title":…}}}`, `{"record":"series","program":…,
/// "slug":…,"starts":"20261203T183000","rule":…}`. For a demonstration a series begins so many weeks from now
/// (`week`, `weekday`, `time`), and has people, moved and dropped dates. A field that a record does not have is refused:
/// `listng` would leave open what was meant closed.
struct GroupFile {
    /// A line; what it has depends on its record.
    struct Line: Decodable, Sendable {
        /// Where it stands in the file, from 1 on.
        fileprivate(set) var number = 0
        let record: String
        let slug: String?
        let organization: String?
        let program: String?
        let name: String?
        let zone: String?
        let phone: String?
        // A place; of a series only the city of its own.
        let street: String?
        let city: String?
        let region: String?
        let zip: String?
        let access: [String]?
        let accessWords: String?
        // A program.
        let ledBy: String?
        let listing: String?
        let eligibility: String?
        let cents: Int?
        let topics: [String]?
        let texts: [String: Words]?
        let agreement: [String: String]?
        // A series.
        let kind: String?
        let state: String?
        let starts: String?
        let week: Int?
        let weekday: String?
        let time: String?
        let rule: String?
        let minutes: Int?
        let mode: String?
        let place: String?
        let capacity: Int?
        let minimum: Int?
        let languages: [String]?
        let allowsSingle: Bool?
        let onlineURL: String?
        let onlinePhone: String?
        let showsOnline: Bool?
        let leaders: [Leader]?
        /// Weeks from now in which there is a Session Zero, at the usual hour.
        let zeroWeek: Int?
        /// Weeks from now in which the date is dropped, or is a day later.
        let dropped: [Int]?
        let moved: [Int]?
        /// What staff call people who have a seat, or wait for one.
        let seated: [String]?
        let waiting: [String]?

        enum CodingKeys: String, CodingKey {
            case record, slug, organization, program, name, zone, phone
            case street, city, region, zip, access, accessWords
            case ledBy, listing, eligibility, cents, topics, texts, agreement
            case kind, state, starts, week, weekday, time, rule, minutes, mode, place, capacity, minimum, languages
            case allowsSingle, onlineURL, onlinePhone, showsOnline, leaders, zeroWeek, dropped, moved, seated, waiting
        }

        /// What each record has besides its name.
        fileprivate static let fields: [String: Set<CodingKeys>] = [
            "organization": [.slug, .name, .zone, .phone],
            "place": [.organization, .name, .street, .city, .region, .zip, .access, .accessWords],
            "program": [
                .organization, .slug, .ledBy, .listing, .eligibility, .cents, .topics, .texts, .agreement,
            ],
            "series": [
                .program, .slug, .kind, .state, .zone, .starts, .week, .weekday, .time, .rule, .minutes, .mode, .place,
                .city, .capacity, .minimum, .languages, .allowsSingle, .onlineURL, .onlinePhone, .showsOnline,
                .leaders, .zeroWeek, .dropped, .moved, .seated, .waiting,
            ],
        ]
    }

    struct Words: Decodable, Sendable {
        let title: String
        let summary: String
        let meeting: String?
        let eligibility: String?
        let cost: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case title, summary, meeting, eligibility, cost }
    }

    struct Leader: Decodable, Sendable {
        let shownAs: String
        let part: String?
        /// Whether it is the account of the demonstration.
        let isDemo: Bool?

        enum CodingKeys: String, CodingKey, CaseIterable { case shownAs, part, isDemo }
    }

    /// Bytes of a file: 2,000 groups are a quarter of it.
    private static let most = 16_777_216

    let lines: [Line]

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandError("There is no file \(path) that can be read.")
        }
        try self.init(Array(data))
    }

    init(_ bytes: [UInt8]) throws {
        guard bytes.count <= Self.most else { throw CommandError("The file is longer than \(Self.most) bytes.") }
        let decoder = JSONDecoder()
        lines = try bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap
        {
            number, bytes in
            // Only blanks: also the end of a line as Windows writes it.
            guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return nil }
            let reader = RecordReader(line: number + 1)
            do {
                let data = Data(bytes)
                var line = try decoder.decode(Line.self, from: data)
                line.number = number + 1
                try Self.check(line, try decoder.decode(Names.self, from: data), reader)
                return line
            } catch let error as DecodingError {
                throw Self.fault(error, reader)
            }
        }
    }
}

// MARK: - What is wrong with a line

extension GroupFile {
    /// The names of all fields of a line.
    private struct Names: Decodable {
        struct All: Decodable {
            let names: [String]

            init(from decoder: any Decoder) throws {
                names = try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue).sorted()
            }
        }

        struct Name: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        let own: [String]
        let texts: [String: All]?
        let leaders: [All]?

        init(from decoder: any Decoder) throws {
            own = try All(from: decoder).names
            let fields = try decoder.container(keyedBy: Name.self)
            texts = try fields.decodeIfPresent([String: All].self, forKey: Name(stringValue: "texts"))
            leaders = try fields.decodeIfPresent([All].self, forKey: Name(stringValue: "leaders"))
        }
    }

    private static func check(_ line: Line, _ names: Names, _ reader: RecordReader) throws {
        guard let fields = Line.fields[line.record] else {
            let known = Line.fields.keys.sorted().joined(separator: ", ")
            throw reader.fault("record", "There is no record \(RecordReader.shown(line.record)), but: \(known).")
        }
        func check(_ names: [String], _ known: [String], in place: String) throws {
            guard let other = names.first(where: { !known.contains($0) }) else { return }
            let word = RecordReader.shown(other)
            throw reader.fault(place, "There is no field \(word) here, but: \(known.joined(separator: ", ")).")
        }
        try check(names.own, ["record"] + fields.map(\.rawValue).sorted(), in: line.record)
        for text in names.texts?.values.map(\.names) ?? [] {
            try check(text, Words.CodingKeys.allCases.map(\.rawValue), in: "texts")
        }
        for leader in names.leaders?.map(\.names) ?? [] {
            try check(leader, Leader.CodingKeys.allCases.map(\.rawValue), in: "leaders")
        }
    }

    private static func fault(_ error: DecodingError, _ reader: RecordReader) -> CommandError {
        func place(_ path: [any CodingKey]) -> String {
            path.map { $0.intValue.map { String($0 + 1) } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let name, let context):
            return reader.fault(place(context.codingPath + [name]), "It is missing.")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            guard context.codingPath.isEmpty else {
                return reader.fault(place(context.codingPath), "It is another kind of value than belongs here.")
            }
            // A number with a fraction comes without its place; what the decoder says has the number.
            return reader.fault("JSON", "It cannot be read: \(RecordReader.shown(context.debugDescription)).")
        @unknown default: return reader.fault("JSON", "It cannot be read.")
        }
    }
}
