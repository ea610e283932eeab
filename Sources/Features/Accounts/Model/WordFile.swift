import Foundation

/// A list in `Words/`: a word or sentence a line; lines that begin with `#` are comments.
enum WordFile {
    /// The lines of a file of this room. Throws when the file is missing or not UTF-8: found at start, never later.
    static func lines(_ name: String) throws -> [String] {
        parse(try Data(contentsOf: url(name)))
    }

    static func isThere(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: url(name).path(percentEncoded: false))
    }

    private static func url(_ name: String) -> URL { Bundle.module.bundleURL.appending(path: "Words/\(name)") }

    static func parse(_ contents: Data) -> [String] {
        contents.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
            .map { String(decoding: $0, as: UTF8.self) }
            .filter { !$0.utf8.starts(with: "#".utf8) && !$0.isEmpty }
    }
}
