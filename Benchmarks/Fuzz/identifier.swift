// Identifiers and dates as they stand in paths and fields; what is read must be written the same.
enum Subject {}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    if let id = ID<Subject>(text) {
        precondition(ID<Subject>(id.description) == id)
    }
    if let date = PartialDate(text) {
        precondition(PartialDate(date.text) == date)
    }
    return 0
}
