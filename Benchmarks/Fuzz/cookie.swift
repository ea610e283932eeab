// The Cookie header as it comes.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    for secure in [true, false] {
        _ = CookieHeader(isSecure: secure).received(text)
    }
    return 0
}
