import Foundation
import Web

/// Organizations, places, programs and series in a file of JSON lines, for demonstrations and for whoever moves here with
/// many groups. What a line names stands before it, and what is there already is passed over: taken in twice it is the
/// same.
///
/// Lines: `{"record":"organization","slug":…,"name":…,"zone":…}`, `{"record":"place","organization":…,"name":…,"zip":…}`,
/// `{"record":"program","organization":…,"slug":…,"texts":{"LANGUAGE":{"title":…}}}`, `{"record":"series","program":…,
/// "slug":…,"starts":"20261203T183000","rule":…}`. For a demonstration a series begins so many weeks from now
/// (`week`, `weekday`, `time`), and has people, moved and dropped dates.
struct GroupFile {
    /// A line; what it has depends on its record.
    struct Line: Decodable, Sendable {
        let record: String
        let slug: String?
        let organization: String?
        let program: String?
        let name: String?
        let zone: String?
        let phone: String?
        // A place.
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
    }

    struct Words: Decodable, Sendable {
        let title: String
        let summary: String
        let meeting: String?
        let eligibility: String?
        let cost: String?
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
            number, line in
            guard !line.isEmpty else { return nil }
            do {
                return try decoder.decode(Line.self, from: Data(line))
            } catch {
                throw CommandError("Line \(number + 1) cannot be read.")
            }
        }
    }
}
