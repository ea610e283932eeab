#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file of the machine's tz database: TZif of RFC 8536, version 2 or later.
struct ZoneFile {
    static let folder = "/usr/share/zoneinfo"
    /// The largest file of the database has some 3,500 bytes.
    static let longest = 65_536

    /// From when on an offset is kept: seconds since 1970 in UTC, and the place of its type.
    var changes: [(utc: Int64, type: Int)] = []
    var types: [ZoneOffset] = []
    /// What comes behind the last change, as POSIX writes TZ.
    var rule = ""

    /// Names are path parts of letters, digits, `_`, `+` and `-`, so none leads out of the folder.
    static func isName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "/"), bytes.last != UInt8(ascii: "/") else {
            return false
        }
        return bytes.indices.allSatisfy { index in
            let byte = bytes[index]
            if byte == UInt8(ascii: "/") { return bytes[index - 1] != byte }
            return (48...57).contains(byte) || (65...90).contains(byte & 0xDF)
                || [UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte)
        }
    }

    static func bytes(of name: String) throws(ZoneError) -> [UInt8] {
        guard isName(name), let file = fopen("\(folder)/\(name)", "rbe") else { throw .unknown(name) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: longest)
        let count = fread(&bytes, 1, longest, file)
        // A folder of the database opens, but has nothing to read.
        guard count > 0, ferror(file) == 0 else { throw .unknown(name) }
        return Array(bytes.prefix(count))
    }

    init(_ bytes: [UInt8], name: String) throws(ZoneError) {
        var reader = Reader(bytes: bytes[...])
        guard var counts = reader.head() else { throw .damaged(name, reason: "no TZif header") }
        // The first block has 32-bit times for old readers.
        guard counts.version >= 2, reader.take(counts.size(timeBytes: 4)) != nil, let second = reader.head() else {
            throw .damaged(name, reason: "only the first version of the format")
        }
        counts = second
        guard let times = reader.take(counts.times * 8), let kinds = reader.take(counts.times),
            let records = reader.take(counts.types * 6), let letters = reader.take(counts.letters),
            reader.take(counts.leaps * 12 + counts.standards + counts.universals) != nil
        else { throw .damaged(name, reason: "it ends too early") }
        for start in stride(from: records.startIndex, to: records.endIndex, by: 6) {
            let offset = Int(Int32(truncatingIfNeeded: Reader.number(records[start..<start + 4])))
            let label = letters.dropFirst(Int(records[start + 5])).prefix { $0 != 0 }
            guard abs(offset) < 86_400 * 2 else { throw .damaged(name, reason: "an offset of days") }
            types.append(
                ZoneOffset(
                    seconds: offset, isDaylight: records[start + 4] == 1,
                    name: String(decoding: label, as: UTF8.self)))
        }
        for (index, kind) in kinds.enumerated() {
            let start = times.startIndex + index * 8
            let time = Reader.number(times[start..<start + 8])
            guard Int(kind) < types.count, time > changes.last?.utc ?? .min else {
                throw .damaged(name, reason: "change \(index + 1) is out of order or of no type")
            }
            changes.append((time, Int(kind)))
        }
        guard !types.isEmpty else { throw .damaged(name, reason: "no offset") }
        rule = reader.rest.split(separator: 10).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private struct Counts {
        var version = 0
        var (universals, standards, leaps, times, types, letters) = (0, 0, 0, 0, 0, 0)

        func size(timeBytes: Int) -> Int {
            times * (timeBytes + 1) + types * 6 + letters + leaps * (timeBytes + 4) + standards + universals
        }
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>
        var rest: ArraySlice<UInt8> { bytes }

        static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
            let bits = bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            return bytes.count == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
        }

        mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard count >= 0, bytes.count >= count else { return nil }
            defer { bytes = bytes.dropFirst(count) }
            return bytes.prefix(count)
        }

        mutating func head() -> Counts? {
            guard let head = take(44), head.starts(with: "TZif".utf8) else { return nil }
            let start = head.startIndex
            func count(_ index: Int) -> Int {
                let at = start + 20 + index * 4
                return min(Int(Self.number(head[at..<at + 4])), ZoneFile.longest)
            }
            let digit = Int(head[start + 4]) - 48
            return Counts(
                version: digit > 0 ? digit : 1, universals: count(0), standards: count(1), leaps: count(2),
                times: count(3), types: count(4), letters: count(5))
        }
    }
}
