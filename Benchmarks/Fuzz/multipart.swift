// A form with a file, as anybody may send it: cut in two places, it must read the same as whole.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    // The first bytes say where it is cut.
    guard bytes.count > 2 else { return 0 }
    let form = Array(bytes.dropFirst(2))
    let cuts = [Int(bytes[0]) * form.count / 256, Int(bytes[1]) * form.count / 256].sorted()
    let whole = read([form])
    precondition(read([Array(form[..<cuts[0]]), Array(form[cuts[0]..<cuts[1]]), Array(form[cuts[1]...])]) == whole)
    if let text = String(validating: form, as: UTF8.self) { _ = MultipartBoundary.read(text) }
    return 0
}

/// What came out, the file in one piece; nil where it was refused.
private func read(_ pieces: [[UInt8]]) -> [MultipartParser.Event]? {
    var parser = MultipartParser(boundary: [98])
    var events: [MultipartParser.Event] = []
    var file: [UInt8] = []
    do {
        for piece in pieces {
            for event in try parser.feed(piece) {
                if case .bytes(let bytes) = event { file += bytes } else { events.append(event) }
            }
        }
        try parser.finish()
    } catch {
        return nil
    }
    return events + [.bytes(file)]
}
