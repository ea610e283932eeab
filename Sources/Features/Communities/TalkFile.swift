import Foundation
import Web

/// Made-up members, threads and posts in a file of JSON lines, for a demonstration and for benches. Nothing of it passes
/// Safety, nobody is told of it, and its members cannot sign in.
///
/// Lines: `{"record":"community","slug":…}`, `{"record":"member","name":…}`, `{"record":"thread","thread":1,"community":…,
/// "kind":…,"title":…,"author":…,"at":…,"language":…,"visibility":…}`, `{"record":"post","thread":1,"number":1,"author":…,
/// "at":…,"text":…}`; what a line names stands before it. `at` is milliseconds since 1970, or `daysAgo` says it.
///
/// It is read as it is used: a million posts are more than a small machine has memory for.
struct TalkFile {
    /// A line; what it has depends on its record.
    struct Line: Decodable, Sendable {
        let record: String
        let slug: String?
        let name: String?
        let thread: Int?
        let number: Int?
        let community: String?
        let kind: String?
        let title: String?
        let author: String?
        let at: Int64?
        let daysAgo: Double?
        let language: String?
        let visibility: String?
        let source: String?
        let text: String?
        let warning: String?
        let answers: Int?
        let quote: Bool?
        /// Numbers of reactions that members of the file press.
        let meToo: Int?
        let thanks: Int?
        let hope: Int?
        /// The asker found it the best.
        let best: Bool?
    }

    /// Bytes read at a time, and of the longest line: more than a post can have.
    private static let chunk = 262_144
    private static let longestLine = 1_048_576
    private static let lineFeed = UInt8(ascii: "\n")

    private let decoder = JSONDecoder()
    private let name: String
    /// Nil where all is read.
    private var handle: FileHandle?
    private let chunk: Int
    /// What was read and not used: from `start` on.
    private var bytes: [UInt8] = []
    private var start = 0
    private var number = 0

    init(path: String, chunk: Int = Self.chunk) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandError("There is no file \(path) that can be read.")
        }
        (self.handle, name, self.chunk) = (handle, path, chunk)
    }

    init(_ text: String) { (bytes, name, chunk) = (Array(text.utf8), "", Self.chunk) }

    /// The next line that has something in it; nil at the end.
    mutating func next() throws -> Line? {
        while let line = try nextBytes() {
            number += 1
            if line.isEmpty { continue }
            do {
                return try decoder.decode(Line.self, from: Data(line))
            } catch {
                throw CommandError("Line \(number) cannot be read.")
            }
        }
        return nil
    }

    private mutating func nextBytes() throws -> ArraySlice<UInt8>? {
        while true {
            if let end = bytes[start...].firstIndex(of: Self.lineFeed) {
                defer { start = end + 1 }
                return bytes[start..<end]
            }
            guard bytes.count - start <= Self.longestLine else {
                throw CommandError("Line \(number + 1) is too long.")
            }
            guard try readOn() else {
                defer { start = bytes.count }
                return start < bytes.count ? bytes[start...] : nil
            }
        }
    }

    /// False where there is no more.
    private mutating func readOn() throws -> Bool {
        bytes.removeFirst(start)
        start = 0
        let more: Data?
        do {
            more = try handle?.read(upToCount: chunk)
        } catch {
            throw CommandError("There is no file \(name) that can be read.")
        }
        guard let more, !more.isEmpty else {
            handle = nil
            return false
        }
        bytes += more
        return true
    }
}
