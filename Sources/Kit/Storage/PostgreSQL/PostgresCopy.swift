import CLibpq

extension PostgresConnection {
    /// `COPY … FROM STDIN` in binary (postgresql.org/docs/15/sql-copy.html), the fastest way in.
    func insert(into table: StaticString, _ columns: [StaticString], _ next: () throws -> [SQLValue]?) throws {
        let names = columns.map(\.description).joined(separator: ", ")
        let types = try columnTypes(of: table, names)
        try startCopy("COPY \(table) (\(names)) FROM STDIN (FORMAT binary)")
        var buffer: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        do {
            while let row = try next() {
                buffer.append(bigEndian: Int16(clamping: row.count))
                for (value, type) in zip(row, types) { try buffer.append(field: value, type) }
                if buffer.count > 60_000 {
                    try put(buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
            }
            buffer.append(bigEndian: Int16(-1))
            try put(buffer)
        } catch {
            PQputCopyEnd(handle, "the rows ended early")
            while let rest = PQgetResult(handle) { PQclear(rest) }
            throw error
        }
        PQputCopyEnd(handle, nil)
        let result = PQgetResult(handle)
        defer { while let rest = PQgetResult(handle) { PQclear(rest) } }
        _ = try answer(to: result)
    }

    private func columnTypes(of table: StaticString, _ names: String) throws -> [Oid] {
        try sendBegin()
        let result = PQexec(handle, "SELECT \(names) FROM \(table) LIMIT 0")
        let types = (0..<max(0, PQnfields(result))).map { PQftype(result, $0) }
        _ = try answer(to: result)
        return types
    }

    private func startCopy(_ text: String) throws {
        _ = try answer(to: PQexec(handle, text))
    }

    private func put(_ bytes: [UInt8]) throws {
        let isTaken = bytes.withUnsafeBytes { buffer in
            PQputCopyData(handle, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(buffer.count))
        }
        guard isTaken == 1 else { throw PostgresFailure(nil, handle).error }
    }
}

extension [UInt8] {
    /// A field of `COPY`: its length and its bytes in the column's type, which binary `COPY` does not convert.
    fileprivate mutating func append(field value: SQLValue, _ type: Oid) throws(StorageError) {
        let start = count
        append(bigEndian: Int32(0))
        let isValue: Bool
        switch (value, type) {
        case (.integer(let number), PostgresType.double):
            isValue = append(binary: .double(Double(number)))
        case (.integer(let number), PostgresType.shortInteger):
            guard let short = Int32(exactly: number) else { throw .other("\(number) does not fit its column") }
            append(bigEndian: short)
            isValue = true
        case (.text, _) where PostgresType.likeText.contains(type):
            isValue = append(binary: value)
        default:
            if case .null = value { isValue = false; break }
            guard PostgresType.of(value.kind) == type else { throw .other("a column does not take \(value.kind)") }
            isValue = append(binary: value)
        }
        let length = isValue ? Int32(clamping: count - start - 4) : -1
        replaceSubrange(start..<start + 4, with: Swift.withUnsafeBytes(of: length.bigEndian) { Array($0) })
    }
}
