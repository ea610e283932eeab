// What a browser, or anybody, posts: fields and their characters.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    if let fields = try? FormParser.parse(Array(UnsafeBufferPointer(start: start, count: count))) {
        for name in fields.names {
            _ = fields[name]
            _ = fields.all(name)
        }
    }
    return 0
}
