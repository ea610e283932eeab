import Foundation
package import Markup
package import Storage

/// A file that a member downloaded (`ExportFile`), read so that it can be taken in here. Nothing is written before all of it
/// has been checked; a file that is damaged, cut off, of another program or of a later version is refused whole.
package struct ImportFile: Sendable {
    /// What is wrong with a file, and at which record.
    package struct Fault: Error, Sendable, Hashable {
        /// From 1 on; nil where it is the file.
        package let record: Int?
        /// Key of what the record's set is called; nil where that is not known.
        package let part: String?
        package let reason: RecordFault
        /// Key of what the value is called for whoever reads; nil where only programs call it anything.
        let field: String?

        init(_ reason: RecordFault, at record: Int? = nil, of words: RecordWords? = nil) {
            (self.record, part, self.reason) = (record, words?.title, reason)
            field = words?.fields.first { $0.names.contains(reason.field ?? "") }?.label
        }

        /// In words, with the place.
        package func words(_ text: Text) -> String {
            var values = reason.values
            if let field { values["name"] = .text(text(field)) }
            let words = text(reason.key, values)
            guard let record else { return words }
            let number = TextValue.text(text.number(record))
            guard let part else { return text("web.takeIn.at", ["n": number, "words": .text(words)]) }
            return text("web.takeIn.at.of", ["n": number, "part": .text(text(part)), "words": .text(words)])
        }
    }

    /// How many records of a kind there are, and of which years.
    package struct Kind: Sendable {
        package let label: String
        package let count: Int
        package let years: ClosedRange<Int>?
    }

    private struct Entry: Sendable {
        let number: Int
        let words: RecordWords?
        let record: CheckedRecord
    }

    /// What can be taken in, in the order of the rooms.
    package private(set) var kinds: [Kind] = []
    /// Records that stay out: of others', or of what is this site's to say.
    package private(set) var leftOut = 0
    private var entries: [Entry] = []

    /// What somebody wrote freely in it.
    package var texts: [String] { entries.flatMap(\.record.texts) }

    /// Reads and checks a file for whoever looks.
    package init(_ bytes: [UInt8], for sets: [RecordSet], _ visit: Visit) throws(Fault) {
        let file = ImportLines(bytes)
        try Self.checkHead(file.head)
        let byName = Dictionary(sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [String: [Entry]] = [:]
        var number = 0
        var end: Mark?
        for line in file.lines {
            guard end == nil, let mark = Self.mark(line) else {
                // What is broken off at the end of the file is no damage, only the file not whole.
                if end == nil, line.endIndex == file.lines.last?.endIndex { break }
                throw Fault(RecordFault("web.takeIn.damaged"), at: number + 1)
            }
            if mark.end == true { end = mark }
            guard let part = mark.part else { continue }
            number += 1
            let words = byName[part]?.words
            guard let takingIn = byName[part]?.takingIn else {
                leftOut += 1
                continue
            }
            do {
                let record = try takingIn.check(Data(line), visit)
                found[part, default: []].append(Entry(number: number, words: words, record: record))
            } catch {
                throw Fault(error as? RecordFault ?? .value("record"), at: number, of: words)
            }
        }
        guard let end else { throw Fault(RecordFault("web.takeIn.cut", ["n": .text(visit.text.number(number))])) }
        guard end.done == number else {
            throw Fault(RecordFault("web.takeIn.missing", ["n": .count(end.done ?? 0), "found": .count(number)]))
        }
        collect(found, sets)
    }

    private mutating func collect(_ found: [String: [Entry]], _ sets: [RecordSet]) {
        for set in sets {
            guard let takingIn = set.takingIn, let ofSet = found[set.name] else { continue }
            entries += ofSet
            let years = ofSet.compactMap(\.record.year)
            let range = years.min().flatMap { least in years.max().map { least...$0 } }
            kinds.append(Kind(label: takingIn.label, count: ofSet.count, years: range))
        }
    }

    /// Writes all of it; answers how many were not there yet. Throws `Fault`: the transaction must not be kept then.
    package func write(in tx: Transaction) throws -> Int {
        var added = 0
        for entry in entries {
            do {
                if try entry.record.write(tx) { added += 1 }
            } catch let reason as RecordFault {
                throw Fault(reason, at: entry.number, of: entry.words)
            }
        }
        return added
    }

    // MARK: - Lines

    private struct Head: Decodable {
        let format: Int
        let exportedAt: String
    }

    /// What a line says beside its record.
    private struct Mark: Decodable {
        let part: String?
        let done: Int?
        let end: Bool?
    }

    private static func checkHead(_ head: Data?) throws(Fault) {
        guard let head, let head = try? JSONDecoder().decode(Head.self, from: head) else {
            throw Fault(RecordFault("web.takeIn.foreign"))
        }
        if head.format > ExportFile.format { throw Fault(RecordFault("web.takeIn.new")) }
        if head.format < ExportFile.format { throw Fault(RecordFault("web.takeIn.old")) }
    }

    private static func mark(_ line: ArraySlice<UInt8>) -> Mark? {
        guard JSONRules.mayBeDecoded(Array(line)) else { return nil }
        return try? JSONDecoder().decode(Mark.self, from: Data(line))
    }
}
