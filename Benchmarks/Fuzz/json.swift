// A body of JSON before a decoder sees it: what may be decoded, and its names.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    // Names are looked at only behind the first check, but must not bring anything down without it.
    _ = JSONRules.mayBeDecoded(bytes)
    try? JSONFields.check(bytes, allowed: ["a", "a.b", "name"])
    _ = JSONRules.isJSON(String(decoding: bytes, as: UTF8.self))
    return 0
}

/// Stands for the one of Kit/Web, which needs all sentences.
struct FormErrors: Error {
    private(set) var isEmpty = true
    mutating func add(field: String, _ key: String) { isEmpty = false }
}
