/// Strings as C's array of strings that ends in NULL.
func withCStrings<Answer>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer
) -> Answer {
    let bytes = strings.map { Array($0.utf8CString) }
    func nest(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> Answer {
        if index == bytes.count {
            return (pointers + [nil]).withUnsafeBufferPointer { buffer in
                // Never empty: the last one is the NULL.
                body(buffer.baseAddress.unsafelyUnwrapped)
            }
        }
        return bytes[index].withUnsafeBufferPointer { nest(index + 1, pointers + [$0.baseAddress]) }
    }
    return nest(0, [])
}
