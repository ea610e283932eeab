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
    struct Line: Sendable {
        /// Where it stands in the file, from 1 on.
        let number: Int
        let record: Record
    }

    /// What a line is of; the properties of each are the names of its fields.
    enum Record: Sendable {
        case organization(OrganizationLine)
        case place(PlaceLine)
        case program(ProgramLine)
        case series(SeriesLine)
    }

    struct OrganizationLine: Decodable, Sendable {
        let slug: String
        let name: String
        let zone: String
        let phone: String?
    }

    struct PlaceLine: Decodable, Sendable {
        let organization: String
        let name: String
        let street: String?
        let city: String?
        let region: String?
        let zip: String?
        let access: [String]?
        let accessWords: String?
    }

    struct ProgramLine: Decodable, Sendable {
        let organization: String
        let slug: String
        let ledBy: String?
        let listing: String?
        let eligibility: String?
        let cents: Int?
        let topics: [String]?
        let texts: [String: Strict<Words>]
        let agreement: [String: String]?
    }

    struct Words: Decodable, Sendable {
        let title: String
        let summary: String
        let meeting: String?
        let eligibility: String?
        let cost: String?
    }

    struct SeriesLine: Decodable, Sendable {
        let program: String
        let slug: String
        let kind: String?
        let state: String?
        let zone: String?
        let starts: String?
        let week: Int?
        let weekday: String?
        let time: String?
        let rule: String?
        let minutes: Int?
        let mode: String?
        let place: String?
        /// Of the place, where two have its name.
        let city: String?
        let capacity: Int?
        let minimum: Int?
        let languages: [String]?
        let allowsSingle: Bool?
        let onlineURL: String?
        let onlinePhone: String?
        let showsOnline: Bool?
        let leaders: [Strict<Leader>]?
        /// Weeks from now in which there is a Session Zero, at the usual hour.
        let zeroWeek: Int?
        /// Weeks from now in which the date is dropped, or is a day later.
        let dropped: [Int]?
        let moved: [Int]?
        /// What staff call people who have a seat, or wait for one.
        let seated: [String]?
        let waiting: [String]?
    }

    struct Leader: Decodable, Sendable {
        let shownAs: String
        let part: String?
        /// Whether it is the account of the demonstration.
        let isDemo: Bool?
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
                return Line(number: number + 1, record: try decoder.decode(Record.self, from: Data(bytes)))
            } catch let error as UnknownName {
                throw reader.fault(Self.place(error.path), error.words)
            } catch let error as DecodingError {
                throw Self.fault(error, reader)
            }
        }
    }
}

// MARK: - What is wrong with a line

extension GroupFile {
    private static func place(_ path: [any CodingKey]) -> String {
        path.map { $0.intValue.map { String($0 + 1) } ?? $0.stringValue }.joined(separator: ".")
    }

    private static func fault(_ error: DecodingError, _ reader: RecordReader) -> CommandError {
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

    /// A record or a field that there is not.
    fileprivate struct UnknownName: Error {
        let path: [any CodingKey]
        let words: String

        init(_ kind: String, _ name: String, among known: [String], at path: [any CodingKey]) {
            self.path = path
            words = "There is no \(kind) \(RecordReader.shown(name)) here, but: \(known.joined(separator: ", "))."
        }
    }

    /// The name of any field.
    fileprivate struct Name: CodingKey {
        static let record = Name(stringValue: "record")

        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// A value that was read with no field besides its own.
    struct Strict<Value: Decodable & Sendable>: Decodable, Sendable {
        let value: Value

        init(from decoder: any Decoder) throws {
            value = try Value(from: decoder)
            let path = decoder.codingPath
            let known = (path.isEmpty ? ["record"] : []) + Mirror(reflecting: value).children.compactMap(\.label)
            let names = try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue)
            guard let other = names.filter({ !known.contains($0) }).min() else { return }
            throw UnknownName("field", other, among: known, at: path.isEmpty ? [Name.record] : path)
        }
    }
}

extension GroupFile.Record: Decodable {
    init(from decoder: any Decoder) throws {
        func read<Value: Decodable & Sendable>() throws -> Value { try GroupFile.Strict(from: decoder).value }
        let kind = try decoder.container(keyedBy: GroupFile.Name.self).decode(String.self, forKey: .record)
        switch kind {
        case "organization": self = .organization(try read())
        case "place": self = .place(try read())
        case "program": self = .program(try read())
        case "series": self = .series(try read())
        default:
            throw GroupFile.UnknownName(
                "record", kind, among: ["organization", "place", "program", "series"], at: [GroupFile.Name.record])
        }
    }
}
