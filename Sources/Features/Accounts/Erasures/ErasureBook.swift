package import Foundation
import Storage
import Web

/// The file `erasures` in a server's folder: which members a restored copy must erase again, and whose consent ended.
///
/// A line each, `erased MARK SEAL`, oldest first; what stands last of a mark holds. Every seal covers the lines before it,
/// so that one that is changed or missing is noticed; lines missing at the end are not, unless they stand in the copy.
package struct ErasureBook: Sendable {
    /// Where it lies: outside of every backup of the database, or it would be as old as the copy.
    package static func path(in folder: String) -> String {
        folder + (folder.utf8.last == UInt8(ascii: "/") ? "" : "/") + "erasures"
    }

    private let key: ErasureKey
    private let beginning: String
    private(set) var kinds: [[UInt8]: ErasureKind] = [:]
    private var lastSeal: String
    /// What is missing of a last line that was cut.
    private var missingEnd = ""

    /// A book without marks.
    init(key: ErasureKey) {
        self.key = key
        beginning = "wayfellow erasures 1 \(Hex.text(key.server))"
        lastSeal = key.seal(beginning, after: "")
    }

    /// Reads a file. Throws `ErasureBookError`.
    package init(path: String, keys: AccountKeys) throws(ErasureBookError) {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        guard let contents = FileManager.default.contents(atPath: path) else { throw .damaged(path: path, line: 0) }
        try self.init(contents, path: path, key: keys.erasures)
    }

    init(_ contents: Data, path: String, key: ErasureKey) throws(ErasureBookError) {
        self.init(key: key)
        var lines = contents.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // A last line without an end was cut, as by a machine that stopped while it was written.
        let cut = lines.popLast() ?? ""
        guard !lines.isEmpty else { throw .damaged(path: path, line: 1) }
        guard lines[0] == line(beginning, seal: lastSeal) else {
            let isOurs = lines[0].hasPrefix("wayfellow erasures ")
            throw isOurs ? .foreign(path: path) : .damaged(path: path, line: 1)
        }
        for (number, text) in lines.enumerated().dropFirst() {
            let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let kind = ErasureKind(rawValue: parts[0]), let mark = Hex.bytes(parts[1]),
                mark.count == 32, text == add(ErasureMark(mark: mark, kind: kind))
            else { throw .damaged(path: path, line: number + 1) }
        }
        if !cut.isEmpty { try addCut(cut, path: path, line: lines.count + 1) }
    }

    /// Of a line that was cut the mark is as good as whole; without it nobody knows whom it was of.
    private mutating func addCut(_ text: String, path: String, line: Int) throws(ErasureBookError) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let kind = ErasureKind(rawValue: parts[0]), let mark = Hex.bytes(parts[1]),
            mark.count == 32
        else { throw .damaged(path: path, line: line) }
        let whole = add(ErasureMark(mark: mark, kind: kind))
        guard whole.hasPrefix(text) else { throw .damaged(path: path, line: line) }
        missingEnd = whole.dropFirst(text.count) + "\n"
    }

    /// The lines that a file lacks of these, with the first one where it has none.
    mutating func adding(_ marks: [ErasureMark], toEmpty isEmpty: Bool) -> String {
        var text = isEmpty ? line(beginning, seal: lastSeal) + "\n" : missingEnd
        missingEnd = ""
        for mark in marks where kinds[mark.mark] != mark.kind { text += add(mark) + "\n" }
        return text
    }

    private mutating func add(_ mark: ErasureMark) -> String {
        kinds[mark.mark] = mark.kind
        let text = "\(mark.kind.rawValue) \(Hex.text(mark.mark))"
        lastSeal = key.seal(text, after: lastSeal)
        return line(text, seal: lastSeal)
    }

    private func line(_ text: String, seal: String) -> String { "\(text) \(seal)" }
}

/// Why the file of erasures cannot be used, and what to do.
package enum ErasureBookError: Error, Sendable, Equatable, CustomStringConvertible {
    case missing(path: String)
    /// `line` counts from 1.
    case damaged(path: String, line: Int)
    /// It was written with another server's key.
    case foreign(path: String)
    /// The copy has marks that it lacks.
    case old(path: String)

    package var description: String {
        switch self {
        case .missing(let path):
            """
            \(path) is missing. It says who erased their account since the copy was made, so that they stay erased.
            Put it back from where you keep it, apart from the copies of the database.
            """
        case .damaged(let path, let line):
            """
            \(path) is damaged at line \(line). It says who erased their account since the copy was made.
            Put it back from where you keep it, apart from the copies of the database. If it is the last line that is cut \
            off, because the machine stopped while it was written, delete that line: whoever it was of is back after the restore.
            """
        case .foreign(let path):
            """
            \(path) and account.key do not belong together: one of them is another server's. Put the one that belongs to the \
            copy back.
            """
        case .old(let path):
            """
            \(path) is older than the copy: the copy knows of erasures that it lacks. Put the newest one back from where \
            you keep it.
            """
        }
    }
}
