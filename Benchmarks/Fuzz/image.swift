// What tells the kind of a picture, and what a program of libvips says of it.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let kind = ImageKind(bytes) { precondition(!kind.mediaType.isEmpty) }
    _ = ImageHeader(String(decoding: bytes, as: UTF8.self))
    return 0
}
