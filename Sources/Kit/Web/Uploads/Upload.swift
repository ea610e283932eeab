import Hummingbird
import NIOCore

/// The file of a form, as it comes in. Token, origin, size and the fields before it have been checked; not a byte of it
/// has been read.
///
/// An actor because what is read of a connection has one reader; whoever asks for the next bytes waits for them, and the
/// sender waits for whoever asks.
package actor Upload {
    /// The name of its field.
    package nonisolated let field: String

    // One reader at a time: `isReading` refuses a second, so that nobody else touches it while the connection is waited
    // for.
    private nonisolated(unsafe) var body: RequestBody.AsyncIterator
    private var parser: MultipartParser
    private var ready: [[UInt8]]
    private var isReading = false
    private var isWhole: Bool
    /// Throws where whoever sent it may not any more.
    private let confirm: @Sendable () async throws -> Void

    fileprivate init(_ form: sending UploadForm, confirm: @escaping @Sendable () async throws -> Void) {
        field = form.file
        body = form.body
        parser = form.parser
        ready = form.ready
        isWhole = form.isWhole
        self.confirm = confirm
    }

    /// The next bytes of the file, some at a time; nil when it has come to its end as it should.
    ///
    /// Throws when it broke off or was not a proper form: what was made of it must then be thrown away. A file may take
    /// its time, and a session or a role can end in it: that is looked at once more before the end is told.
    package func next() async throws -> [UInt8]? {
        guard !isReading else { throw Refusal.cutOffUpload }
        isReading = true
        defer { isReading = false }
        while ready.isEmpty {
            if isWhole { break }
            guard let bytes = try await piece() else { throw Refusal.cutOffUpload }
            try take(bytes)
        }
        if !ready.isEmpty { return ready.removeFirst() }
        while let bytes = try await piece() { try take(bytes) }
        do { try parser.finish() } catch { throw Refusal(error) }
        try await confirm()
        return nil
    }

    private func take(_ bytes: ByteBuffer) throws {
        let events: [MultipartParser.Event]
        do { events = try parser.feed(bytes.readableBytesView) } catch { throw Refusal(error) }
        for event in events {
            switch event {
            case .bytes(let bytes): ready.append(bytes)
            case .end: isWhole = true
            case .field, .file: break
            }
        }
    }

    /// What came over the line; nil at the end of the request, and an error where the line broke.
    private func piece() async throws -> ByteBuffer? {
        do { return try await body.next() } catch { throw Refusal.cutOffUpload }
    }
}

extension Refusal {
    /// Half a form is sent once more; one that is put together wrongly stays wrong.
    fileprivate init(_ failure: MultipartParser.Failure) {
        self = failure == .cutOff ? .cutOffUpload : .brokenUpload
    }
}

/// A form with a file, read up to the file.
struct UploadForm {
    fileprivate var body: RequestBody.AsyncIterator
    fileprivate var parser: MultipartParser
    fileprivate var ready: [[UInt8]] = []
    fileprivate var isWhole = false
    fileprivate var file = ""
    private(set) var fields: [FormFields.Field] = []

    /// Reads the fields. Throws `Refusal` for what broke off or is no such form.
    init(_ body: RequestBody, boundary: [UInt8]) async throws {
        self.body = body.makeAsyncIterator()
        parser = MultipartParser(boundary: boundary)
        while file.isEmpty {
            let piece: ByteBuffer?
            do { piece = try await self.body.next() } catch { throw Refusal.cutOffUpload }
            guard let piece else { throw Refusal.cutOffUpload }
            let events: [MultipartParser.Event]
            do { events = try parser.feed(piece.readableBytesView) } catch { throw Refusal(error) }
            take(events)
        }
    }

    private mutating func take(_ events: [MultipartParser.Event]) {
        for event in events {
            switch event {
            case .field(let name, let value): fields.append(.init(name: name, value: value))
            case .file(let name): file = name
            case .bytes(let bytes): ready.append(bytes)
            case .end: isWhole = true
            }
        }
    }
}

extension Visit {
    /// A visit with the fields of the form and the file that follows them.
    func with(_ form: sending UploadForm, confirm: @escaping @Sendable () async throws -> Void) -> Visit {
        var visit = with(fields: FormFields(items: form.fields))
        visit.upload = Upload(form, confirm: confirm)
        return visit
    }
}
