/// Reads `multipart/form-data` (RFC 7578) piece by piece: text fields first, then exactly one file, and nothing behind it.
///
/// Pure, on bytes, and bounded: however the body is cut into pieces, the same comes out, and never more is held than one
/// field or one head. Strict where two readers in a row could read differently; see `MultipartHead` for the heads.
struct MultipartParser: Sendable {
    struct Limits: Sendable {
        /// Text fields before the file.
        var fields = 50
        /// Bytes of one of them, and of all together.
        var fieldBytes = 16_384
        var textBytes = 65_536
        /// Bytes of a part's head.
        var headBytes = 2_048
    }

    enum Event: Sendable, Hashable {
        case field(name: String, value: String)
        /// The file begins; its bytes follow.
        case file(name: String)
        /// The next bytes of the file, in order; how many come at once is chance.
        case bytes([UInt8])
        /// The form is whole.
        case end
    }

    enum Failure: Error, Sendable, Hashable {
        /// Where the boundary must stand is something else, bytes before it or behind the last included.
        case badBoundary
        case badHead, headTooLong
        case tooManyFields, fieldTooLong, notUTF8
        /// Two parts of one name.
        case nameTwice
        /// A part behind the file: a second file, or a field that came too late.
        case behindFile
        /// It ended with no file in it.
        case noFile
        /// It ended too early.
        case cutOff
    }

    private enum State {
        /// Before the first boundary.
        case opening
        case head
        case text(name: String)
        case file
        /// Behind a boundary: another part or the end.
        case delimited
        case ended
    }

    private let limits: Limits
    /// CR LF, two dashes and the boundary.
    private let delimiter: [UInt8]
    private var state = State.opening
    private var pending: [UInt8] = []
    /// How much of `pending` has been searched without finding anything.
    private var searched = 0
    private var names: Set<String> = []
    private var textBytes = 0
    private var hasFile = false

    /// - Parameter boundary: from `MultipartBoundary`.
    init(boundary: [UInt8], limits: Limits = Limits()) {
        self.limits = limits
        delimiter = [13, 10, 45, 45] + boundary
    }

    /// What these bytes bring. After an error the parser is of no more use.
    mutating func feed(_ bytes: some Collection<UInt8>) throws(Failure) -> [Event] {
        pending.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// Throws where the bytes ended before the form did.
    func finish() throws(Failure) {
        guard case .ended = state, pending.isEmpty || pending == [13, 10] else { throw .cutOff }
    }

    /// One step on; false when more bytes are needed first.
    private mutating func step(_ events: inout [Event]) throws(Failure) -> Bool {
        switch state {
        case .opening: try open()
        case .head: try readHead(&events)
        case .text(let name): try readText(name, &events)
        case .file: readFile(&events)
        case .delimited: try readEndOfDelimiter(&events)
        case .ended: try checkEpilogue()
        }
    }

    /// Two dashes and the boundary come first, on the very first line: nobody needs a preamble.
    private mutating func open() throws(Failure) -> Bool {
        let wanted = delimiter.dropFirst(2)
        guard pending.starts(with: wanted.prefix(pending.count)) else { throw .badBoundary }
        guard pending.count >= wanted.count else { return false }
        take(wanted.count)
        state = .delimited
        return true
    }

    private mutating func readHead(_ events: inout [Event]) throws(Failure) -> Bool {
        guard let length = try length(upTo: [13, 10, 13, 10], atMost: limits.headBytes, else: .headTooLong) else {
            return false
        }
        guard let head = MultipartHead(pending[..<length]) else { throw .badHead }
        take(length + 4)
        guard !hasFile else { throw .behindFile }
        guard names.insert(head.name).inserted else { throw .nameTwice }
        if head.isFile {
            hasFile = true
            events.append(.file(name: head.name))
            state = .file
        } else {
            guard names.count <= limits.fields else { throw .tooManyFields }
            state = .text(name: head.name)
        }
        return true
    }

    private mutating func readText(_ name: String, _ events: inout [Event]) throws(Failure) -> Bool {
        guard let length = try length(upTo: delimiter, atMost: limits.fieldBytes, else: .fieldTooLong) else {
            return false
        }
        guard let value = String(validating: pending[..<length], as: UTF8.self) else { throw .notUTF8 }
        textBytes += length
        guard textBytes <= limits.textBytes else { throw .fieldTooLong }
        take(length + delimiter.count)
        events.append(.field(name: name, value: value))
        state = .delimited
        return true
    }

    private mutating func readFile(_ events: inout [Event]) -> Bool {
        if let start = pending.start(of: delimiter, from: searched) {
            if start > 0 { events.append(.bytes(Array(pending[..<start]))) }
            take(start + delimiter.count)
            state = .delimited
            return true
        }
        // What could be the beginning of a boundary waits.
        let ready = pending.count - (delimiter.count - 1)
        if ready > 0 {
            events.append(.bytes(Array(pending[..<ready])))
            take(ready)
        }
        return false
    }

    private mutating func readEndOfDelimiter(_ events: inout [Event]) throws(Failure) -> Bool {
        guard let first = pending.first else { return false }
        guard first == 13 || first == 45 else { throw .badBoundary }
        guard pending.count >= 2 else { return false }
        switch (first, pending[1]) {
        case (13, 10): state = .head
        case (45, 45):
            guard hasFile else { throw .noFile }
            events.append(.end)
            state = .ended
        default: throw .badBoundary
        }
        take(2)
        return true
    }

    /// Behind the last boundary at most one CR LF.
    private func checkEpilogue() throws(Failure) -> Bool {
        guard ([13, 10] as [UInt8]).starts(with: pending) else { throw .badBoundary }
        return false
    }

    /// How many bytes stand before the mark; nil while it has not come and may still come in time.
    private mutating func length(
        upTo mark: [UInt8], atMost most: Int, else failure: Failure
    ) throws(Failure) -> Int? {
        if let start = pending.start(of: mark, from: searched) {
            guard start <= most else { throw failure }
            return start
        }
        guard pending.count < most + mark.count else { throw failure }
        searched = max(pending.count - (mark.count - 1), 0)
        return nil
    }

    private mutating func take(_ count: Int) {
        pending.removeFirst(count)
        searched = 0
    }
}

extension [UInt8] {
    /// Where these bytes first stand, from an index on. They must not be empty.
    fileprivate func start(of mark: [UInt8], from first: Int) -> Int? {
        guard let initial = mark.first, count >= mark.count else { return nil }
        let last = count - mark.count
        return withUnsafeBufferPointer { bytes in
            var index = first
            while index <= last, let next = bytes[index...last].firstIndex(of: initial) {
                if bytes[next...].starts(with: mark) { return next }
                index = next + 1
            }
            return nil
        }
    }
}
